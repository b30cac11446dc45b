#!/bin/sh
# Who may include whom: base <- transports/contract <- harness <- results <- plots <- bench, and the
# mechanisms see base and the contract only. Third-party headers stay in their layer.
set -u
cd "$1" || exit 2

# layer -> project headers that it may include (extended regular expressions)
allowed_in() {
  case $1 in
    base) echo '^base/' ;;
    transports) echo '^(base|transports)/' ;;
    harness) echo '^(base|harness)/|^transports/contract\.hpp$' ;;
    results) echo '^(base|harness|results)/|^transports/contract\.hpp$' ;;
    plots) echo '^(base|harness|results|plots)/|^transports/contract\.hpp$' ;;
    bench) echo '^(base|transports|harness|results|plots|bench)/' ;;
  esac
}

# package header -> the only layers that may include it
packages='
benchmark/ bench
CLI/ bench
nlohmann/ results
hwloc harness
toml\+\+/ bench
boost/interprocess/ transports
boost/math/ results
'

sources_of() {
  find "$1" -name '*.hpp' -o -name '*.cpp' | sort
}

bad=0
checked=0
for layer in base transports harness results plots bench; do
  pattern=$(allowed_in "$layer")
  for file in $(sources_of "$layer"); do
    checked=$((checked + 1))
    wrong=$(sed -n 's/^#include "\(.*\)"$/\1/p' "$file" | grep -vE "$pattern")
    if [ -n "$wrong" ]; then
      echo "$file: $layer may not include: $wrong"
      bad=1
    fi
    # A contract that knew a mechanism, or an endpoint that knew the catalogue, would be a circle.
    case $file in
      transports/contract.hpp) circle='transports/' ;;
      transports/endpoints/*) circle='transports/[a-z_]*\.hpp' ;;
      transports/*) circle='transports/catalogue' ;;
      *) circle='' ;;
    esac
    if [ -n "$circle" ]; then
      wrong=$(sed -n 's/^#include "\(.*\)"$/\1/p' "$file" | grep -E "^$circle" |
        grep -v '^transports/contract\.hpp$')
      if [ -n "$wrong" ]; then
        echo "$file: includes upwards: $wrong"
        bad=1
      fi
    fi
  done
done

while read -r header home; do
  [ -n "$header" ] || continue
  for layer in base transports harness results plots bench; do
    [ "$layer" = "$home" ] && continue
    wrong=$(grep -rlE "^#include <$header" "$layer")
    if [ -n "$wrong" ]; then
      echo "<$header> belongs to $home only: $wrong"
      bad=1
    fi
  done
done <<EOF
$packages
EOF

# Owners live in base: nobody else closes, unmaps or unlinks by hand.
wrong=$(grep -rnE '(^|[^[:alnum:]_])::(close|munmap|unlink|shm_unlink|sem_unlink|mq_unlink)\(' \
  transports harness results plots bench)
if [ -n "$wrong" ]; then
  echo "naked release of a resource outside base:"
  echo "$wrong"
  bad=1
fi

if [ "$checked" -lt 50 ]; then
  echo "only $checked files were checked; is this the right folder?"
  bad=1
fi
[ "$bad" -eq 0 ] && echo "layering: $checked files, no wrong include"
exit "$bad"
