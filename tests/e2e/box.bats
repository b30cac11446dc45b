#!/usr/bin/env bats
# The end-to-end tests themselves: what a test leaves is seen, what others leave is not its own.

# What common.bash sets:
# shellcheck disable=SC2154

load common

uproot() {
  [ -z "${queue-}" ] || ipcrm --queue-id "$queue"
  [ -z "${folder-}" ] || rmdir "$folder"
  [ -z "${memory-}" ] || rm "$memory"
}

@test "what another program has on this machine is no leftover of a test" {
  # As another run has them for a moment, or for ever if it was killed.
  queue=$(ipcmk --queue | sed 's/.*: //')
  folder=$(TMPDIR='' mktemp --directory "/tmp/ipcbench-$(id -u)-XXXXXX")
  memory=$(TMPDIR='' mktemp "/dev/shm/ipcbench-$(id -u)-XXXXXX")
  [ -z "$(new_objects)" ] || complain "taken for leftovers: $(new_objects)"
}

# found REGEX COMMAND...: what the command makes in the box is a leftover; WITHOUT takes it away again.
found() {
  local wanted=$1
  shift
  boxed "$@" >/dev/null
  [[ $(new_objects) =~ $wanted ]] || complain "not found: $*"
  boxed sh -c "$WITHOUT"
  [ -z "$(new_objects)" ] || complain "$(new_objects)"
}

@test "what a test leaves is found, wherever it is" {
  WITHOUT="rmdir $TMPDIR/ipcbench-0-AbCdEf" found "$TMPDIR/ipcbench" mkdir "$TMPDIR/ipcbench-0-AbCdEf"
  [ -n "$BOX_PID" ] || skip 'nothing but the own folder can be told apart here'
  WITHOUT='ipcrm --all' found 'System V' ipcmk --queue
  WITHOUT='ipcrm --all' found 'System V' ipcmk --shmem 1
  WITHOUT='ipcrm --all' found 'System V' ipcmk --semaphore 1
  WITHOUT='rm /dev/shm/sem.x' found '/dev/shm/sem.x' touch /dev/shm/sem.x
  WITHOUT='rmdir /tmp/ipcbench-0-AbCdEf' found '/tmp/ipcbench-0' mkdir /tmp/ipcbench-0-AbCdEf
  WITHOUT='rmdir /var/tmp/ipcbench-0-AbCdEf' found '/var/tmp/ipcbench-0' mkdir /var/tmp/ipcbench-0-AbCdEf
  [ ! -w "$BATS_FILE_TMPDIR/mqueue" ] || WITHOUT="rm $BATS_FILE_TMPDIR/mqueue/x" \
    found 'mqueue/x' touch "$BATS_FILE_TMPDIR/mqueue/x"
}

@test "a process that a test leaves is found" {
  IPCBENCH_TEST=$TAG sleep 1000 3>&- &
  local pid=$!
  [ "$(tagged)" = "$pid" ] || complain "found: $(tagged)"
  kill "$pid"
}
