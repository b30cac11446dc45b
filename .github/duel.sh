#!/bin/bash
# The step of action.yml: from its inputs, which are variables, to `ipcbench duel`, whose summary
# and annotations it writes by itself, and to the action's outputs.
set -euo pipefail

project=$(dirname "$(dirname "$(readlink -f -- "$0")")")
out=${IPCBENCH_OUT:-ipcbench-duel.json}
arguments=(--budget "${IPCBENCH_BUDGET:-90s}" --out "$out")
[ -z "${IPCBENCH_ARM_A:-}" ] || arguments+=(--arm-a "$IPCBENCH_ARM_A")
[ -z "${IPCBENCH_ARM_B:-}" ] || arguments+=(--arm-b "$IPCBENCH_ARM_B")
[ -z "${IPCBENCH_CLEAR:-}" ] || arguments+=(--clear "$IPCBENCH_CLEAR")

# finish CODE: the outputs, and the end.
finish() {
  local verdict
  case $1 in
    2) verdict=error ;;
    4) verdict=incomparable ;;
    # The verdict itself: by its options a job may pass with a regression.
    *) verdict=$(grep -o '"verdict":"[a-z]*"' "$out" | head -n 1 | cut -d '"' -f 4) || verdict=error ;;
  esac
  printf 'verdict=%s\nexit-code=%s\n' "$verdict" "$1" >>"${GITHUB_OUTPUT:-/dev/stdout}"
  exit "$1"
}

# xargs splits words as a shell does, and runs nothing of what they say.
words=$(mktemp)
trap 'rm -f "$words"' EXIT
printf '%s' "${IPCBENCH_OPTIONS:-}" | xargs -r printf '%s\0' >"$words" || {
  echo 'duel.sh: the options cannot be split into words: is a quote missing?' >&2
  finish 2
}
mapfile -d '' -t more <"$words"
arguments+=(${more[@]+"${more[@]}"} --)
# A before B: what is missing is this very build.
if [ -n "${IPCBENCH_A:-}${IPCBENCH_B:-}" ]; then
  arguments+=("${IPCBENCH_A:-$project/ipcbench}")
  [ -z "${IPCBENCH_B:-}" ] || arguments+=("$IPCBENCH_B")
fi

rm -f -- "$out"
code=0
"$project/ipcbench" duel "${arguments[@]}" || code=$?
finish "$code"
