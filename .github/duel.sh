#!/bin/bash
# The step of action.yml: from its inputs, which are variables, to `ipcbench duel`, whose summary
# and annotations it writes by itself, and to the action's outputs.
set -euo pipefail

project=$(dirname "$(dirname "$(readlink -f -- "$0")")")
arguments=(--budget "${IPCBENCH_BUDGET:-90s}" --out "${IPCBENCH_OUT:-ipcbench-duel.json}")
[ -z "${IPCBENCH_ARM_A:-}" ] || arguments+=(--arm-a "$IPCBENCH_ARM_A")
[ -z "${IPCBENCH_ARM_B:-}" ] || arguments+=(--arm-b "$IPCBENCH_ARM_B")
# xargs splits words as a shell does, and runs nothing of what they say.
if [ -n "${IPCBENCH_OPTIONS:-}" ]; then
  mapfile -d '' -t more < <(printf '%s' "$IPCBENCH_OPTIONS" | xargs printf '%s\0')
  arguments+=("${more[@]}")
fi
# Behind the options, and A before B: what is missing is this very build.
if [ -n "${IPCBENCH_A:-}${IPCBENCH_B:-}" ]; then
  arguments+=("${IPCBENCH_A:-$project/ipcbench}")
  [ -z "${IPCBENCH_B:-}" ] || arguments+=("$IPCBENCH_B")
fi

code=0
"$project/ipcbench" duel "${arguments[@]}" || code=$?
case $code in
  0) verdict=equivalent ;;
  1) verdict=regression ;;
  3) verdict=inconclusive ;;
  4) verdict=incomparable ;;
  *) verdict=error ;;
esac
printf 'verdict=%s\nexit-code=%s\n' "$verdict" "$code" >>"${GITHUB_OUTPUT:-/dev/stdout}"
exit "$code"
