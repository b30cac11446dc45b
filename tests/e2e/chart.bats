#!/usr/bin/env bats
# show --chart: bars and lines in a terminal.

# What common.bash sets:
# shellcheck disable=SC2154

load common

REFERENCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}/results/reference/quick.json

chart() { env -u LC_ALL -u LC_CTYPE -u LANG "${@:2}" "$IPCBENCH" show "$1" --chart; }

@test "the locale decides between dots and letters" {
  capture with env LC_ALL=C.UTF-8 "$IPCBENCH" show "$REFERENCE" --chart
  expect_code 0
  expect_line "$out" '█'
  for setting in LC_ALL=C LC_CTYPE=POSIX LANG=en_GB.ISO-8859-1; do
    capture chart "$REFERENCE" "$setting"
    expect_code 0
    LC_ALL=C expect_no_line "$out" '[^ -~]'
  done
  capture chart "$REFERENCE" LANG=C LC_CTYPE=en_GB.utf8
  expect_line "$out" '█'
  capture chart "$REFERENCE"
  LC_ALL=C expect_no_line "$out" '[^ -~]'
}

@test "--ascii is ASCII whatever the locale" {
  capture with env LC_ALL=C.UTF-8 "$IPCBENCH" show "$REFERENCE" --chart --ascii
  expect_code 0
  LC_ALL=C expect_no_line "$out" '[^ -~]'
}

@test "no line is longer than 80 columns where no terminal is" {
  capture with env LC_ALL=C.UTF-8 "$IPCBENCH" show "$REFERENCE" --chart
  LC_ALL=C.UTF-8 expect_no_line "$out" '^.{81}'
  expect_no_line "$out" $'\033'
}

@test "each pattern has its bars, its lines and says which way is better" {
  capture bench show "$REFERENCE" --chart --ascii
  expect_code 0
  expect_line "$out" '^round_trip rtt_p50 in us, .*lower is better'
  expect_line "$out" '^stream throughput in MB/s, .*higher is better'
  [ "$(grep -c '^the best of each family' "$out")" -eq 2 ] || complain 'two line charts were expected'
  [ "$(grep -c '^pipe ' "$out")" -eq 2 ] || complain 'a row for each pattern was expected'
  expect_no_line "$out" '^(null|copy) '
}

@test "a size that was not measured is a gap" {
  capture bench show "$REFERENCE" --chart --ascii --filter posix_mq --pattern round_trip
  expect_code 0
  expect_line "$out" '^posix_mq +[0-9.]+ [^ ]+ +-$'
}

@test "filters, metrics and the order of the rows are those of the tables" {
  capture bench show "$REFERENCE" --chart --ascii --metric rtt_p99 --family unix_socket --sort 64
  expect_code 0
  expect_line "$out" '^round_trip rtt_p99 in us'
  expect_line "$out" '^unix_stream '
  expect_no_line "$out" '^pipe |throughput'
}

@test "colours are for terminals" {
  command -v script >/dev/null || skip 'there is no script(1) to make a terminal with'
  local line="'$IPCBENCH' show '$REFERENCE' --chart"
  capture with env TERM=xterm LC_ALL=C.UTF-8 script --quiet --return --command "stty cols 80; $line" /dev/null
  expect_code 0
  expect_line "$out" $'\033\\[3[0-9]m'
  capture with env NO_COLOR=1 TERM=xterm LC_ALL=C.UTF-8 script --quiet --return --command "stty cols 80; $line" /dev/null
  expect_code 0
  expect_no_line "$out" $'\033\\[3'
}

@test "what makes no chart is refused in one line" {
  refuses 'chart shows one result' show "$REFERENCE" "$REFERENCE" --chart
  refuses 'ascii: of a chart only' show "$REFERENCE" --ascii
  refuses "no metric 'rtt_p5'" show "$REFERENCE" --chart --metric rtt_p5
}
