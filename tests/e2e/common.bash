# shellcheck shell=bash
# What all end-to-end tests share. A file loads this, and every test runs between two looks at the
# machine: whatever the program made, no test may end with a process or a name left.
#
# Where it is allowed, a file's tests live in a box: an IPC namespace, a /dev/shm, a /tmp and a
# /var/tmp of their own. Whatever is left in a box was left by its tests, however many other programs,
# runs or tests there are on the machine. Without a box only a test's own folder is looked through.

IPCBENCH=${IPCBENCH:-$BATS_TEST_DIRNAME/../../build/test/ipcbench}

# --- the box -----------------------------------------------------------------------------------

setup_file() {
  # A watchdog for what hangs, not a time that anything has to keep: the machine may be busy.
  export BATS_TEST_TIMEOUT=${BATS_TEST_TIMEOUT:-900}
  # Users without rights have one where they may make a namespace of users.
  open_box --ipc --mount || open_box --user --map-current-user --keep-caps --ipc --mount || :
  if declare -F prepare_file >/dev/null; then prepare_file; fi
}

teardown_file() { close_box; }

# What the tests need of the machine's temporary folders stays there, and nothing else.
# shellcheck disable=SC2016  # the inner shell's variables
FURNISH='
  mount -t tmpfs -o mode=1777 ipcbench-test /dev/shm || exit
  for kept; do
    number=$((${number-0} + 1))
    mkdir "/dev/shm/$number" && mount --rbind "$kept" "/dev/shm/$number" || exit
  done
  for folder in /tmp /var/tmp; do
    [ ! -d "$folder" ] || mount -t tmpfs -o mode=1777 ipcbench-test "$folder" || exit
  done
  number=0
  for kept; do
    number=$((number + 1))
    mkdir -p "$kept" || exit
    # Without rights mount(8) moves it and fails in what it does then; what is not moved is busy.
    mount --move "/dev/shm/$number" "$kept" || :
    rmdir "/dev/shm/$number" || exit
  done
  mount -t mqueue none "$BATS_FILE_TMPDIR/mqueue" || :
  : >"$BATS_FILE_TMPDIR/ready"
  exec sleep 3600'

# open_box NAMESPACES: options of unshare.
open_box() {
  local ready=$BATS_FILE_TMPDIR/ready
  mkdir -p "$BATS_FILE_TMPDIR/mqueue"
  unshare "$@" sh -c "$FURNISH" box "$BATS_RUN_TMPDIR" "$(dirname "$IPCBENCH")" \
    "$BATS_TEST_DIRNAME/../.." >/dev/null 2>&1 3>&- &
  export BOX_PID=$! BOX_NAMESPACES='--ipc --mount'
  if [ "$1" = --user ]; then BOX_NAMESPACES+=' --user --preserve-credentials'; fi
  while kill -0 "$BOX_PID" 2>/dev/null; do
    if [ -e "$ready" ]; then
      # In a chroot a namespace can be made and not be entered again.
      if boxed test -x "$IPCBENCH"; then return 0; fi
      break
    fi
    sleep 0.02
  done
  close_box
  return 1
}

close_box() {
  if [ -n "${BOX_PID-}" ]; then kill "$BOX_PID" 2>/dev/null || :; fi
  export BOX_PID=
  rm -f "$BATS_FILE_TMPDIR/ready"
}

# boxed COMMAND...: in the box, in the same folder.
boxed() {
  set_box
  "${box[@]}" "$@"
}

# The words before a command that put it into the box; the command becomes the process.
set_box() {
  # shellcheck disable=SC2016,SC2206  # the inner shell's variables; options are words
  box=(nsenter --target "${BOX_PID-}" ${BOX_NAMESPACES-} --root
    sh -c 'cd -- "$0" && exec "$@"' "$PWD")
  [ -n "${BOX_PID-}" ] || box=(env)
}

# --- one test ----------------------------------------------------------------------------------

setup() {
  T=$BATS_TEST_TMPDIR
  mkdir -p "$T/tmp" "$T/home" "$T/project" "$T/work"
  export TMPDIR=$T/tmp HOME=$T/home IPCBENCH_HOME=$T/project
  unset NO_COLOR
  # Every process of a test carries this in its environment, wherever it ends up.
  TAG=$$.$BATS_TEST_NUMBER.$RANDOM
  cd "$T/work" || return
  objects_before=$(objects)
}

teardown() {
  local failed=0
  # What a test planted that is not ours goes, however the test ended.
  if declare -F uproot >/dev/null; then uproot; fi
  nothing_runs || failed=1
  nothing_is_left || failed=1
  return "$failed"
}

# Processes that carry this test's tag.
tagged() {
  # A process that is dead and not yet waited for has an empty environment, and is no concern.
  # One process looks: the teardown of every test does, and a shell for each process took half a second.
  { grep --null-data -lxF "IPCBENCH_TEST=$TAG" /proc/[0-9]*/environ 2>/dev/null || :; } |
    sed 's|^/proc/||; s|/environ$||'
}

nothing_runs() {
  local pids='' tries
  # What was killed may need a moment to be gone, a longer one on a busy machine.
  for tries in {1..100}; do
    pids=$(tagged)
    [ -n "$pids" ] || return 0
    sleep 0.1
  done
  echo "processes left after $tries looks: $pids"
  for pid in $pids; do
    tr '\0' ' ' <"/proc/$pid/cmdline" || :
    echo
    kill -KILL "$pid" || :
  done
  return 1
}

# Everything that outlives its process: System V objects, shared memory, queues, scratch folders.
objects() {
  {
    # One process that goes into the box: this looks at the machine twice a test.
    # shellcheck disable=SC2016  # the inner shell's variable
    [ -z "${BOX_PID-}" ] || boxed sh -c 'ipcs; find /dev/shm "$1" -mindepth 1
      find /tmp /var/tmp -maxdepth 1 -name "ipcbench-[0-9]*"' sh "$BATS_FILE_TMPDIR/mqueue" 2>/dev/null
    find "$T" -maxdepth 2 -name 'ipcbench-[0-9]*' -type d
  } | awk '/^0x/ { print "System V", $1, $2 } /^\//' | sort -u
}

# What was not there before the test.
new_objects() { comm -13 <(printf '%s\n' "$objects_before") <(objects); }

nothing_is_left() {
  local new tries
  # What was killed may need a moment to be gone; what is left stays.
  for tries in {1..20}; do
    new=$(new_objects)
    [ -n "$new" ] || return 0
    sleep 0.1
  done
  printf 'left behind:\n%s\n' "$new"
  return 1
}

# --- running the program -----------------------------------------------------------------------

# bench ARGUMENTS...: the program, with a watchdog. It ends with 124 when the watchdog bites.
bench() { with "$IPCBENCH" "$@"; }

# with COMMAND...: a command in the box, tagged, with a watchdog.
with() { IPCBENCH_TEST=$TAG boxed timeout --kill-after 5 "${LIMIT:-300}" "$@"; }

# capture COMMAND...: its standard output, standard error and exit code in $out, $err and $code.
capture() {
  code=0
  out=$T/stdout err=$T/stderr
  "$@" >"$out" 2>"$err" </dev/null || code=$?
}

# start ARGUMENTS...: the program in the background; its process is $pid.
# Shells start background jobs with SIGINT ignored, and nohup everything with SIGHUP: no terminal does.
start() {
  out=$T/stdout err=$T/stderr
  set_box
  # exec: a shell between us and the program would get the signals.
  IPCBENCH_TEST=$TAG exec "${box[@]}" env --default-signal=HUP,INT,QUIT "$IPCBENCH" "$@" \
    >"$out" 2>"$err" </dev/null 3>&- &
  pid=$!
}

# finish: waits for what `start` started.
finish() {
  code=0
  wait "$pid" || code=$?
}

children_of() {
  local threads
  threads=$(cat "/proc/$1/task/$1/children" 2>/dev/null) || :
  echo "$threads"
}

# await_children COUNT: the children of $pid, as soon as there are so many, in $children.
await_children() {
  local tries
  for ((tries = 0; tries < 6000; ++tries)); do
    read -ra children <<<"$(children_of "$pid")"
    [ "${#children[@]}" -lt "$1" ] || return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.01
  done
  complain "the run never had $1 participants"
}

# await_file FILE
await_file() {
  local tries
  for ((tries = 0; tries < 6000; ++tries)); do
    [ ! -s "$1" ] || return 0
    sleep 0.01
  done
  complain "$1 never came"
}

# doze LEAST MOST: a random time, in milliseconds.
doze() { sleep "$(awk -v ms="$(($1 + RANDOM % ($2 - $1 + 1)))" 'BEGIN { print ms / 1000 }')"; }

# --- expectations ------------------------------------------------------------------------------

complain() {
  echo "$*"
  if [ -e "${out-}" ]; then echo "--- standard output:" && head -n 60 "$out"; fi
  if [ -e "${err-}" ]; then echo "--- standard error:" && head -n 60 "$err"; fi
  return 1
}

expect_code() { [ "$code" -eq "$1" ] || complain "exit code $code instead of $1"; }

# expect_line FILE REGEX: some line matches.
expect_line() { grep -qE -- "$2" "$1" || complain "no line of $1 matches '$2'"; }

expect_no_line() { ! grep -qE -- "$2" "$1" || complain "a line of $1 matches '$2'"; }

# expect_text FILE REGEX: in its text, however it is broken into lines.
expect_text() { tr -s ' \n' ' ' <"$1" | grep -qE -- "$2" || complain "$1 does not say '$2'"; }

expect_empty() { [ ! -s "$1" ] || complain "$1 should be empty"; }

# expect_error REGEX: exit code 2 and one line on standard error, which matches.
expect_error() {
  expect_code 2 || return
  [ "$(wc -l <"$err")" -eq 1 ] || complain 'one line was expected on standard error' || return
  expect_line "$err" "$1"
}

files_in_sight() { find "$T" -newermt '@0' ! -path "$T/stdout" ! -path "$T/stderr" | sort; }

# refuses REGEX ARGUMENTS...: bad input is one line and exit code 2, and nothing happens: what
# measures has more to say on standard error.
refuses() {
  local wanted=$1 before
  shift
  echo "refuses: $*"
  before=$(files_in_sight)
  capture bench "$@"
  expect_error "$wanted" || return
  expect_empty "$out" || return
  [ "$(files_in_sight)" = "$before" ] || complain 'files were made'
}

# --- reading results ---------------------------------------------------------------------------

# is_json FILE: strictly, so that NaN is none. Skips the test where nothing can tell.
is_json() {
  if command -v node >/dev/null; then
    node -e 'JSON.parse(require("fs").readFileSync(0, "utf8"))' <"$1"
  elif command -v python3 >/dev/null; then
    python3 -c 'import json, sys
json.load(sys.stdin, parse_constant=lambda word: sys.exit("not JSON: " + word))' <"$1"
  else
    skip 'neither node nor python3 is here to read JSON'
  fi || complain "$1 is no JSON"
}

# csv_rows FILE: the lines behind the header with | between the columns, quotes taken away.
csv_rows() {
  awk 'NR > 1 {
    row = ""; quoted = 0
    for (i = 1; i <= length($0); ++i) {
      c = substr($0, i, 1)
      if (c == "\"") quoted = !quoted
      else row = row (c == "," && !quoted ? "|" : c)
    }
    print row
  }' "$1"
}

# figure FILE PATTERN MECHANISM SIZE METRIC: its value.
figure() {
  csv_rows "$1" | awk -F '|' -v p="$2" -v m="$3" -v s="$4" -v metric="$5" \
    '$1 == p && $2 == m && $3 == s && $5 == metric { print $6 }'
}

# status_of FILE PATTERN MECHANISM SIZE: ok, skipped or error; empty if there is no such cell.
status_of() {
  csv_rows "$1" | awk -F '|' -v p="$2" -v m="$3" -v s="$4" \
    '$1 == p && $2 == m && $3 == s { print $11; exit }'
}

reason_of() {
  csv_rows "$1" | awk -F '|' -v p="$2" -v m="$3" -v s="$4" \
    '$1 == p && $2 == m && $3 == s { print $12; exit }'
}

# expect_cell FILE PATTERN MECHANISM SIZE STATUS [REGEX OF THE REASON]
expect_cell() {
  local status reason
  status=$(status_of "$1" "$2" "$3" "$4")
  reason=$(reason_of "$1" "$2" "$3" "$4")
  # A busy machine makes a cell noisy, which is measured all the same.
  [ "$status" = "$5" ] || [ "$5 $status" = 'ok noisy' ] || complain "$2/$3/$4 is '$status' ($reason) instead of $5" || return
  [ -z "${6-}" ] || [[ $reason =~ $6 ]] || complain "$2/$3/$4: '$reason' does not match '$6'"
}

# all_measured FILE LEAST: every cell in it was measured, and there are so many at least.
all_measured() {
  local cells bad
  cells=$(csv_rows "$1" | cut -d '|' -f 1-4 | sort -u | wc -l)
  [ "$cells" -ge "$2" ] || complain "$cells cells in $1 instead of $2 and more" || return
  bad=$(csv_rows "$1" | awk -F '|' '$11 != "ok" && $11 != "noisy"')
  [ -z "$bad" ] || complain "not measured: $bad"
}

all_mechanisms() { bench list | awk 'NR == 1 { next } NF == 0 { exit } { print $1 }'; }
