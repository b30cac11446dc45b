#!/usr/bin/env bats
# Signals and deaths at bad moments: of the run, of its participants, of everybody.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

# Long enough for everything that is done to it.
LONG=(run --suite full --placement free --size '64,4k' --quiet)
NAMED='sysv_mq,sysv_shm_sem,posix_mq,posix_shm_named_sem,posix_shm_sem,boost_mq,fifo,unix_dgram'

# One cell that lasts, as the only one or as the first.
start_one() { start run --suite smoke --mechanism "$1" --rounds 1 --benchmark_min_time=30 "${@:2}"; }

# within SECONDS COMMAND...: the command comes true long before something else would make it so.
within() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    if [ "$SECONDS" -ge "$until" ]; then complain "not in time: $*" || return; fi
    sleep 0.02
  done
}

all_dead() {
  local one state
  for one; do
    # A zombie is dead: its parent has other things to do.
    state=$(awk '/^State:/ { print $2 }' "/proc/$one/status" 2>/dev/null) || continue
    [ "$state" = Z ] || [ -z "$state" ] || return 1
  done
}

# interrupted_by SIGNAL CODE: a few runs, each interrupted at a random moment.
interrupted_by() {
  local moment
  for moment in 1 2 3 4 5; do
    echo "moment $moment"
    start "${LONG[@]}" --mechanism "$NAMED,tcp,shm_futex" --out "$moment.json" --csv "$moment.csv"
    # Not before the handlers stand, which is when the run has forked.
    await_children 2
    doze 0 400
    kill -s "$1" "$pid"
    finish
    expect_code "$2"
    is_json "$moment.json"
    expect_line "$moment.json" "\"interrupted_by_signal\":$(($2 - 128))[,}]"
    csv_rows "$moment.csv" | grep -q '|skipped|interrupted|$' || complain 'no cell was given up'
    expect_no_line "$moment.csv" ',error,'
    nothing_runs
    nothing_is_left
  done
}

@test "SIGINT ends a run with 130, a valid result and nothing left" { interrupted_by INT 130; }

@test "SIGTERM ends a run with 143, a valid result and nothing left" { interrupted_by TERM 143; }

@test "SIGHUP ends a run with 129, a valid result and nothing left" { interrupted_by HUP 129; }

@test "a signal to the whole process group, as from a terminal, is one interruption" {
  set_box
  IPCBENCH_TEST=$TAG "${box[@]}" setsid --wait env --default-signal=INT \
    sh -c 'echo $$ >pid; exec "$0" "$@"' "$IPCBENCH" "${LONG[@]}" --mechanism "$NAMED" --out result.json 3>&- &
  local job=$!
  await_file pid
  pid=$(cat pid)
  await_children 2
  kill -INT -- "-$pid"
  code=0
  wait "$job" || code=$?
  expect_code 130
  is_json result.json
}

# signal_all SIGNAL: as scancel and systemd do, to every process of the run, one by one in any order.
signal_all() {
  local all
  mapfile -t all < <({ tagged; echo "$pid"; } | sort -u | shuf)
  kill -s "$1" "${all[@]}" 2>/dev/null || :
}

@test "a signal to every process of a run, in any order, is one interruption" {
  local n signal
  for n in {1..15}; do
    signal=$(shuf -n 1 -e INT TERM HUP)
    echo "try $n: $signal"
    start "${LONG[@]}" --mechanism "$NAMED,tcp,shm_futex" --rounds 1000 --benchmark_min_time=0.03 --out - --csv figures.csv
    await_children 2
    doze 0 100
    signal_all "$signal"
    finish
    expect_code $((128 + $(kill -l "$signal")))
    expect_no_line figures.csv ',error,'
    is_json "$out"
    nothing_runs
    nothing_is_left
  done
}

@test "a signal to every process of a duel, in any order, is one interruption" {
  local n
  for n in {1..5}; do
    start duel --mechanism 'pipe,shm_futex' --arm-b '--set pipe.capacity=4k' --quiet --out duel.json
    await_children 2
    doze 0 600
    signal_all TERM
    finish
    expect_code 143
    expect_no_line duel.json '"verdict":"error"'
    rm duel.json
    nothing_runs
    nothing_is_left
  done
}

@test "a participant alone does not act on signals that interrupt: whom to signal is the run" {
  start run --suite smoke --mechanism pipe --rounds 1 --benchmark_min_time=1 --pattern round_trip \
    --placement free --csv figures.csv --quiet
  await_children 2
  local signal
  for signal in INT TERM HUP; do kill -s "$signal" "${children[@]}"; done
  [ "$(children_of "$pid" | xargs)" = "${children[*]}" ] || complain 'the trial was over too early'
  finish
  expect_code 0
  expect_cell figures.csv round_trip pipe 64 ok
}

@test "signals that come thick and fast end a run once" {
  start "${LONG[@]}" --mechanism "$NAMED" --out result.json
  await_children 2
  local n
  # More than enough for some to come while the run takes its folder away.
  for n in {1..400}; do kill -s "$( ((n % 2)) && echo INT || echo TERM)" "$pid" 2>/dev/null || break; done
  finish
  [ "$code" -eq 130 ] || [ "$code" -eq 143 ] || complain "exit code $code"
  is_json result.json
}

@test "a signal before anything is measured leaves nothing" {
  local n
  for n in {1..10}; do
    start "${LONG[@]}" --mechanism "$NAMED" --out "$n.json"
    doze 5 60
    kill -TERM "$pid"
    finish
    # Before the handlers stand, the signal itself ends the run.
    expect_code 143
  done
  bench clean
}

@test "a run that SIGINT was ignored for from the start can still be ended by SIGTERM" {
  set_box
  IPCBENCH_TEST=$TAG exec "${box[@]}" env --ignore-signal=INT,HUP "$IPCBENCH" "${LONG[@]}" --mechanism pipe --out result.json 3>&- &
  pid=$!
  await_children 2
  kill -TERM "$pid"
  finish
  expect_code 143
}

@test "nohup keeps a run alive when its terminal goes" {
  set_box
  IPCBENCH_TEST=$TAG exec "${box[@]}" env --ignore-signal=HUP "$IPCBENCH" run --suite smoke \
    --rounds 1 --mechanism pipe --benchmark_min_time=0.3 --quiet --out result.json 3>&- &
  pid=$!
  await_children 2
  kill -HUP "$pid"
  finish
  expect_code 0
}

# dead_participants WHICH: one or both (0, 1, or 0 1) of them, for a few mechanisms.
dead_participants() {
  local mechanism one
  for mechanism in pipe unix_dgram posix_mq sysv_shm_sem shm_futex shm_spin udp boost_shm; do
    echo "mechanism $mechanism"
    start_one "$mechanism" --pattern "$PATTERN" --placement free --csv figures.csv --quiet
    await_children 2
    doze 0 150
    local victims=()
    for one; do victims+=("${children[$one]}"); done
    kill -KILL "${victims[@]}"
    # Without this death the run would go on for half a minute, and wait 20 s more for an answer.
    within 25 all_dead "$pid" || return
    finish
    expect_code 2
    expect_cell figures.csv "$PATTERN" "$mechanism" 64 error '^(client|server) killed by signal 9 \(Killed\)$'
    nothing_runs
    nothing_is_left
  done
}

@test "the death of the first participant fails its cell by name, at once" {
  PATTERN=round_trip dead_participants 0
}

@test "the death of the second participant fails its cell by name, at once" {
  PATTERN=stream dead_participants 1
}

@test "the death of both participants fails their cell by name, at once" {
  PATTERN=round_trip dead_participants 0 1
}

@test "other signals that kill a participant are named too" {
  local signal
  for signal in SEGV ABRT BUS QUIT; do
    start_one pipe --pattern round_trip --placement free --csv figures.csv --quiet
    await_children 2
    kill -s "$signal" "${children[0]}"
    finish
    expect_code 2
    expect_cell figures.csv round_trip pipe 64 error "killed by signal $(kill -l "$signal") "
  done
}

@test "after a participant's death the other cells are measured" {
  start run --suite smoke --rounds 2 --pattern stream --benchmark_min_time=0.3 --size 64,128,256 \
    --mechanism pipe,unix_stream --placement free --csv figures.csv --quiet --out result.json
  await_children 2
  kill -KILL "${children[1]}"
  finish
  expect_code 2
  local states
  # A busy machine makes a cell noisy, which is measured all the same.
  states=$(csv_rows figures.csv | cut -d '|' -f 2,3,11 | sort -u | cut -d '|' -f 3 |
    sed 's/^noisy$/ok/' | sort | uniq -c | xargs)
  [ "$states" = '1 error 5 ok' ] || complain "the cells: $states"
  is_json result.json
}

@test "a participant that is stopped fails its cell by the deadline, and the run ends" {
  # The deadline is this long and 20 s more.
  start run --suite smoke --mechanism posix_mq --rounds 1 --benchmark_min_time=3 \
    --pattern round_trip --placement free --csv figures.csv --quiet
  await_children 2
  kill -STOP "${children[0]}"
  finish
  expect_code 2
  expect_cell figures.csv round_trip posix_mq 64 error '^no answer from the (client|server) within [0-9.]+ s'
}

@test "a run whose participant is stopped can be interrupted" {
  start_one pipe --pattern round_trip --placement free --quiet --out result.json
  await_children 2
  kill -STOP "${children[1]}"
  sleep 0.1
  kill -INT "$pid"
  # Its deadline would be 35 s.
  within 25 all_dead "$pid" "${children[@]}"
  finish
  expect_code 130
  is_json result.json
}

@test "when the run is killed its participants die, and clean removes every name" {
  local n mechanisms mechanism removed=0
  IFS=, read -ra mechanisms <<<"$NAMED"
  for n in {0..23}; do
    mechanism=${mechanisms[n % ${#mechanisms[@]}]}
    # Short trials: most of a run is then the making and removing of names.
    start run --suite full --mechanism "$mechanism" --size 64 --placement free --quiet \
      --benchmark_min_time=0.001 --rounds 1000 --out result.json
    if ((n % 3 == 0)); then await_children 2; else doze 20 150; fi
    read -ra children <<<"$(children_of "$pid")"
    kill -KILL "$pid"
    finish 2>/dev/null
    expect_code 137
    within 60 all_dead "${children[@]}"
    capture bench clean
    expect_code 0
    if grep -q "^removed $TMPDIR/" "$out"; then removed=$((removed + 1)); fi
    nothing_is_left || complain "$mechanism, kill $n"
    capture bench clean
    expect_code 0
    # Without a box there are the runs of others, too.
    expect_no_line "$out" "$TMPDIR|@" || complain "$mechanism, kill $n: a second clean"
    [ -z "$BOX_PID" ] || expect_line "$out" '^nothing was left behind$'
  done
  # Killing nothing but runs that had not begun would prove nothing.
  [ "$removed" -ge 8 ] || complain "only $removed of 24 kills left something to remove"
}

@test "clean says what it removed" {
  start_one sysv_mq --pattern round_trip --placement free --quiet
  await_children 2
  kill -KILL "$pid"
  finish 2>/dev/null
  capture bench clean
  expect_code 0
  expect_line "$out" "^removed $TMPDIR/ipcbench-$(id -u)-[A-Za-z0-9]{6}$"
  expect_line "$out" '^removed sysv_msg@0x[0-9a-f]{8}$'
}

@test "the next run removes what a killed one left" {
  start_one sysv_mq --pattern round_trip --placement free --quiet
  await_children 2
  kill -KILL "$pid"
  finish 2>/dev/null
  if nothing_is_left >/dev/null; then complain 'the killed run should have left something'; fi
  capture bench run --suite smoke --mechanism null --rounds 1
  expect_code 0
  nothing_is_left
}

@test "clean leaves a run that is alive alone" {
  local n
  start run --suite smoke --mechanism "$NAMED" --rounds 3 --placement free --quiet --out result.json
  await_children 2
  for n in 1 2 3 4 5; do
    capture bench clean
    expect_code 0
    expect_no_line "$out" "^removed ($TMPDIR|.*@)"
    if [ "$n" -eq 1 ]; then expect_line "$out" "^in use +$TMPDIR/ipcbench-"; fi
  done
  finish
  expect_code 0
  expect_no_line result.json '"status":"error"'
}

# Where there is no box, the machine itself has the names of others.
uproot() {
  [ -n "${others_queue-}" ] || return 0
  boxed ipcrm --queue-id "$others_queue" || :
  boxed sh -c 'rm -rf /dev/shm/ipcbench-0-others-1 /dev/shm/ipcbench-0 /dev/shm/sem.others'
}

@test "clean leaves the names of others alone" {
  others_queue=$(boxed ipcmk --queue | sed 's/.*: //')
  boxed sh -c ': >/dev/shm/ipcbench-0-others-1; mkdir /dev/shm/ipcbench-0; : >/dev/shm/sem.others'
  mkdir "$TMPDIR/ipcbench-mine" "$TMPDIR/ipcbench-$(id -u)-young0"
  : >"$TMPDIR/ipcbench-$(id -u)-file"
  ln -s "$T/home" "$TMPDIR/ipcbench-$(id -u)-link00"
  : >"$T/home/precious"
  capture bench clean
  expect_code 0
  boxed ipcs --queues --id "$others_queue" | grep -q msqid || complain 'the queue is gone'
  boxed test -e /dev/shm/ipcbench-0-others-1
  boxed test -d /dev/shm/ipcbench-0
  boxed test -e /dev/shm/sem.others
  [ -d "$TMPDIR/ipcbench-mine" ] && [ -d "$TMPDIR/ipcbench-$(id -u)-young0" ]
  [ -e "$TMPDIR/ipcbench-$(id -u)-file" ] && [ -e "$T/home/precious" ]
  rm -r "$TMPDIR"/ipcbench-*
}

@test "SIGKILL to the whole process group leaves nothing that clean does not remove" {
  local n job
  for n in 1 2 3; do
    rm -f pid
    set_box
    IPCBENCH_TEST=$TAG "${box[@]}" setsid --wait sh -c 'echo $$ >pid; exec "$0" "$@"' \
      "$IPCBENCH" "${LONG[@]}" --mechanism "$NAMED" --out result.json 3>&- &
    job=$!
    await_file pid
    pid=$(cat pid)
    await_children 2
    doze 0 100
    read -ra children <<<"$(children_of "$pid")"
    kill -KILL -- "-$pid"
    wait "$job" 2>/dev/null || :
    within 60 all_dead "$pid" "${children[@]}"
    capture bench clean
    expect_code 0
    nothing_is_left
  done
}
