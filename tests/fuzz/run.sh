#!/usr/bin/env bash
# Fuzzes: tests/fuzz/run.sh [SECONDS [NAME...]]; every target for 20 s if nothing is said.
# What breaks one is kept in build/asan/findings. New inputs go nowhere: seeds stay few and small.
set -euo pipefail
cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

# fuzz NAME: says in a line what came of it.
fuzz() {
  local name=$1 log=$corpus/$1.log line="$1 for $seconds s"
  local options=(-max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1
    -artifact_prefix="$findings/$name-")
  if [[ -e tests/fuzz/$name.dict ]]; then options+=(-dict="tests/fuzz/$name.dict"); fi
  mkdir -p "$corpus/$name"
  if "$programs/fuzz_$name" "${options[@]}" "$corpus/$name" "tests/fuzz/corpus/$name" \
    >"$log" 2>&1; then
    awk -v line="$line" \
      '/^stat::number_of_executed_units/ { print line ": " $2, "executions, nothing found" }' "$log"
  else
    printf '%s: FOUND something\n%s\n' "$line" "$(tail -n 40 "$log")"
    return 1
  fi
}

seconds=${1:-20}
shift || :
# The folder of the tests with the sanitizers: what both need is built once.
cmake --preset asan >/dev/null
if (($#)); then targets=("${@/#/fuzz_}"); else targets=(fuzzers); fi
cmake --build build/asan --target "${targets[@]}" >/dev/null

programs=build/asan/tests/fuzz
names=("$@")
if ((!$#)); then names=("$programs"/fuzz_*) names=("${names[@]##*/fuzz_}"); fi
# Left over from an earlier run, a finding would be taken for one of this.
findings=build/asan/findings
rm -rf "$findings"
mkdir -p "$findings"
corpus=$(mktemp -d)
trap 'rm -rf "$corpus"' EXIT

export seconds programs findings corpus
export -f fuzz
# A core each.
# shellcheck disable=SC2016  # for the inner shell
printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I '{}' bash -c 'fuzz "$1"' fuzz '{}'
