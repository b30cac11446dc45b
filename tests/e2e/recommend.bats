#!/usr/bin/env bats
# recommend: which mechanism fits, from a result that was saved.

# What common.bash sets:
# shellcheck disable=SC2154

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}
REFERENCE=$SOURCE/results/reference/quick.json
SMALL=(run --suite smoke --rounds 6 --regime all --quiet --mechanism 'pipe,udp,shm_spin,null')

prepare_file() {
  export RUN=$BATS_FILE_TMPDIR/run.json
  TMPDIR=$BATS_FILE_TMPDIR "$IPCBENCH" "${SMALL[@]}" --size 64,64k --out "$RUN" >/dev/null 2>&1
}

# mechanisms FILE: those of the ranking, in its order.
# Words that had no room stand in a line of their own below.
mechanisms() { awk '$1 == "#" { on = !on; next } on && !/^      / && /^ *[0-9]*[=?~]? +[a-z]/ { print $2 }' "$1"; }

@test "the answer comes first, and is the first of the ranking" {
  capture bench recommend "$REFERENCE" --size 4k --no-spin --boundaries
  expect_code 0
  local best
  best=$(sed -n '1s/: .* us round trip at 4 KiB \[.*//p' "$out")
  [ -n "$best" ] || complain 'no answer in the first line'
  [ "$(mechanisms "$out" | head -n 1)" = "$best" ] || complain "the first is not $best"
}

@test "the ranking has what was asked for, and the rest is left out with the reason" {
  capture bench recommend "$REFERENCE" --size 4k --unrelated --no-spin --boundaries --reliable
  expect_code 0
  mechanisms "$out" >ranked
  expect_line ranked '^unix_seqpacket$'
  expect_no_line ranked '^(pipe|shm_spin|unix_stream|socketpair_dgram|udp|null|copy)$'
  expect_line "$out" 'spinning: shm_spin'
  expect_line "$out" 'may drop messages: udp'
  expect_line "$out" 'no message boundaries: pipe, fifo'
}

@test "several senders need more than a ring" {
  capture bench recommend "$REFERENCE" --size 4k --fan-in 8
  expect_code 0
  mechanisms "$out" >ranked
  expect_line ranked '^posix_mq$'
  expect_no_line ranked '^shm_futex$'
  expect_line "$out" 'Measured with one sender'
  capture bench recommend "$REFERENCE" --size 4k --fan-in 1
  mechanisms "$out" >ranked
  expect_line ranked '^shm_futex$'
}

@test "floors are in no ranking" {
  capture bench recommend "$RUN" --size 64
  expect_code 0
  expect_no_line "$out" 'null'
}

@test "what it knows of a new result comes from the result alone" {
  capture bench recommend "$RUN" --size 64 --no-spin
  expect_code 0
  expect_empty "$err"
  expect_line "$out" 'spinning: shm_spin'
  sed 's/"waiting":"spins"/"waiting":"blocks"/' "$RUN" >tame.json
  capture bench recommend tame.json --size 64 --no-spin
  expect_code 0
  expect_line "$out" '^ *[0-9]*[=?~]? +shm_spin '
}

@test "an old result is told apart from what this program knows" {
  capture bench recommend "$REFERENCE" --size 64
  expect_code 0
  expect_line "$err" 'an old result without descriptions'
}

@test "a size in between says so, and one outside is refused" {
  capture bench recommend "$REFERENCE" --size 16k
  expect_code 0
  expect_line "$out" '^[a-z_]+: about .* at 16 KiB'
  expect_line "$out" '16 KiB was not measured'
  refuses 'size 1M: this result has 64 B to 64 KiB' recommend "$REFERENCE" --size 1M
  refuses 'size 1: this result has 64 B to 64 KiB' recommend "$REFERENCE" --size 1
}

@test "nothing that fits says which need left out how many" {
  refuses 'nothing matched, of 22 mechanisms: --boundaries leaves out 5, .*--network leaves out 20' \
    recommend "$REFERENCE" --size 4k --network --boundaries --reliable
}

@test "without a size the usual questions are answered" {
  capture bench recommend "$REFERENCE"
  expect_code 0
  expect_line "$out" '^64 KiB$'
  expect_line "$out" 'whatever it takes +shm_spin '
  [ "$(grep -c 'no spinning ' "$out")" -eq 3 ] || complain 'three sizes were expected'
}

@test "no line is longer than 80 columns" {
  local options
  for options in '' '--size 4k' '--size 16k --no-spin --unrelated' '--size 64k --fan-in 9 --pattern stream'; do
    # shellcheck disable=SC2086  # several words
    capture bench recommend "$REFERENCE" $options
    expect_code 0
    expect_no_line "$out" '^.{81}'
    expect_no_line "$out" $'\033'
  done
}

@test "json has the same answer" {
  capture bench recommend "$REFERENCE" --size 4k --pattern stream --need no-spin,boundaries --format json
  expect_code 0
  is_json "$out"
  expect_line "$out" '"best": "shm_futex"'
  expect_line "$out" '"metric": "throughput"'
  capture bench recommend "$REFERENCE" --size 4k --metric throughput --no-spin --boundaries
  expect_line "$out" '^shm_futex: '
}

@test "mistakes on the command line are one line with a hint" {
  refuses "'4q' is no message size \(such as" recommend "$REFERENCE" --size 4q
  refuses 'one message size is wanted' recommend "$REFERENCE" --size 4k,8k
  refuses "pattern 'streem': .*did you mean 'stream'" recommend "$REFERENCE" --size 4k --pattern streem
  refuses "metric 'p51': .*did you mean 'p50'" recommend "$REFERENCE" --size 4k --metric p51
  refuses 'metric p50: --pattern stream has none' \
    recommend "$REFERENCE" --size 4k --pattern stream --metric p50
  refuses "need 'boundary': .*boundaries" recommend "$REFERENCE" --size 4k --need boundary
  refuses "fan-in '0': a whole number" recommend "$REFERENCE" --size 4k --fan-in 0
  refuses "format 'xml': text or json" recommend "$REFERENCE" --size 4k --format xml
  refuses 'placement' recommend "$REFERENCE" --size 4k --placement nowhere
  refuses 'no round_trip was measured at placement same' \
    recommend "$REFERENCE" --size 4k --placement same
  refuses 'size is missing' recommend "$REFERENCE" --no-spin
  refuses 'missing.json: No such file' recommend missing.json --size 4k
}
