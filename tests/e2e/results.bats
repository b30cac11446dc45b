#!/usr/bin/env bats
# Result files: their schema, reading them again, what is made of them, and the event stream.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}
REFERENCE=$SOURCE/results/reference/quick.json
SMALL=(run --suite smoke --rounds 6 --regime all --mechanism 'pipe,udp,null')

# valid FORMAT FILE...: with Debian's python, whose packages cmake/packages/test names.
valid() { /usr/bin/python3 "$SOURCE/tests/validate.py" "$@" || complain "no valid $1"; }

# One run for all the tests that only look at its file.
prepare_file() {
  export RUN=$BATS_FILE_TMPDIR/run.json TABLE=$BATS_FILE_TMPDIR/table.txt
  TMPDIR=$BATS_FILE_TMPDIR "$IPCBENCH" "${SMALL[@]}" --size 64,64k --out "$RUN" \
    --csv "$BATS_FILE_TMPDIR/run.csv" --json-stream "$BATS_FILE_TMPDIR/events" \
    >"$TABLE" 2>/dev/null
}

@test "the file of a run fits its schema" { valid result-v2 "$RUN"; }

@test "the reference files fit theirs" {
  local file kind
  for file in "$SOURCE"/results/reference/*.json; do
    kind=result
    case $file in */duel.json) kind=comparison ;; esac
    valid "$kind-v$(sed 's/.*"schema_version": *\([0-9]*\).*/\1/;q' "$file")" "$file"
  done
}

@test "the schema finds a key too many and a status that is none" {
  sed 's/"complete":/"colour":1,"complete":/' "$RUN" >colour.json
  sed -E 's/"status":"(ok|noisy)"/"status":"fine"/' "$RUN" >fine.json
  if valid result-v2 colour.json; then complain 'a key too many is valid'; fi
  if valid result-v2 fine.json; then complain 'no status is valid'; fi
}

@test "a run's file fits the schema and can be shown before the run's end, and when it was interrupted" {
  start run --suite full --quiet --placement free --size 64,4k --mechanism 'pipe,tcp,sysv_mq' \
    --out partial.json --json-stream events
  await_file partial.json
  cp partial.json early.json
  await_line trial events
  kill -INT "$pid"
  finish
  expect_code 130
  valid result-v2 early.json partial.json
  valid event-v1 events
  expect_line events '^{"event":"run_finished",.*"interrupted_by_signal":2,'
  expect_line partial.json '"interrupted_by_signal":2,'
  capture bench show partial.json
  expect_code 0
  expect_line "$err" 'did not come to its end'
  expect_line "$out" '^skipped:'
  capture bench show early.json
  expect_code 0
}

# await_line EVENT FILE
await_line() {
  local tries
  for ((tries = 0; tries < 6000; ++tries)); do
    if grep -q "^{\"event\":\"$1\"" "$2" 2>/dev/null; then return 0; fi
    sleep 0.01
  done
  complain "no event $1 in $2"
}

@test "show gives the same table as the run did" {
  capture bench show "$RUN"
  expect_code 0
  expect_empty "$err"
  diff "$TABLE" "$out"
}

@test "show reads standard input" {
  capture with bash -c '"$0" show - <"$1"' "$IPCBENCH" "$RUN"
  expect_code 0
  diff "$TABLE" "$out"
}

@test "show filters and sorts" {
  capture bench show "$RUN" --filter 'p*' --pattern stream
  expect_code 0
  expect_line "$out" '^pipe '
  expect_no_line "$out" '^udp |round trip'
  capture bench show "$RUN" --family inet_socket
  expect_code 0
  expect_line "$out" '^udp '
  expect_no_line "$out" '^pipe '
  capture bench show "$REFERENCE" --pattern round_trip --sort 64
  expect_code 0
  [ "$(awk 'NR == 4 { print $1 }' "$out")" = shm_spin ] || complain 'the best is not the first'
}

@test "show has a table for every metric" {
  local metric
  for metric in rtt_p50 rtt_p90 messages loss cpu_per_message; do
    capture bench show "$RUN" --metric "$metric"
    expect_code 0
    expect_line "$out" " ${metric}[ ,]"
    expect_line "$out" '^pipe +~?[0-9.]+'
  done
}

@test "show puts several files side by side and says when their environments differ" {
  capture bench show "$RUN" "$REFERENCE" --filter pipe
  expect_code 0
  expect_line "$out" '^A  run.json, 20'
  expect_line "$out" '^B  quick.json, 20'
  expect_line "$out" 'no verdict on a regression'
  expect_line "$out" '^pipe +~?[0-9.e+]+ +[0-9]+[%+] +[0-9.e+]+ +[0-9]+% +=?[0-9.]+$'
  capture bench show "$RUN" "$RUN" --filter pipe
  expect_code 0
  expect_no_line "$out" 'no verdict'
  expect_line "$out" '=1.00$'
}

@test "show and export refuse what they cannot read, in one line" {
  head -c 5000 "$RUN" >cut.json
  sed 's/"schema_version":2/"schema_version":3/' "$RUN" >newer.json
  sed 's/"overhead_ns":[0-9]*/"overhead_ns":"x"/' "$RUN" >broken.json
  echo '{"context":{}}' >foreign.json
  head -c 100000 /dev/urandom >noise.json
  mkdir folder
  local command
  for command in show 'export --to csv'; do
    # shellcheck disable=SC2086  # a command and its option
    set -- $command
    refuses 'missing.json: No such file' "$@" missing.json
    refuses 'folder: Is a directory' "$@" folder
    refuses 'cut.json: .*the text ends too early' "$@" cut.json
    refuses 'newer.json: made by a newer ipcbench \(schema_version 3\)' "$@" newer.json
    refuses 'broken.json: control\.trials\[0\]\.overhead_ns: a whole number' "$@" broken.json
    refuses 'foreign.json: no result file of ipcbench' "$@" foreign.json
    refuses 'noise.json: ' "$@" noise.json
    refuses 'result' "$@"
  done
  refuses "no mechanism matches 'pip'.*did you mean 'pipe'" show "$RUN" --filter pip
  refuses "no metric 'rtt_p98'.*did you mean" show "$RUN" --metric rtt_p98
  refuses "no family 'pipes'" show "$RUN" --family pipes
  refuses "no pattern 'streams'" show "$RUN" --pattern streams
  refuses "'name' or one message size" show "$RUN" --sort speed
  refuses 'nothing of this size' show "$RUN" --sort 128
  refuses 'no cell is left' show "$RUN" --family floor --filter pipe
  refuses "no format 'xml'" export "$RUN" --to xml
  refuses 'cannot write' export "$RUN" --to csv -o folder
  refuses 'cannot write' export "$RUN" --to csv -o missing/file
}

@test "export writes what the readers of each format take" {
  local file
  for file in "$RUN" "$REFERENCE"; do
    capture bench export "$file" --to gbench -o gbench.json
    expect_code 0
    expect_empty "$out"
    valid gbench gbench.json
    capture bench export "$file" --to openmetrics
    expect_code 0
    valid openmetrics "$out"
    capture bench export "$file" --to md
    expect_code 0
    expect_line "$out" '^\| pipe \| (\\~)?[0-9.]+ ±'
    expect_line "$out" '^\* round_trip/udp/65536/'
  done
}

@test "the exported CSV is the one that the run wrote" {
  capture bench export "$RUN" --to csv
  expect_code 0
  diff "$BATS_FILE_TMPDIR/run.csv" "$out"
}

@test "by which word the same trials were chosen is no difference" {
  sed -E 's/("regime": ?)"(auto|all)"/\1"near"/' "$RUN" >other.json
  ! cmp -s "$RUN" other.json || complain 'nothing was changed'
  capture bench show "$RUN" other.json
  expect_code 0
  expect_no_line "$out" '^ *regime:'
}

@test "Google Benchmark's own compare.py takes the export" {
  local compare=/usr/share/benchmark/compare.py
  [ -e "$compare" ] || skip 'libbenchmark-tools is not installed'
  /usr/bin/python3 -c 'import scipy' 2>/dev/null || skip 'python3-scipy is not installed'
  capture bench export "$RUN" --to gbench -o new.json
  capture bench export "$REFERENCE" --to gbench -o old.json
  capture /usr/bin/python3 "$compare" --no-color benchmarks old.json new.json
  expect_code 0
  expect_line "$out" '^round_trip/pipe/64/[a-z]+_median +[+-][0-9.]+ '
  expect_line "$out" '^stream/pipe/64/[a-z]+_pvalue +[0-9.]+ '
}

@test "the events fit their schema and tell the whole run" {
  local events=$BATS_FILE_TMPDIR/events
  valid event-v1 "$events"
  [ "$(head -n 1 "$events" | grep -c '^{"event":"run_started"')" -eq 1 ]
  [ "$(tail -n 1 "$events" | grep -c '^{"event":"run_finished"')" -eq 1 ]
  local in_events in_file
  in_events=$(grep -c '^{"event":"trial"' "$events")
  in_file=$(grep -o '"overhead_ns":' "$RUN" | wc -l)
  [ "$in_events" -eq "$in_file" ] || complain "$in_events trials in the events, $in_file in the file"
  grep '^{"event":"run_started"' "$events" | grep -q '"status":"skipped","reason":"a message holds'
}

@test "with --json-stream - standard output has the events alone" {
  capture bench run --suite smoke --rounds 1 --mechanism null --json-stream -
  expect_code 0
  valid event-v1 "$out"
  expect_line "$err" '^round trip in us'
}

@test "two outputs cannot share standard output or a file" {
  refuses 'both want standard output' run --suite smoke --json-stream - --csv -
  refuses 'both want standard output' run --suite smoke --json-stream - --benchmark_format=json
  refuses 'two outputs cannot go to one file' run --suite smoke --json-stream x --csv x
  refuses 'cannot write' run --suite smoke --json-stream missing/x
}

@test "events to a full disk are an error, and the result is saved all the same" {
  [ -e /dev/full ] || skip 'there is no /dev/full'
  capture bench run --suite smoke --rounds 1 --mechanism null --out result.json --quiet \
    --json-stream /dev/full
  expect_error 'cannot write the events: No space left'
  valid result-v2 result.json
}

@test "a result goes into a file: what leads to a pipe, a device or the kernel is refused and stays" {
  ln -s /proc/self/fd/1 to-stdout
  ln -s /dev/null to-null
  ln -s /dev/ipcbench-new to-dev
  mkfifo pipe
  local path
  for path in to-null to-dev pipe /dev/stdout /dev/fd/2 /proc/self/comm /proc/ipcbench /sys/ipcbench; do
    refuses '(not a regular file|cannot write)' run --suite smoke --out "$path"
  done
  # Also where a file is behind it, which would be replaced.
  capture bench run --suite smoke --out to-stdout
  expect_error '--out to-stdout: not a regular file .* \(--out - is for standard output\)'
  expect_empty "$out"
  [ "$(readlink to-stdout) $(readlink to-null)" = '/proc/self/fd/1 /dev/null' ] || complain 'a link has changed'
  [ -p pipe ] || complain 'the pipe was replaced'
  mkdir -p "$IPCBENCH_HOME/results/baselines"
  ln -s /dev/null "$IPCBENCH_HOME/results/baselines/null.json"
  refuses '--save-baseline .*null.json: not a regular file' run --suite smoke --save-baseline null
  : >file
  refuses '^ipcbench: file: not a folder$' run --suite smoke --html file
}

@test "--out - writes the result once, at the end, and the table goes to standard error" {
  capture bench run --suite smoke --rounds 1 --mechanism null --out -
  expect_code 0
  valid result-v2 "$out"
  [ "$(wc -l <"$out")" -eq 1 ] || complain 'more than the result'
  expect_line "$err" '^round trip in us'
  expect_line "$err" '^result: standard output$'
  [ -z "$(ls -A)" ] || complain 'a file was made'
  capture with sh -c '"$0" run --suite smoke --rounds 1 --mechanism null --quiet --out - | "$0" show -' "$IPCBENCH"
  expect_code 0
  expect_line "$out" '^null '
  refuses 'both want standard output' run --suite smoke --out - --csv -
}

@test "--out - has the whole result of a run that is interrupted, too" {
  start run --suite full --quiet --placement free --size 64 --mechanism 'pipe,tcp' --out - --json-stream events
  await_line trial events
  kill -TERM "$pid"
  finish
  expect_code 143
  valid result-v2 "$out"
  expect_line "$out" '"interrupted_by_signal":15,'
}

@test "links and folders that change while a run goes on lead its outputs nowhere else" {
  mkdir runs other
  ln -s runs/result.json result
  ln -s runs/figures.csv figures
  ln -s runs/events events
  start run --suite full --quiet --placement free --size 64 --mechanism 'pipe,tcp' \
    --out result --csv figures --json-stream events
  await_line trial events
  await_file runs/result.json
  ln -sfn other/result.json result
  ln -sfn other/figures.csv figures
  ln -sfn other/events events
  mv runs moved
  mkdir runs
  kill -INT "$pid"
  finish
  expect_code 130
  valid result-v2 moved/result.json
  expect_line moved/result.json '"interrupted_by_signal":2,'
  expect_line moved/figures.csv '^pattern,'
  expect_line moved/events '^{"event":"run_finished"'
  [ -z "$(find runs other -type f)" ] || complain 'a link or a folder was followed to the end'
  [ "$(readlink result) $(readlink figures)" = 'other/result.json other/figures.csv' ] || complain 'a link was replaced'
}

@test "the place of a result that has moved is said" {
  mkdir runs
  start run --suite smoke --rounds 1 --mechanism pipe --pattern stream --placement free --benchmark_min_time=1 \
    --out runs/result.json --json-stream events
  await_line run_started events
  await_children 2
  mv runs moved
  finish
  expect_code 0
  expect_line "$err" "^result: $PWD/moved/result.json\$"
  valid result-v2 moved/result.json
}

@test "a file that has become a link is not replaced, and that is an error" {
  echo precious >other
  start run --suite smoke --rounds 1 --mechanism pipe --pattern stream --placement free --benchmark_min_time=1 --quiet \
    --out result.json --json-stream events
  await_line run_started events
  await_children 2
  ln -sf other result.json
  finish
  expect_error 'cannot save the result: result.json: has become something else than a file'
  [ "$(readlink result.json) $(cat other)" = 'other precious' ] || complain 'the link was replaced or followed'
}

@test "standard output by its path is standard output" {
  local option
  for option in --csv --json-stream --benchmark_out; do
    capture with sh -c 'echo before; exec "$0" run --suite smoke --rounds 1 --mechanism null "$1"' "$IPCBENCH" "$option=/dev/stdout"
    expect_code 0
    [ "$(head -n 1 "$out")" = before ] || complain 'what was there is overwritten'
    [ "$(wc -l <"$out")" -gt 2 ] || complain 'nothing came'
    expect_no_line "$out" '^round trip in us'
    expect_line "$err" '^round trip in us'
  done
  refuses 'both want standard output' run --suite smoke --csv /dev/stdout --json-stream /dev/fd/1
  capture with sh -c 'echo before; exec "$0" export "$1" --to csv -o /dev/stdout' "$IPCBENCH" "$RUN"
  expect_code 0
  [ "$(head -n 1 "$out")" = before ] || complain 'what was there is overwritten'
  expect_line "$out" '^pattern,'
  capture bench compare "$RUN" "$RUN" --out /dev/stdout
  [ ! -e - ] || complain 'a file called -'
}

@test "what is written once may go to a device, a named pipe or a descriptor, which stay what they are" {
  mkfifo pipe
  cat pipe >received &
  local reader=$!
  capture with bash -c 'exec "$0" run --suite smoke --rounds 1 --mechanism null --quiet --out result.json \
    --csv pipe --json-stream /dev/null --benchmark_out=>(cat >process)' "$IPCBENCH"
  expect_code 0
  wait "$reader"
  expect_line received '^pattern,mechanism,'
  [ -p pipe ] && [ -c /dev/null ] || complain 'something was replaced'
  await_file process
  expect_line process '"benchmarks"'
}

# A made-up run: six trials of 1.00 to 1.05 us with the CPUs 100 ns apart, one during which they moved
# (2 us), six of 3.00 to 3.15 us at 500 ns; the stream has the same times per message.
TWO_REGIMES=$SOURCE/tests/data/two-regimes.json

# expect_regime REGIME LABEL P50_US P50_NS LOW HIGH TRIALS DISTANCE MB_S
expect_regime() {
  capture bench show "$TWO_REGIMES" --regime "$1"
  expect_code 0
  expect_line "$out" "^round trip in us, cross \\(cpus 0, 1\\), $2: lower is better\$"
  expect_line "$out" "^pipe +\\*$3 "
  expect_line "$out" "^pipe +\\*$9 "
  capture bench show "$TWO_REGIMES" --regime "$1" --metric rtt_p50
  expect_line "$out" "^$2\$"
  capture bench export "$TWO_REGIMES" --regime "$1" --to csv
  expect_line "$out" "^round_trip,pipe,64,cross,rtt_p50,$4,ns,$5,$6,$7,ok,,$8\$"
  expect_line "$out" "^stream,pipe,4096,cross,throughput,$9[0-9.]*,MB/s,[0-9.,]*,$7,ok,,$8\$"
  capture bench export "$TWO_REGIMES" --regime "$1" --to md
  expect_line "$out" "^### Round trip in µs \\(lower is better\\), cross \\(cpus 0, 1\\), $2\$"
  expect_line "$out" "^\\| pipe \\| $3 ±"
  capture bench export "$TWO_REGIMES" --regime "$1" --to gbench
  valid gbench "$out"
  [ "$(grep -c "\"label\": \"${2//\\/}\"" "$out")" -eq $((2 * $7)) ] ||
    complain "not $7 repetitions of each cell labelled $2"
  expect_line <(grep -A 12 '"name": "round_trip/pipe/64/cross_median"' "$out") "\"real_time\": $4.0,"
  capture bench export "$TWO_REGIMES" --regime "$1" --to openmetrics
  valid openmetrics "$out"
  local labels='{pattern="round_trip",mechanism="pipe",size_bytes="64",placement="cross",regime="'$1'"}'
  grep -qxF "ipcbench_cell_trials$labels $7" "$out" || complain "not $7 trials in regime $1"
  local value
  value=$(grep -F "ipcbench_rtt_p50_seconds$labels " "$out" | sed 's/.* //')
  awk -v seconds="$value" -v ns="$4" 'BEGIN { exit !(seconds * 1e9 - ns < 1e-6 && ns - seconds * 1e9 < 1e-6) }' ||
    complain "$value s are not $4 ns"
}

@test "each regime shows its own figures, in the table and in every export" {
  valid result-v2 "$TWO_REGIMES"
  expect_regime near 'near \(100 ns\)' 1.02 1025 1000 1050 6 100 3996
  expect_regime far 'far \(500 ns\)' 3.08 3075 3000 3150 6 500 1332
  expect_regime all 'near and far' 2.00 2000 1020 3090 13 300 2048
}

@test "without --regime a saved result shows what its run chose" {
  capture bench show "$TWO_REGIMES"
  cp "$out" by_itself
  capture bench show "$TWO_REGIMES" --regime near
  diff by_itself "$out"
}

@test "a regime that nobody knows is refused" {
  refuses "--regime 'most': auto, near, far or all is wanted" show "$RUN" --regime most
  refuses "--regime 'most': auto, near, far or all is wanted" export "$RUN" --to csv --regime most
}
