#!/usr/bin/env bats
# Suites of the user's own, --set, --dry-run, and the tunables in the list.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}

# suite LINES...: makes mine.toml of them.
suite() { printf '%s\n' "$@" >mine.toml; }

# cells: what a dry run lists, one cell a line, without what it says about them.
cells() { sed '/^$/,$d' "$out"; }

@test "a dry run lists the cells of a file and the time, and does nothing" {
  suite '[[matrix]]' 'mechanisms = ["pipe", "tcp"]' 'sizes = [64, "4k"]' 'patterns = "stream"' \
    'placements = "free"'
  local before
  before=$(files_in_sight)
  capture bench run --suite mine.toml --dry-run
  expect_code 0
  expect_empty "$err"
  [ "$(cells)" = 'stream/pipe/64/free
stream/pipe/4096/free
stream/tcp/64/free
stream/tcp/4096/free' ] || complain 'other cells'
  expect_line "$out" '^4 cells, 0 of them skipped; 6 rounds, 25 ms a trial$'
  expect_line "$out" '^expected time: about [0-9]+ s'
  [ "$(files_in_sight)" = "$before" ] || complain 'files were made'
}

@test "a dry run names the budget as the most that it takes" {
  capture bench run --suite quick --dry-run
  expect_code 0
  expect_line "$out" '^expected time: at most 55 s'
  capture bench run --suite quick --budget 1m --dry-run
  expect_line "$out" '^expected time: at most 60 s'
}

@test "a dry run says why a cell would be skipped" {
  capture bench run --mechanism udp --size 64k --pattern stream --dry-run
  expect_code 0
  expect_line "$out" '^stream/udp/65536/[a-z]+  skipped: a message holds at most 65507 bytes$'
  expect_line "$out" '^1 cells, 1 of them skipped'
}

@test "a run of a file measures its cells" {
  suite '[suite]' 'rounds = 1' 'trial = "10ms"' '[[matrix]]' 'mechanisms = "pipe"' \
    'sizes = 64' 'patterns = "stream"' '[[matrix.include]]' 'sizes = 128'
  capture bench run --suite ./mine.toml --out r.json --csv figures.csv --quiet
  expect_code 0
  expect_cell figures.csv stream pipe 64 ok
  expect_cell figures.csv stream pipe 128 ok
  [ "$(csv_rows figures.csv | cut -d '|' -f 1-4 | sort -u | wc -l)" -eq 2 ]
}

@test "the example of the documentation works" {
  sed -n '/^```toml$/,/^```$/p' "$SOURCE/docs/suites.md" | sed '/^```/d' >mine.toml
  [ "$(wc -l <mine.toml)" -gt 20 ]
  capture bench run --suite mine.toml --dry-run
  expect_code 0
  expect_line "$out" '^round_trip/pipe\[capacity=1048576\]/64/same'
  expect_line "$out" '^round_trip/pipe/1048576/cross'
  expect_line "$out" '^stream/socketpair_stream\[sndbuf=131072\]/4096/cross'
  expect_line "$out" '^stream/tcp\[nodelay=off\]/64/'
  expect_no_line "$out" 'socketpair_stream.*/1048576/'
  expect_no_line "$out" '^stream/pipe.*/same'
  expect_line "$out" '^expected time: at most 120 s|^expected time: at most 2 min'
}

@test "the built-in suites are the files of the source" {
  local name
  for name in smoke quick full; do
    capture bench run --suite "$name" --dry-run
    expect_code 0
    cells >built-in
    capture bench run --suite "$SOURCE/bench/suites/$name.toml" --dry-run
    expect_code 0
    cells >file
    cmp built-in file
    capture bench run --help
    expect_line "$out" "^  $name +$(sed -n 's/^summary = "\(.*\)"$/\1/p' \
      "$SOURCE/bench/suites/$name.toml" | sed 's/[?]/[?]/')$"
  done
}

@test "a bad suite is refused with file, line and key" {
  suite '[[matrix]]' 'sizes = [64,' '  "64q"]'
  refuses "mine.toml:3: sizes: '64q' is no message size" run --suite mine.toml
  suite '[[matrix]]' 'sizes = 64' 'mechanism = "pipe"'
  refuses "mine.toml:3: mechanism: there is no such key, did you mean 'mechanisms'" \
    run --suite mine.toml --dry-run
  suite '[[matrix]]' 'sizes = [64'
  refuses 'mine.toml:[23]: not TOML: ' run --suite mine.toml
  suite '[[matrix]]' 'sizes = 64' 'set = { "pipe.capacty" = 1 }'
  refuses "mine.toml:3: set: pipe has no 'capacty', did you mean 'capacity'" run --suite mine.toml
  suite '[[matrix]]' 'sizes = 64' '[[matrix.exclude]]' 'sizes = 64'
  refuses 'suite mine.toml comes to no cell at all' run --suite mine.toml
}

@test "a suite that is not there, no file, or no text is refused" {
  refuses "cannot read nowhere.toml: No such file or directory" run --suite nowhere.toml
  refuses "cannot read ./: Is a directory" run --suite ./
  refuses "no suite 'nowhere' \(smoke, quick, full, ci, or a file such as ./mine.toml\)" \
    run --suite nowhere
  head -c 100 /dev/zero >zero.toml
  refuses 'zero.toml:1: not TOML: ' run --suite zero.toml
  refuses '/dev/zero: longer than 256 KiB' run --suite /dev/zero
}

@test "settings are part of the row, and values stand side by side" {
  capture bench run --suite smoke --mechanism pipe --pattern stream --set pipe.capacity=default,8k \
    --out r.json --csv figures.csv
  expect_code 0
  expect_line "$out" '^pipe '
  expect_line "$out" '^pipe\[capacity=8192\] '
  capture bench run --mechanism pipe --size 64 --pattern stream --set pipe.capacity=8k,16k \
    --benchmark_list_tests
  expect_code 0
  [ "$(sed 's|/[^/]*$||' "$out")" = 'stream/pipe[capacity=8192]/64
stream/pipe[capacity=16384]/64' ] || complain 'other cells'
}

@test "a glob sets those that have the tunable" {
  capture bench run --mechanism 'pipe,unix_*' --size 64 --pattern stream --set '*.sndbuf=64k' \
    --dry-run
  expect_code 0
  expect_line "$out" '^stream/pipe/64/'
  expect_line "$out" '^stream/unix_stream\[sndbuf=65536\]/64/'
  expect_line "$out" '^stream/unix_dgram\[sndbuf=65536\]/64/'
}

@test "what was set is in effect in a run" {
  capture bench run --suite smoke --mechanism 'tcp,unix_*,*mq,*sem,shm_futex' --pattern stream \
    --set 'tcp.nodelay=off,*.abstract=on,*.depth=5,sysv_mq.queue_bytes=8k,*.sndbuf=16k' \
    --out r.json --csv figures.csv --quiet
  expect_code 0
  [ "$(csv_rows figures.csv | awk -F '|' '$11 == "error"' | wc -l)" -eq 0 ]
  # Read back from the kernel, which doubles a buffer, and from the ring.
  expect_line r.json '"effective_settings":\{"nodelay":"off","rcvbuf":"[0-9]+","sndbuf":"32768"\}'
  expect_line r.json '"effective_settings":\{"abstract":"on","rcvbuf":"[0-9]+","sndbuf":"32768"\}'
  expect_line r.json '"effective_settings":\{"depth":"5","slot_bytes":"[0-9]+"'
}

@test "above a limit of the machine a cell is skipped with the limit" {
  local most
  most=$(cat /proc/sys/fs/pipe-max-size)
  [ "$most" -lt 1073741824 ] || skip 'there is no limit'
  capture bench run --suite smoke --mechanism pipe --pattern stream --set pipe.capacity=default,1G \
    --dry-run
  expect_code 0
  expect_line "$out" "/pipe\[capacity=1073741824\]/.*  skipped: capacity 1073741824 is above fs.pipe-max-size \($most\)"
  expect_line "$out" '^2 cells, 1 of them skipped'
}

@test "what cannot be set is refused with a hint" {
  refuses "no mechanism 'pip', did you mean 'pipe'" run --set pip.capacity=1M
  refuses "pipe has no 'capcity', did you mean 'capacity'" run --set pipe.capcity=1M
  refuses "unix_\* has no 'capacity'" run --set 'unix_*.capacity=1M'
  refuses "pipe.capacity '64q': a size" run --set pipe.capacity=64q
  refuses "tcp.nodelay 'perhaps': on or off" run --set tcp.nodelay=perhaps
  refuses "'pipe' sets nothing" run --set pipe
  refuses 'this run has no cell of tcp' run --mechanism pipe --set tcp.nodelay=off
}

@test "the help has --set, --dry-run and how to name a file" {
  capture bench run --help
  expect_line "$out" '^  --set LIST'
  expect_line "$out" '^  --dry-run '
  expect_line "$out" '^  --suite NAME .*TOML file'
}

@test "list shows what can be set, its kind and its default" {
  capture bench list
  expect_code 0
  expect_line "$out" '^ +capacity +bytes +the kernel'
  expect_line "$out" '^ +nodelay +on_off +on$'
  expect_line "$out" '^ +depth +count +10, or fs.mqueue.msg_max$'
  expect_no_line "$out" '^ +(capacity|sndbuf|rcvbuf|nodelay|abstract|depth|queue_bytes).{80}'
}

@test "list --json has the tunables of each mechanism" {
  capture bench list --json
  expect_code 0
  is_json "$out"
  [ "$(grep -c '"tunables": \[' "$out")" -eq "$(all_mechanisms | wc -l)" ]
  expect_line "$out" '"kind": "on_off"'
  expect_line "$out" '"default": "the kernel.s 64k"'
}
