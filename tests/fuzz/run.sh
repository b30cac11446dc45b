#!/usr/bin/env bash
# Fuzzes: tests/fuzz/run.sh [SECONDS [NAME...]]; every target for 20 s if nothing is said.
# What breaks one is kept in build/fuzz/findings. New inputs go nowhere: seeds stay few and small.
set -euo pipefail
cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

seconds=${1:-20}
shift || :
cmake --preset fuzz >/dev/null
if (($#)); then targets=("${@/#/fuzz_}"); else targets=(fuzzers); fi
cmake --build build/fuzz --target "${targets[@]}" >/dev/null

# Left over from an earlier run, a finding would be taken for one of this.
findings=build/fuzz/findings
rm -rf "$findings"
mkdir -p "$findings"
corpus=$(mktemp -d)
trap 'rm -rf "$corpus"' EXIT

failed=0
for program in build/fuzz/tests/fuzz/fuzz_*; do
  name=${program##*/fuzz_}
  if (($#)) && [[ " $* " != *" $name "* ]]; then continue; fi
  options=(-max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1
    -artifact_prefix="$findings/$name-")
  if [[ -e tests/fuzz/$name.dict ]]; then options+=(-dict="tests/fuzz/$name.dict"); fi
  mkdir -p "$corpus/$name"
  printf '%s for %s s: ' "$name" "$seconds"
  if "$program" "${options[@]}" "$corpus/$name" "tests/fuzz/corpus/$name" \
    >"$corpus/log" 2>&1; then
    awk '/^stat::number_of_executed_units/ { print $2, "executions, nothing found" }' "$corpus/log"
  else
    echo 'FOUND something'
    tail -n 40 "$corpus/log"
    failed=1
  fi
done
exit "$failed"
