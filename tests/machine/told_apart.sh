#!/bin/bash
# How many pairs of rows a result tells apart, by one executable or by several side by side:
#   tests/machine/told_apart.sh RESULT EXECUTABLE...
# A row's place is 1 and how many undisturbed rows are better for certain, so places count pairs.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
result=$1
shift
for executable in "$@"; do
  for pattern in round_trip stream; do
    metric=p50
    [ "$pattern" = stream ] && metric=throughput
    for size in 64 4096 65536; do
      "$executable" recommend "$result" --size "$size" --pattern "$pattern" --metric "$metric" --no-spin --format json |
        python3 -c '
import json, sys
rows = json.load(sys.stdin)["ranking"]
pairs = sum(row["rank"] - 1 for row in rows)
behind = sum(row["standing"] == "behind" for row in rows)
print(*sys.argv[1:], f"{pairs} of {len(rows) * (len(rows) - 1) // 2} pairs, {behind} of {len(rows) - 1} from the best")
' "$executable" "$pattern" "$size"
    done
  done
done
