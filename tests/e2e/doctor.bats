#!/usr/bin/env bats
# The doctor: a verdict on any machine, in time, and machine-readable if asked.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

EPERM=1

prepare_file() {
  export DENY=$BATS_FILE_TMPDIR/deny
  "${CC:-cc}" -O1 -Wall -o "$DENY" "$BATS_TEST_DIRNAME/deny.c" 2>/dev/null || rm -f "$DENY"
}

# The verdict and the exit code say the same.
expect_verdict() {
  case $code in
    0) expect_line "$out" '^(fit|usable, with [0-9]+ warnings?)$' ;;
    3) expect_line "$out" '^unfit: [a-z_]+(, [a-z_]+)*$' ;;
    *) complain "exit code $code" ;;
  esac || return
  [ "$(sed -n 1p "$out")" = "$(grep -E '^(fit|usable|unfit)' "$out")" ] ||
    complain 'the verdict is not the first line'
}

# number_at FILE KEY: the first number behind this key.
number_at() { sed -n "s/.*\"$2\": \([0-9.e+-]*\),\{0,1\}\$/\1/p" "$1" | head -n 1; }

@test "the verdict comes first and agrees with the exit code" {
  capture bench doctor
  expect_verdict
  expect_empty "$err"
  expect_line "$out" '^measured for [0-9.]+ s$'
  expect_text "$out" 'two wake-ups take [0-9.]+ us'
  expect_text "$out" 'reading the clock takes [0-9]+ ns'
}

@test "without measuring it only looks" {
  capture bench doctor --no-measure
  expect_verdict
  expect_line "$out" '^nothing was measured$'
  expect_no_line "$out" 'wake-up'
}

@test "findings come worst first" {
  capture bench doctor --no-measure
  local ranks
  ranks=$(sed -n 's/^bad .*/1/p; s/^warning .*/2/p; s/^note .*/3/p; s/^good .*/4/p' "$out")
  [ -n "$ranks" ]
  [ "$ranks" = "$(sort <<<"$ranks")" ] || complain 'not in order'
}

@test "the text fits into 80 columns, but for commands" {
  capture bench doctor
  grep -v '^ *> ' "$out" >text
  expect_no_line text '^.{81}'
  capture bench doctor --help
  expect_no_line "$out" '^.{81}'
  expect_line "$out" 'Exit codes: 0 fit or usable, 3 unfit'
}

@test "no colour leaves the program where no terminal is" {
  capture bench doctor --no-measure
  expect_no_line "$out" $'\x1b'
}

@test "JSON has the verdict, the findings and the noise" {
  capture bench doctor --json
  [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || complain "exit code $code"
  is_json "$out"
  expect_empty "$err"
  expect_line "$out" '"format": "ipcbench doctor"'
  expect_line "$out" "\"fit\": $([ "$code" -eq 0 ] && echo true || echo false)"
  local key
  for key in name severity value effect remedy; do expect_line "$out" "\"$key\": \""; done
  [ "$(number_at "$out" step_ns)" -gt 0 ]
  capture bench doctor --json --no-measure
  is_json "$out"
  expect_line "$out" '"noise": null'
}

@test "what other programs use now is load" {
  local spinners=() cpu
  for ((cpu = 0; cpu < $(nproc); ++cpu)); do
    timeout 60 sh -c 'while :; do :; done' &
    spinners+=($!)
  done
  capture bench doctor --no-measure
  kill "${spinners[@]}"
  [ "$code" -eq 3 ] || complain "exit code $code"
  expect_verdict
  expect_line "$out" '^bad +others use [0-9.]+ of [0-9]+ CPUs?'
}

@test "one CPU is enough for a verdict" {
  command -v taskset >/dev/null || skip 'no taskset'
  capture with taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')" "$IPCBENCH" doctor
  expect_verdict
  expect_line "$out" '^warning +1 CPU allowed'
  expect_no_line "$out" 'way there and back'
}

@test "what is forbidden is a note with its reason" {
  [ -x "$DENY" ] || skip 'no C compiler, or no seccomp headers'
  capture with "$DENY" $EPERM getrandom true
  [ "$code" -eq 0 ] || skip 'seccomp filters cannot be used here'
  capture with "$DENY" $EPERM ptrace,perf_event_open "$IPCBENCH" doctor --no-measure
  expect_verdict
  expect_line "$out" '^note +ptrace: Operation not permitted'
  expect_line "$out" '^note +perf_event_open: Operation not permitted'
}

@test "a machine without /proc and /sys gets a verdict, too" {
  [ "$(id -u)" -eq 0 ] || skip 'mounting needs root'
  boxed unshare --mount true 2>/dev/null || skip 'mount namespaces cannot be made here'
  capture with unshare --mount sh -c 'mount -t tmpfs none /sys && mount -t tmpfs none /proc &&
    exec "$@"' sh "$IPCBENCH" doctor
  expect_verdict
  expect_no_line "$out" '(governor|clock source|others use|quota|^warning +virtual)'
}

@test "bad input is refused" {
  refuses 'not expected: --jsno, did you mean .--json' doctor --jsno
  refuses 'not expected: now' doctor now
}

@test "an interrupt ends it at once" {
  start doctor
  doze 50 1500
  kill -INT "$pid"
  finish
  [ "$code" -eq 130 ] || complain "exit code $code"
}
