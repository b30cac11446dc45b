#!/usr/bin/env bats
# Machines that give less: limits, one CPU, small or missing file systems, filters, no rights.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

EPERM=1
ENOSYS=38

prepare_file() {
  export DENY=$BATS_FILE_TMPDIR/deny
  "${CC:-cc}" -O1 -Wall -o "$DENY" "$BATS_TEST_DIRNAME/deny.c" 2>/dev/null || rm -f "$DENY"
}

smoke() { capture with "$@" "$IPCBENCH" run --suite smoke --rounds 1 --csv figures.csv --out result.json --mechanism "$SELECT"; }

# denied ERRNO CALLS: a smoke run of $SELECT without these calls.
denied() {
  [ -x "$DENY" ] || skip 'no C compiler, or no seccomp headers'
  capture with "$DENY" "$1" getrandom true
  [ "$code" -eq 0 ] || skip 'seccomp filters cannot be used here'
  smoke "$DENY" "$1" "$2"
}

# mounted SHELL SELECT: a smoke run in a mount namespace in which SHELL did its work first.
mounted() {
  [ "$(id -u)" -eq 0 ] || skip 'mounting needs root'
  boxed unshare --mount true 2>/dev/null || skip 'mount namespaces cannot be made here'
  SELECT=$2
  smoke unshare --mount sh -c "$1"' && exec "$@"' sh
}

no_error_but() {
  local others
  others=$(csv_rows figures.csv | awk -F '|' -v but="$1" '$11 == "error" && $2 !~ but')
  [ -z "$others" ] || complain "errors: $others"
}

# not_measured MECHANISM REGEX: both of its cells failed or were skipped for this reason.
not_measured() {
  local pattern status reason
  for pattern in round_trip stream; do
    status=$(status_of figures.csv "$pattern" "$1" 64)
    reason=$(reason_of figures.csv "$pattern" "$1" 64)
    [[ $status = error || $status = skipped ]] || complain "$pattern/$1 is '$status'" || return
    [[ $reason =~ $2 ]] || complain "$pattern/$1: '$reason' does not match '$2'" || return
  done
}

@test "without room for message queues POSIX queues are skipped with the limit's name" {
  SELECT=posix_mq,pipe smoke prlimit --msgqueue=0
  expect_code 0
  expect_cell figures.csv round_trip posix_mq 64 skipped 'RLIMIT_MSGQUEUE is 0 \(ulimit -q\)'
  expect_cell figures.csv stream posix_mq 64 skipped 'RLIMIT_MSGQUEUE is 0'
  expect_cell figures.csv round_trip pipe 64 ok
}

@test "room for less than two queues is noticed before anything is measured" {
  SELECT=posix_mq smoke prlimit --msgqueue=1000
  expect_code 2
  expect_cell figures.csv round_trip posix_mq 64 skipped 'two queues need [0-9]+ bytes, RLIMIT_MSGQUEUE is 1000'
}

@test "32 file descriptors are enough for everything" {
  SELECT='*' smoke prlimit --nofile=32
  expect_code 0
  all_measured figures.csv 40
}

@test "with too few file descriptors the failing call is named" {
  SELECT='pipe,tcp,posix_shm_sem' smoke prlimit --nofile=8
  [ "$code" -eq 0 ] || [ "$code" -eq 2 ] || complain "exit code $code"
  [ "$code" -eq 0 ] || grep -q 'Too many open files' "$err" figures.csv || complain 'which limit?'
}

@test "without processes to fork the failing call is named" {
  [ "$(id -u)" -eq 0 ] || skip 'needs root, to have a user without other processes'
  command -v setpriv >/dev/null || skip 'there is no setpriv'
  chmod 755 "$T" "$T/work" "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR/test" 2>/dev/null || :
  chown 45678 "$T"/{tmp,home,work,project}
  SELECT=pipe smoke setpriv --reuid 45678 --regid 45678 --clear-groups prlimit --nproc=1
  if [ "$code" -eq 126 ] || [ "$code" -eq 127 ]; then skip 'another user cannot reach the program here'; fi
  expect_code 2
  not_measured pipe 'fork: Resource temporarily unavailable'
}

@test "on one cpu the default is the same cpu, and another one is skipped with the reason" {
  taskset -c 0 true 2>/dev/null || skip 'cpu 0 is not allowed here'
  SELECT='pipe,shm_futex,sysv_mq,shm_spin' smoke taskset -c 0
  expect_code 0
  expect_cell figures.csv round_trip pipe 64 ok
  expect_cell figures.csv stream shm_futex 64 ok
  expect_cell figures.csv stream shm_spin 64 skipped '^spins'
  [ "$(csv_rows figures.csv | cut -d '|' -f 4 | sort -u)" = same ]
  capture with taskset -c 0 "$IPCBENCH" run --suite smoke --rounds 1 --mechanism pipe,shm_spin \
    --placement same,cross --csv figures.csv
  expect_code 0
  [ "$(csv_rows figures.csv | grep -c '|cross|.*|skipped|needs two cores, allowed: cpu 0|$')" -eq 4 ] ||
    complain "$(cat figures.csv)"
  capture with taskset -c 0 "$IPCBENCH" run --suite smoke --rounds 1 --mechanism pipe --placement cross
  expect_code 2
  refuses_here=$(with taskset -c 0 "$IPCBENCH" run --mechanism pipe --placement 0:1 2>&1) || :
  [[ $refuses_here == *'cpu 1 is not allowed (allowed: 0)'* ]]
}

@test "on one cpu every mechanism can be measured free, and none hangs" {
  taskset -c 0 true 2>/dev/null || skip 'cpu 0 is not allowed here'
  capture with taskset -c 0 "$IPCBENCH" run --suite smoke --rounds 1 --placement same --csv figures.csv
  expect_code 0
  expect_no_line figures.csv ',error,'
  [ "$(csv_rows figures.csv | awk -F '|' '$11 == "skipped" { print $2 }' | sort -u)" = shm_spin ]
}

@test "a /dev/shm of one megabyte gives figures or reasons, never a crash" {
  local size
  mounted 'mount -t tmpfs -o size=1m,mode=1777 small /dev/shm' posix_shm_sem,pipe
  expect_code 0
  expect_cell figures.csv round_trip posix_shm_sem 64 ok
  capture with unshare --mount sh -c 'mount -t tmpfs -o size=1m,mode=1777 small /dev/shm && exec "$@"' sh \
    "$IPCBENCH" run --suite smoke --rounds 1 --size 64k,1M --csv figures.csv --placement free --quiet \
    --mechanism 'posix_shm_*,shm_futex,boost_shm,boost_mq,sysv_shm_sem,pipe'
  expect_no_line figures.csv 'Bus error|signal|no answer'
  for size in 65536 1048576; do expect_cell figures.csv stream pipe "$size" ok; done
  for mechanism in posix_shm_sem posix_shm_named_sem shm_futex boost_shm boost_mq; do
    [ "$(status_of figures.csv stream "$mechanism" 1048576)" != ok ] || complain "$mechanism has no room at 1M"
    expect_cell figures.csv stream "$mechanism" 1048576 skipped '/dev/shm'
  done
}

# what_needs_no_shm: with a /dev/shm that is useless the rest is measured, and no cell lacks a reason.
what_needs_no_shm() {
  local mechanism
  expect_code "$1"
  for mechanism in pipe sysv_shm_sem mmap_file_sem mmap_anon_sem posix_mq; do
    expect_cell figures.csv round_trip "$mechanism" 64 ok
    expect_cell figures.csv stream "$mechanism" 64 ok
  done
  for mechanism in posix_shm_sem posix_shm_named_sem shm_futex boost_mq boost_shm; do
    not_measured "$mechanism" "$2"
  done
}
NEEDS_SHM_OR_NOT='posix_shm_*,shm_futex,boost_mq,boost_shm,pipe,sysv_shm_sem,mmap_*,posix_mq'

@test "with a /dev/shm that is read-only the reason is given, and the rest is measured" {
  mounted 'mount -t tmpfs none /dev/shm && mount -o remount,ro /dev/shm' "$NEEDS_SHM_OR_NOT"
  [ "$code" -eq 0 ] || [ "$code" -eq 2 ]
  what_needs_no_shm "$code" '/dev/shm|[Rr]ead-only'
}

@test "without a /dev/shm the reason is given, and the rest is measured" {
  mounted 'mount -t tmpfs -o mode=755 none /dev && mknod -m 666 /dev/null c 1 3' "$NEEDS_SHM_OR_NOT"
  [ "$code" -eq 0 ] || [ "$code" -eq 2 ]
  what_needs_no_shm "$code" '/dev/shm|No such file'
}

@test "without /dev/mqueue POSIX queues work: nothing needs it mounted" {
  mounted 'if [ -d /dev/mqueue ]; then mount -t tmpfs none /dev/mqueue; fi' posix_mq
  expect_code 0
  expect_cell figures.csv stream posix_mq 64 ok
}

@test "with a full TMPDIR the run goes elsewhere or names the disk" {
  mounted 'mount -t tmpfs -o size=64k,mode=1777 full "$TMPDIR" && dd if=/dev/zero of="$TMPDIR/fill" 2>/dev/null; true' \
    'fifo,mmap_file_sem,boost_mapped_file,pipe,unix_stream'
  expect_no_line figures.csv 'Bus error|signal'
  expect_cell figures.csv round_trip pipe 64 ok
  expect_cell figures.csv round_trip unix_stream 64 ok
  if [ "$code" -ne 0 ]; then
    expect_line figures.csv 'No space left|room'
  fi
}

@test "a TMPDIR of a very long name does no harm" {
  local deep=$T/tmp
  while [ "${#deep}" -lt 150 ]; do deep+=/a-folder-with-a-long-name; done
  mkdir -p "$deep"
  export TMPDIR=$deep
  SELECT='fifo,unix_*,mmap_file_sem,boost_mapped_file' smoke
  expect_code 0
  all_measured figures.csv 12
}

@test "a TMPDIR with blanks and quotes in its name does no harm" {
  export TMPDIR="$T/a b'c\"d"
  mkdir "$TMPDIR"
  SELECT='fifo,unix_*,mmap_file_sem,boost_mapped_file,sysv_mq' smoke
  expect_code 0
  all_measured figures.csv 14
}

@test "a TMPDIR that is missing, relative, empty or no folder does no harm" {
  local folder
  : >file
  for folder in "$T/missing" tmp '' . "$T/work/file"; do
    TMPDIR=$folder SELECT=fifo,sysv_mq smoke
    expect_code 0
    all_measured figures.csv 4
    rm figures.csv
    nothing_is_left
  done
}

@test "a mechanism whose call is denied fails by that call's name, the others are measured" {
  local entry mechanism calls
  SELECT='*'
  for entry in 'sysv_mq msgget' 'sysv_shm_sem shmget' 'sysv_shm_sem semget' 'posix_mq mq_open' \
    'fifo mknodat,mknod' 'sysv_mq msgsnd'; do
    read -r mechanism calls <<<"$entry"
    echo "without $calls"
    SELECT="$mechanism,pipe" denied "$EPERM" "$calls"
    expect_code 2
    not_measured "$mechanism" "(${calls//,/|}|mkfifo|mq_open).*: Operation not permitted"
    expect_cell figures.csv round_trip pipe 64 ok
    expect_cell figures.csv stream pipe 64 ok
    is_json result.json
    nothing_is_left
  done
}

@test "without sockets everything else is measured" {
  SELECT='tcp,udp,unix_stream,pipe,shm_futex' denied "$EPERM" socket
  expect_code 2
  not_measured tcp 'socket: Operation not permitted'
  not_measured udp 'socket: Operation not permitted'
  not_measured unix_stream 'socket: Operation not permitted'
  expect_cell figures.csv stream pipe 64 ok
  expect_cell figures.csv stream shm_futex 64 ok
}

@test "without pipes everything else is measured" {
  SELECT='pipe,fifo,tcp' denied "$EPERM" pipe2
  expect_code 2
  not_measured pipe 'pipe2?: Operation not permitted'
  no_error_but '^pipe$'
}

@test "System V calls that the kernel does not have are named" {
  SELECT='sysv_mq,sysv_shm_sem,pipe' denied "$ENOSYS" msgget,semget,shmget
  expect_code 2
  not_measured sysv_mq 'msgget: Function not implemented'
  not_measured sysv_shm_sem '(shm|sem)get: Function not implemented'
  no_error_but '^sysv_'
}

@test "without what every session needs, each cell names the call" {
  SELECT=pipe,null denied "$EPERM" pidfd_open
  expect_code 2
  not_measured pipe 'pidfd_open: Operation not permitted \(needs Linux 5\.3'
  SELECT=pipe,null denied "$EPERM" sched_setaffinity
  expect_code 2
  not_measured pipe 'cannot pin to cpu [0-9]+: sched_setaffinity: Operation not permitted'
  SELECT=pipe,null denied "$EPERM" socketpair
  expect_code 2
  not_measured pipe 'socketpair: Operation not permitted'
}

@test "without what the whole run needs, one line names the call" {
  SELECT=pipe denied "$EPERM" eventfd2
  expect_error 'eventfd: Operation not permitted'
  SELECT=pipe denied "$EPERM" sched_getaffinity
  expect_error 'sched_getaffinity: Operation not permitted'
}

@test "calls that can be done without are done without" {
  local call
  for call in getrandom memfd_create setpgid ioctl; do
    SELECT=pipe,sysv_mq denied "$EPERM" "$call"
    expect_code 0
    all_measured figures.csv 4
    rm figures.csv
  done
}

@test "a user without any rights measures everything" {
  [ "$(id -u)" -eq 0 ] || skip 'only root can become somebody else'
  command -v setpriv >/dev/null || skip 'there is no setpriv'
  local as=(setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs)
  # The way to the test's own folders is root's.
  chmod a+x "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR/test" "$T"
  chown 65534 "$T"/{tmp,home,project,work}
  boxed "${as[@]}" test -x "$IPCBENCH" || skip 'another user cannot reach the program here'
  SELECT='*' smoke "${as[@]}"
  expect_code 0
  all_measured figures.csv 40
  capture with "${as[@]}" "$IPCBENCH" clean
  expect_code 0
}

@test "a HOME that cannot be written does no harm" {
  chmod 555 "$HOME"
  SELECT=pipe,sysv_mq smoke
  expect_code 0
  all_measured figures.csv 4
  HOME=/proc/self SELECT=pipe,boost_mq,tcp smoke
  expect_code 0
  all_measured figures.csv 6
  unset HOME
  SELECT=pipe smoke
  expect_code 0
  all_measured figures.csv 2
}

@test "an empty environment does no harm" {
  capture with env -i IPCBENCH_TEST="$TAG" TMPDIR="$TMPDIR" "$IPCBENCH" run --suite smoke --rounds 1 \
    --mechanism pipe,sysv_mq --out result.json
  expect_code 0
  is_json result.json
}
