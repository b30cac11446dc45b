#!/usr/bin/env bats
# The command line: help, version, the list, and what bad input gets.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

MISSING_CPU=8000
MEASURE=(run --suite smoke --mechanism null --rounds 1)

@test "help is on standard output at each level" {
  local arguments
  for arguments in '' '--help' '-h' 'help' 'run --help' 'run -h' 'list --help' 'doctor --help' 'clean --help'; do
    # shellcheck disable=SC2086  # words
    capture bench $arguments
    expect_code 0
    expect_line "$out" '[Uu]sage: ipcbench'
    expect_empty "$err"
  done
}

@test "help names every command and every option" {
  local word
  capture bench --help
  for word in run list doctor clean; do expect_line "$out" "^  $word +[a-z]"; done
  capture bench run --help
  for word in suite mechanism size pattern placement rounds budget seed out csv quiet; do
    expect_line "$out" "^  --$word "
  done
  expect_line "$out" '--benchmark_filter'
  capture bench list --help
  expect_line "$out" '^  --json '
}

@test "help fits into 80 columns" {
  local command
  for command in '' run list show figures report recommend compare export duel doctor clean; do
    # shellcheck disable=SC2086
    capture bench $command --help
    expect_code 0
    expect_no_line "$out" '^.{81}'
  done
  capture bench run --help
  expect_line "$out" '^  --size LIST'
}

@test "the version is on standard output at each level" {
  local command
  for command in '' run list doctor clean; do
    # shellcheck disable=SC2086
    capture bench $command --version
    expect_code 0
    expect_line "$out" '^ipcbench [0-9]+\.[0-9]+\.[0-9]+$'
    [ "$(wc -l <"$out")" -eq 1 ]
    expect_empty "$err"
  done
}

@test "an unknown command is refused, with a hint when one is near" {
  refuses "no command 'frobnicate' \(see: ipcbench --help\)" frobnicate
  refuses "did you mean 'list'" lis
  refuses "did you mean 'clean'" cleen --help
  refuses "no command ''" ''
  refuses "no command '--verson'" --verson
}

@test "an unknown option is refused, with a hint when one is near" {
  refuses "did you mean '--size'" run --sizes 64
  refuses "did you mean '--mechanism'" run --mechansim pipe
  refuses "did you mean '--json'" list --jsn
  refuses 'frobnicate' run --frobnicate
  refuses 'force' clean --force
}

@test "an argument too many or too few is refused" {
  refuses 'not expected: pipe' run pipe
  refuses 'not expected: extra' list extra
  refuses 'not expected: extra' clean extra
  refuses '--size' run --size
  refuses '--suite' run --suite smoke --suite quick
}

@test "an unknown mechanism is refused, with a hint when one is near" {
  refuses "no mechanism 'pip', did you mean 'pipe'\? \(see: ipcbench list\)" run --mechanism pip
  refuses "did you mean 'unix_stream'" run --mechanism pipe,unix_steam
  refuses "no mechanism 'carrier_pigeon' \(see" run --mechanism carrier_pigeon
  refuses "no mechanism ''" run --mechanism ''
  refuses "no mechanism ''" run --mechanism pipe,
}

@test "a glob that matches nothing is refused" {
  refuses "no mechanism matches 'zz\*'" run --mechanism 'zz*'
  refuses "no mechanism matches 'p\?'" run --mechanism 'pipe,p?'
}

@test "an unknown suite is refused, with a hint when one is near" {
  refuses "no suite 'smok' .*did you mean 'smoke'" run --suite smok
  refuses "no suite 'enormous' \(smoke, quick, full, ci, or a file such as ./mine.toml\)$" run --suite enormous
  refuses "no suite ''" run --suite ''
}

@test "an unknown pattern is refused, with a hint when one is near" {
  refuses "no pattern 'streem' .*did you mean 'stream'" run --pattern streem
  refuses "no pattern 'fan_out'" run --pattern round_trip,fan_out
  refuses "no pattern ''" run --pattern ''
}

@test "a size that is none is refused" {
  local size
  for size in abc '' '64,' 1.5 0x10 +5 '64 ' k 64MM 4kk -5 99999999999999999999; do
    refuses 'is no message size' run --mechanism null --size "$size"
  done
}

@test "a size out of range is refused" {
  local size
  for size in 0 0k 1G 65M 65537k 67108865 18446744073709551615 17179869184G; do
    refuses 'out of range \(1 to 64M bytes\)' run --mechanism null --size "$size"
  done
}

@test "a range of sizes that is empty, endless or too long is refused" {
  refuses 'out of range' run --mechanism null --size '1:0:*2'
  refuses 'is empty' run --mechanism null --size '64:1:*2'
  refuses 'never ends' run --mechanism null --size '1:1M:*1'
  refuses 'never ends' run --mechanism null --size '1:1M:*0'
  refuses 'never ends' run --mechanism null --size '1:1M:+0'
  refuses 'no range of sizes' run --mechanism null --size 64:1k
  refuses 'no range of sizes' run --mechanism null --size 1:2:3
  refuses 'no range of sizes' run --mechanism null --size '1:2:*'
  refuses 'no range of sizes' run --mechanism null --size '1:2:*2:9'
  refuses 'more than 100 sizes' run --mechanism null --size '1:64M:+1'
}

@test "the largest size and the longest list are accepted" {
  capture bench run --mechanism null --pattern stream --size 64M,1:100:+1 --benchmark_list_tests
  expect_code 0
  [ "$(wc -l <"$out")" -eq 101 ]
  expect_line "$out" '^stream/null/67108864/'
}

@test "a number of rounds that is none is refused" {
  local rounds
  for rounds in 0 -1 1.5 1001 1e3 abc '' 99999999999999999999; do
    refuses 'from 1 to 1000' run --suite smoke --mechanism null --rounds "$rounds"
  done
}

@test "a budget that is none is refused" {
  local budget
  for budget in 0 0s -3s nan inf abc 1e9h 25h 5x 1s2 ''; do
    refuses 'is no time' "${MEASURE[@]}" --budget "$budget"
  done
}

@test "a seed that is none is refused" {
  local seed
  for seed in abc -1 1.0 18446744073709551616 ''; do
    refuses 'whole number' "${MEASURE[@]}" --seed "$seed"
  done
}

@test "a placement that is none, or on a cpu that is not allowed, is refused" {
  local placement
  refuses "cpu $MISSING_CPU is not allowed \(allowed: [0-9]" "${MEASURE[@]}" --placement "0:$MISSING_CPU"
  refuses "cpu $MISSING_CPU is not allowed" "${MEASURE[@]}" --placement "same,$MISSING_CPU:0"
  refuses "did you mean 'cross'" "${MEASURE[@]}" --placement crosss
  for placement in elsewhere 0:x 0: :1 0:-1 0:1:2 0 ''; do
    refuses 'is no placement' "${MEASURE[@]}" --placement "$placement"
  done
}

@test "a result file that cannot be written is refused before anything is measured" {
  : >file
  mkdir folder
  refuses 'cannot write .*No such file' "${MEASURE[@]}" --out missing/result.json
  refuses 'cannot write .*Not a directory' "${MEASURE[@]}" --out file/result.json
  refuses 'cannot write .*Is a directory' "${MEASURE[@]}" --out folder
  refuses 'cannot write /proc' "${MEASURE[@]}" --out /proc/result.json
  refuses '.' "${MEASURE[@]}" --out ''
  if [ "$(id -u)" -ne 0 ]; then
    chmod 555 folder
    refuses 'Permission denied' "${MEASURE[@]}" --out folder/result.json
    chmod 444 file
    refuses 'Permission denied' "${MEASURE[@]}" --out file
  fi
}

@test "a dash is standard output for --out, or refused, and no file of this name" {
  capture bench "${MEASURE[@]}" --out -
  [ ! -e ./- ] || complain 'a file called - was made'
}

@test "a CSV file or a Google Benchmark file that cannot be written is refused" {
  refuses 'cannot write .*No such file' "${MEASURE[@]}" --csv missing/figures.csv
  refuses 'cannot write .*Is a directory' "${MEASURE[@]}" --csv "$T/work"
  refuses '.' "${MEASURE[@]}" --csv ''
  refuses 'cannot write .*No such file' "${MEASURE[@]}" --benchmark_out=missing/report.json
  refuses 'cannot write .*Is a directory' "${MEASURE[@]}" --benchmark_out="$T/work"
}

@test "a filter that matches nothing or is no regular expression is refused" {
  refuses 'no cell matches' "${MEASURE[@]}" --benchmark_filter=nomatch
  refuses 'benchmark_filter' "${MEASURE[@]}" '--benchmark_filter=('
  refuses 'benchmark_filter' "${MEASURE[@]}" '--benchmark_filter=[z-a]'
}

@test "an unknown flag of Google Benchmark is refused" {
  refuses "'--benchmark_fliter=x' is no flag" "${MEASURE[@]}" --benchmark_fliter=x
  refuses "'--benchmark_x' is no flag" "${MEASURE[@]}" --benchmark_x
  refuses 'benchmark_filter' "${MEASURE[@]}" --benchmark_filter null
}

@test "a bad value of a flag of Google Benchmark is refused" {
  local flag
  for flag in repetitions=0 repetitions=abc repetitions=-1 repetitions=1.5 repetitions \
    repetitions=1001 format=xml out_format=xml out out= min_time=0 min_time=-1 min_time=nan \
    min_time=inf min_time=abc min_time=1e9; do
    refuses "." "${MEASURE[@]:0:5}" "--benchmark_$flag"
  done
}

@test "a bad value of a flag that the library itself reads is refused" {
  local flag
  for flag in benchmark_time_unit=xx benchmark_min_warmup_time=abc benchmark_context=abc v=abc; do
    refuses "--$flag" "${MEASURE[@]}" "--$flag"
  done
}

@test "rounds and repetitions that differ are refused" {
  refuses 'give one of them' run --suite smoke --mechanism null --rounds 2 --benchmark_repetitions=3
}

@test "a file name or a pattern of any bytes gives one line" {
  refuses '.' run --mechanism $'pi\npe'
  refuses '.' "${MEASURE[@]}" --out $'missing\n/x'
  refuses '.' run --frob$'\n'nicate
}

@test "list shows each mechanism once, and what it is" {
  capture bench list
  expect_code 0
  expect_empty "$err"
  local name
  for name in pipe fifo unix_stream udp posix_mq sysv_mq boost_mq shm_futex null; do
    [ "$(awk -v name="$name" '$1 == name' "$out" | wc -l)" -eq 2 ] ||
      complain "$name is not once in each of the two lists"
  done
  expect_line "$out" '^mechanism +framing +delivery'
  expect_line "$out" '^udp .* 65507 B$'
}

@test "list --json is valid and has the mechanisms of list, each once" {
  capture bench list --json
  expect_code 0
  expect_empty "$err"
  is_json "$out"
  local in_json in_table
  in_json=$(sed -n 's/^    "name": "\(.*\)",$/\1/p' "$out")
  [ -z "$(sort <<<"$in_json" | uniq -d)" ] || complain 'a mechanism is there twice'
  in_table=$(all_mechanisms)
  [ "$in_json" = "$in_table" ] || complain "the table has: $in_table"
  [ "$(wc -l <<<"$in_json")" -ge 20 ]
}

@test "list to a full disk is an error" {
  [ -e /dev/full ] || skip 'there is no /dev/full'
  capture with sh -c '"$0" list >/dev/full' "$IPCBENCH"
  expect_error 'cannot write to standard output'
}

@test "clean finds nothing in a clean place" {
  capture bench clean
  expect_code 0
  expect_line "$out" '^nothing (else )?was left behind$'
  expect_empty "$err"
}

@test "a reader that leaves early does no harm to list" {
  local n
  for n in 1 2 3; do
    capture with bash -c '"$0" list | true' "$IPCBENCH"
    capture with bash -c '"$0" list --json | head -n 1' "$IPCBENCH"
    [ "$(cat "$out")" = '[' ] || complain "time $n"
  done
}
