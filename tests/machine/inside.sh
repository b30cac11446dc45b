#!/bin/sh
# Runs a command in a root folder and complains about everything it leaves behind.
#
#   unshare --mount --pid --fork --kill-child --ipc inside.sh CLOCK ROOT ARCHIVES USER FOLDER COMMAND...
#
# The file CLOCK receives the milliseconds that the command itself took; in the folder ARCHIVES are the
# packages that apt has fetched.
# The namespaces are this script's own: what is found in them after the command is the command's.
set -eu

clock=$1
root=$2
archives=$3
user=$4
folder=$5
shift 5

mount_kernel_folders() {
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount -t tmpfs -o mode=755 dev "$root/dev"
  for node in null zero full random urandom; do
    : >"$root/dev/$node"
    mount --bind "/dev/$node" "$root/dev/$node"
  done
  ln -s /proc/self/fd "$root/dev/fd"
  ln -s fd/0 "$root/dev/stdin"
  ln -s fd/1 "$root/dev/stdout"
  ln -s fd/2 "$root/dev/stderr"
  mkdir "$root/dev/shm" "$root/dev/mqueue"
  mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
  mount -t mqueue mqueue "$root/dev/mqueue"
  mount --bind "$archives" "$root/var/cache/apt/archives"
}

home_of() { sed -n "s/^[^:]*:[^:]*:$1:[^:]*:[^:]*:\([^:]*\):.*/\1/p" "$root/etc/passwd"; }

# Nothing of this environment but the proxies: a stranger's shell has no more. In particular no
# ignored signals, which a command in the background of a script would inherit.
run_as_user() {
  # shellcheck disable=SC2016  # for the inner shell
  chroot --userspec="$user:$user" --groups= "$root" env --default-signal -i \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME="$(home_of "$user")" \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    ${no_proxy:+no_proxy="$no_proxy"} \
    sh -c 'cd "$1" && shift && exec "$@"' inside "$folder" "$@"
}

system_v_objects() {
  for kind in msg sem shm; do sed "1d; s/^/System V $kind: /" "/proc/sysvipc/$kind"; done
}

files() {
  find "$root/dev/shm" "$root/dev/mqueue" -mindepth 1
  find "$root/tmp" "$root/var/tmp" "$root/run" -maxdepth 1 -name '*ipcbench*' \
    ! -name 'ipcbench-build-[0-9]*' ! -name 'ipcbench-results-[0-9]*'
}

# This shell is process 1 here, so orphans of the command are its children; the dead ones just wait
# to be collected. Takes a list made before this function's own helpers started.
processes() {
  for process; do
    if grep -qs '^State:[[:space:]]*[^Z[:space:]]' "$process/status"; then
      printf 'process %s: ' "${process##*/}"
      tr '\0' ' ' <"$process/cmdline"
      echo
    fi
  done
}

now() { echo $(($(date +%s%N) / 1000000)); }

mount_kernel_folders
result=0
started=$(now)
run_as_user "$@" || result=$?
echo $(($(now) - started)) >"$clock"
sleep 0.2 # whatever is just ending may end, whatever is just detaching has a new process by then
set -- "$root"/proc/[2-9]* "$root"/proc/1?*
remaining=$(
  processes "$@"
  system_v_objects
  files
)
if [ -n "$remaining" ]; then
  printf 'left behind:\n%s\n' "$remaining" >&2
  exit 99
fi
exit "$result"
