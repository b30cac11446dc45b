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

# compare HEADING BORDER A.csv B.csv: cells whose distances differ by more than BORDER are left out.
compare() {
  awk -F, -v heading="$1" -v border="$2" '
    $5 != "rtt_p50" && $5 != "throughput" || $8 == "" { next }
    { cell = $1 " " $2 " " $3 " " $4 }
    FNR == NR { value[cell] = $6; low[cell] = $8; high[cell] = $9; distance[cell] = $NF; next }
    cell in low {
      ratio = distance[cell] > 0 && $NF > 0 ? distance[cell] / $NF : 1
      far = border && (ratio > border || ratio < 1 / border)
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
    }' "$3" "$4"
}

export_as() { "$program" export "$1" --to csv --regime "$3" -o "$folder/$2.csv"; }
export_as "$1" a auto
export_as "$2" b auto
export_as "$1" a-all all
export_as "$2" b-all all
# Two regimes are a factor of 1.4 apart at the least.
compare 'in the regime that each run shows' 1.4 "$folder/a.csv" "$folder/b.csv"
compare 'all trials, regimes ignored' 0 "$folder/a-all.csv" "$folder/b-all.csv"
