#!/usr/bin/env bats
# A busy program beside a run: every figure that it may have changed says so.

# What common.bash sets:
# shellcheck disable=SC2154

load common

# loop_on CPU NICE: a program that is never idle there, until the test is over.
loop_on() {
  taskset -c "$1" nice -n "$2" sh -c 'while :; do :; done' 3>&- &
  LOOP=$!
}

uproot() {
  [ -z "${LOOP-}" ] || kill "$LOOP" || :
}

@test "a loop at nice 19 makes every sleeping row of its cpu noisy, and the run says whose fault it is" {
  taskset -c 0,1 true 2>/dev/null || skip 'cpus 0 and 1 are not ours'
  loop_on 0 19
  capture bench run --mechanism pipe,unix_stream --pattern round_trip --size 64 --placement 0:1 --rounds 8 \
    --csv figures.csv --out result.json
  expect_code 0
  said='other programs used ([0-9]+ % of cpu [01] and )?[0-9]+ % of cpu [01]'
  noisy=$(csv_rows figures.csv | awk -F '|' '$5 == "rtt_p50" && $11 == "noisy" { print $12 }')
  [ "$(grep -cE "^$said\$" <<<"$noisy")" -eq 2 ] || complain "reasons: $noisy"
  grep -q 'of cpu 0' <<<"$noisy" || complain "no word of cpu 0: $noisy"
  # Before it began, at its end, and of the cell that is measured in every round.
  expect_text "$err" 'others use .* of 2 CPUs'
  expect_text "$out" "$said"
  expect_text "$out" '2 of 2 cells are noisy for that'
  expect_text "$out" 'the control cell is noisy, too: other programs used'
  capture bench export result.json --to csv
  expect_text "$out" 'noisy,.*other programs used'
}

@test "the doctor names the cpu that is busy" {
  taskset -c 0,1 true 2>/dev/null || skip 'cpus 0 and 1 are not ours'
  loop_on 1 0
  capture bench doctor --no-measure
  expect_text "$out" 'others use [0-9.]+ of [0-9]+ CPUs \([0-9]+ % of cpu [0-9]+\)'
}
