#!/usr/bin/env bats
# `ipcbench arm`: what its standard output carries, and how it ends.

# What common.bash sets:
# shellcheck disable=SC2154

load common

answer_questions() { bench arm <questions; }

HELLO='hello oldest=1 newest=1'
OPEN='open pattern=round_trip mechanism'

# start_arm: an arm in the background, in $pid; what is written to descriptor 9 is said to it.
start_arm() {
  out=$T/stdout err=$T/stderr
  mkfifo questions
  set_box
  IPCBENCH_TEST=$TAG exec "${box[@]}" env --default-signal=HUP,INT,QUIT "$IPCBENCH" arm \
    <questions >"$out" 2>"$err" 3>&- &
  pid=$!
  exec 9>questions
}

# await_answers COUNT
await_answers() {
  local tries
  for ((tries = 0; tries < 6000; ++tries)); do
    [ "$(wc -l <"$out")" -lt "$1" ] || return 0
    sleep 0.01
  done
  complain "there never were $1 answers"
}

@test "an arm answers line by line, and with nothing but answers" {
  cat >questions <<END
$HELLO
$OPEN=pipe size=64
warm_up ns=1000000
slice warmup=16 messages=100
distance
close
quit
never read
END
  capture answer_questions
  expect_code 0
  expect_empty "$err"
  [ "$(wc -l <"$out")" -eq 6 ] || complain 'six answers were expected'
  expect_no_line "$out" '^(error|unsupported)'
  expect_line "$out" '^ok protocol=1 oldest=1 newest=1 version=[0-9.]+ commit='
  expect_line "$out" '^ok messages=100 received=100 '
}

@test "the end of its input ends an arm, even within a line" {
  printf '%s\n%s=sysv_mq size=64\nslice warm' "$HELLO" "$OPEN" >questions
  capture answer_questions
  expect_code 0
  [ "$(wc -l <"$out")" -eq 2 ] || complain 'two answers were expected'
}

@test "an endless line is one error" {
  { head -c 300000 /dev/zero | tr '\0' x && printf '\n%s\n' "$HELLO"; } >questions
  capture answer_questions
  expect_code 0
  [ "$(wc -l <"$out")" -eq 2 ] || complain 'two answers were expected'
  expect_line "$out" '^error not understood: longer than 4096 bytes$'
}

@test "an arm has no arguments, is not in the list of commands and has a help" {
  refuses 'following argument was not expected' arm now
  capture bench --help
  expect_no_line "$out" '^  arm'
  capture bench arm --help
  expect_code 0
  expect_line "$out" 'docs/arm-protocol.md'
}

@test "a signal ends an arm with an open cell and leaves nothing" {
  local signal
  for signal in 2:INT 15:TERM 1:HUP; do
    start_arm
    printf '%s\n%s=posix_shm_named_sem size=64\n' "$HELLO" "$OPEN" >&9
    await_answers 2
    kill -s "${signal#*:}" "$pid"
    finish
    exec 9>&-
    rm questions
    expect_code $((128 + ${signal%:*}))
    nothing_runs
    nothing_is_left
  done
}

@test "a signal ends an arm in the middle of a slice" {
  start_arm
  printf '%s\n%s=sysv_mq size=64\nslice warmup=0 messages=100000000\n' "$HELLO" "$OPEN" >&9
  await_answers 2
  await_children 2
  kill -TERM "$pid"
  finish
  exec 9>&-
  expect_code 143
  expect_line "$out" '^error interrupted$'
}

@test "a reader that is gone ends an arm" {
  start_arm
  exec 9>&-
  finish
  expect_code 0
  # More answers than a pipe holds. The watchdog would end it with 124.
  yes "$HELLO" | head -n 5000 | { bench arm || echo "code $?" >&2; } 2>codes | head -n 1 >first
  expect_line first '^ok protocol=1'
  expect_line codes '^code 141$'
}

@test "what an arm that is killed leaves behind is found by clean" {
  start_arm
  printf '%s\n%s=posix_mq size=64\n' "$HELLO" "$OPEN" >&9
  await_answers 2
  kill -KILL "$pid"
  finish
  exec 9>&-
  expect_code 137
  nothing_runs
  bench clean
}

@test "CPUs that an arm was not given are unsupported, others are fine" {
  cat >questions <<END
$HELLO
$OPEN=pipe size=64 client=0 server=1
$OPEN=pipe size=64 client=0 server=0
END
  answer_on_cpu_0() { with taskset -c 0 "$IPCBENCH" arm <questions; }
  capture answer_on_cpu_0
  expect_code 0
  expect_line "$out" '^unsupported cpu 1 is not among those that this process may use \(0\)$'
  [ "$(tail -n 1 "$out" | cut -c 1-2)" = ok ] || complain 'the second cell is possible'
}
