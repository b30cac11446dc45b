#!/bin/sh
# How well a run repeats: of the cells of two results, whose main figures' intervals overlap?
#
#   tests/machine/repeatability.sh A.json B.json
#
# Cells are compared where both were measured in the same distance regime, and then once more, with
# all trials, as if nobody had looked at the distance.
set -eu
cd "$(dirname "$(readlink -f -- "$0")")/../.."
program=${IPCBENCH-build/release/ipcbench}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# compare HEADING A.csv B.csv
compare() {
  awk -F, -v heading="$1" '
    $5 != "rtt_p50" && $5 != "throughput" || $8 == "" { next }
    { cell = $1 " " $2 " " $3 " " $4 }
    FNR == NR { value[cell] = $6; low[cell] = $8; high[cell] = $9; distance[cell] = $NF; next }
    cell in low {
      # The border between two regimes is a factor of 1.4 at the least.
      far = distance[cell] > 0 && $NF > 0 && (distance[cell] / $NF > 1.4 || $NF / distance[cell] > 1.4)
      if (far) { other_regime++; next }
      both++
      if ($8 <= high[cell] && low[cell] <= $9) { overlap++; next }
      apart = apart sprintf("  %-48s %10.5g [%.5g, %.5g]   %10.5g [%.5g, %.5g]\n", cell,
                            value[cell], low[cell], high[cell], $6, $8, $9)
    }
    END {
      printf "%s: %d of %d cells overlap (%.1f %%)", heading, overlap, both, both ? 100 * overlap / both : 0
      if (other_regime) printf ", %d were met in different regimes", other_regime
      printf "\n%s", apart
    }' "$2" "$3"
}

for result; do
  name=$(basename "$result" .json)
  "$program" export "$result" --to csv -o "$folder/$name.csv"
  "$program" export "$result" --to csv --regime all -o "$folder/$name-all.csv"
done
a=$(basename "$1" .json)
b=$(basename "$2" .json)
compare 'in the regime that each run shows' "$folder/$a.csv" "$folder/$b.csv"
compare 'all trials, regimes ignored' "$folder/$a-all.csv" "$folder/$b-all.csv"
