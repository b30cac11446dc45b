#!/bin/sh
# Proves what the README promises to a stranger, on each Debian that it names and that has nothing: a
# fresh minbase root without make, git and sudo, where `./ipcbench run` must be all it takes.
#
#   tests/machine/bare_root.sh [--with-tests] [bookworm] [trixie]
#
# Needs root, else exits 77. Mirror, proxy and trust come from this machine's apt. Roots and packages
# are kept in the cache, ~/.cache/ipcbench/bare-root.
set -eu

here=$(dirname "$(readlink -f -- "$0")")
project=$(dirname "$(dirname "$here")")
stranger=1000
chatter='^ipcbench: (building|installing)'
job=
work=

say() { printf '%s\n' "$*"; }
fail() {
  say "FAILED: $*"
  exit 1
}
skip() {
  say "skipped: $*"
  exit 77
}

clean_up() {
  # The namespace of the job takes its processes and mounts along.
  [ -z "$job" ] || kill -KILL "$job" 2>/dev/null || :
  [ -z "$job" ] || wait "$job" 2>/dev/null || :
  [ -z "$work" ] || rm -rf --one-file-system -- "$work"
}

# --- the base root, kept between runs -------------------------------------------------------------

# URI and suite of each Debian source that apt uses here, for the suite instead of this machine's own;
# the index must have been fetched once.
debian_sources() {
  # shellcheck disable=SC2016  # apt fills these in
  apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' 'Origin: Debian' \
    'Component: main' | sed -n "s/ $own_suite\>/ $suite/p" | sort -u
}

find_mirror() {
  own_suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  [ -n "$(debian_sources)" ] || apt-get update >/dev/null 2>&1 || :
  mirror=$(debian_sources | sed -n "s/ $suite\$//p" | head -n 1)
  [ -n "$mirror" ] || skip "apt knows no mirror of Debian $suite here"
}

proxy_of_apt() {
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  if [ -n "${proxy-}" ] && [ "$proxy" != DIRECT ]; then export http_proxy="$proxy"; fi
}

make_base() {
  say "making the base root with debootstrap"
  # In its own namespaces, so that an interrupted one leaves no mounts and no processes.
  unshare --mount-proc --pid --fork --kill-child \
    debootstrap --variant=minbase "$suite" "$work/base" "$mirror" >"$work/log" 2>&1 &
  job=$!
  wait "$job" || {
    tail -n 20 "$work/log"
    fail 'debootstrap'
  }
  job=
  rm -rf "$work/base/var/lib/apt/lists/"* "$work/base/var/cache/apt/archives/"*.deb
  # Two runs at once must not share a half-written file.
  tar --create --gzip --file "$base.$$" --directory "$work/base" .
  mv "$base.$$" "$base"
  rm -rf --one-file-system "$work/base"
}

# The packages that apt fetches into the root are those of the run before. Only one run at a time
# may use them; another one has to fetch its own.
find_archives() {
  archives=$cache/$suite-archives
  mkdir -p "$archives"
  exec 8>"$archives.lock"
  if ! flock --nonblock 8; then
    archives=$work/archives
    mkdir -p "$archives"
  fi
  find "$archives" -name '*.deb' -ctime +30 -delete
}

find_base() {
  cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ipcbench/bare-root
  mkdir -p "$cache"
  rm -f "$cache"/*.tar.gz.[0-9]*
  name=$(printf %s "$mirror" | sha256sum | cut -c 1-8)
  base=$cache/$suite-$(dpkg --print-architecture)-$name.tar.gz
  # A week: long enough to be quick, short enough to follow Debian.
  [ -n "$(find "$base" -mtime -7 2>/dev/null)" ] || make_base
}

# --- the root of this run -------------------------------------------------------------------------

# None of this goes into the base: a proxy or a password must not outlive the run.
bring_network() {
  cat /etc/resolv.conf >"$root/etc/resolv.conf"
  cat /etc/hosts >"$root/etc/hosts"
  debian_sources | sed 's/^/deb /; s/$/ main/' >"$root/etc/apt/sources.list"
  apt-config dump Acquire | grep -iE '^Acquire::(https?|Check-|Force|Max-|Retries)' \
    >"$root/etc/apt/apt.conf.d/00host" || :
  for secret in /etc/apt/auth.conf /etc/apt/auth.conf.d; do
    if [ -e "$secret" ]; then cp -R --preserve=mode "$secret" "$root/etc/apt/"; fi
  done
  authorities=/etc/ssl/certs/ca-certificates.crt
  if grep -rqs https "$root/etc/apt" && [ -e "$authorities" ]; then
    mkdir -p "$root/etc/ssl/certs"
    cat "$authorities" >"$root$authorities"
  fi
}

# Tracked files as they are now, so that a change can be proved before its commit.
bring_project() {
  mkdir -p "$root$folder"
  (
    cd "$project"
    # shellcheck disable=SC2016  # for the inner shell
    git ls-files -z | xargs -0 sh -c 'for file; do
      if [ -e "$file" ] || [ -L "$file" ]; then printf "%s\0" "$file"; fi
    done' files
  ) >"$work/files"
  tar --create --directory "$project" --null --files-from "$work/files" \
    --owner=root --group=root --mode=u+rwX,go+rX,go-w |
    tar --extract --directory "$root$folder"
  [ -x "$root$folder/ipcbench" ] || fail "the front door is not among git's tracked files"
}

make_root() {
  root=$work/root
  rm -rf --one-file-system -- "$root"
  mkdir "$root"
  tar --extract --file "$base" --directory "$root"
  bring_network
  bring_project
  # The home belongs to root: a stranger who may write nowhere but in /tmp.
  chroot "$root" useradd --uid "$stranger" --create-home stranger
  chown root:root "$root/home/stranger"
}

# inside USER FOLDER COMMAND...: in namespaces of its own, which must be empty afterwards.
inside() {
  unshare --mount --pid --fork --kill-child --ipc \
    sh "$here/inside.sh" "$work/clock" "$root" "$archives" "$@" &
  job=$!
  result=0
  wait "$job" || result=$?
  job=
  return "$result"
}

# expect_success WHAT USER FOLDER COMMAND...
expect_success() {
  what=$1
  shift
  if ! inside "$@" >"$work/out" 2>"$work/err"; then
    tail -n 40 "$work/out" "$work/err"
    fail "$what"
  fi
  took=$(cat "$work/clock")
  printf '%-50s %4d.%02d s\n' "$what" $((took / 1000)) $((took % 1000 / 10))
}

expect_table() {
  [ "$(wc -l <"$work/out")" -gt 1 ] || fail "$1: no table on stdout"
  ! grep -qE "$chatter" "$work/out" || fail "$1: messages on stdout"
}

# --- the proofs -----------------------------------------------------------------------------------

prove_bare() {
  for tool in make git sudo cc c++ cmake python3; do
    ! chroot "$root" sh -c "command -v $tool" >/dev/null || fail "the root has $tool"
  done
}

# Nobody can install for this one: it must say what to type, and not wait for anything.
prove_refusal_without_root() {
  result=0
  inside "$stranger" / timeout 20 "$folder/ipcbench" run >"$work/out" 2>"$work/err" ||
    result=$?
  [ "$result" -eq 2 ] || fail "without root and packages: exit $result, not 2"
  [ ! -s "$work/out" ] || fail 'without root and packages: something on stdout'
  # The first column, without its heading.
  packages=$(awk '!/^#/ && $1 != "-" { print $1 }' "$project/cmake/packages/build" | sed 1d | xargs)
  by_hand="apt-get update && apt-get install -y --no-install-recommends $packages"
  grep -qxF "$by_hand" "$work/err" || {
    cat "$work/err"
    fail 'without root and packages: not the line to type'
  }
  say 'without root and packages: says what to type, exit 2'
}

# What the compiler and CMake said while NAME was built.
expect_no_warnings() {
  ! grep -i 'warning' "$root$folder/build/$1/log.txt" || fail "$1: built with warnings"
}

# prove_root [VARIABLE=VALUE...]: with these in the environment.
prove_root() {
  expect_success 'from nothing to the first table' \
    0 "$folder" env "$@" ./ipcbench run --suite smoke
  expect_table 'first run'
  expect_no_warnings release
  expect_success 'second run' 0 "$folder" env "$@" ./ipcbench run --suite smoke
  ! grep -qE "$chatter" "$work/err" || fail 'second run: builds again'
  expect_success 'second call with nothing to do (--help)' \
    0 "$folder" env "$@" ./ipcbench --help
}

prove_package_comes_back() {
  chroot "$root" dpkg --remove --force-depends libcli11-dev >/dev/null 2>&1
  expect_success 'a removed package comes back (--help)' 0 "$folder" ./ipcbench --help
  grep -qx 'ipcbench: installing libcli11-dev' "$work/err" || fail 'removed package: not installed'
}

prove_stranger() {
  # With all packages there and nothing built that this user could use.
  expect_success "a stranger's clean build, from / (--help)" \
    "$stranger" / "$folder/ipcbench" --help
  grep -q '^ipcbench: building (first time' "$work/err" || fail 'stranger: not a clean build'
  ! grep -qE "$chatter" "$work/out" || fail 'stranger: messages on stdout'
  expect_success "a stranger, read-only project and home, from /" \
    "$stranger" / "$folder/ipcbench" run --suite smoke
  expect_table 'stranger'
  [ -d "$root/tmp/ipcbench-build-$stranger" ] || fail 'stranger: built in an unexpected place'
}

# prove_tests WHAT [ARGUMENT OF CTEST...]
prove_tests() {
  what=$1
  shift
  expect_success "$what" 0 "$folder" env CXXFLAGS="$flags" ./ipcbench test "$@"
  say "$(tail -n 1 "$work/out")"
  expect_no_warnings test
}

prove_headers() {
  expect_success 'every header alone' 0 "$folder" sh -c 'cmake/packages/install test &&
    cmake -S . -B build/headers --preset release -DIPCBENCH_TESTS=ON &&
    cmake --build build/headers --target headers'
}

# The whole of it on the older Debian; on the newer one the build in a path with a space and with the
# user's flags, and every header alone, for newer libraries include less. The tests take as long as
# the rest together: on request.
prove() {
  suite=$1
  flags=
  folder=/opt/ipcbench
  if [ "$suite" = trixie ]; then
    flags=-Werror
    folder='/opt/my projects/ipcbench'
  fi
  say "--- Debian $suite, in $folder${flags:+, CXXFLAGS=$flags}"

  find_mirror
  find_base
  find_archives
  make_root
  prove_bare
  prove_refusal_without_root
  prove_root CXXFLAGS="$flags"
  if [ "$suite" = bookworm ]; then
    prove_package_comes_back
    prove_stranger
  fi
  [ -z "$with_tests" ] || prove_tests 'the tests'
  [ "$suite" = bookworm ] || prove_headers
}

# --------------------------------------------------------------------------------------------------

with_tests=
if [ "${1-}" = --with-tests ]; then
  with_tests=yes
  shift
fi
[ $# -gt 0 ] || set -- bookworm trixie
for suite; do
  case $suite in
    bookworm | trixie) ;;
    *)
      say "usage: $0 [--with-tests] [bookworm] [trixie]"
      exit 2
      ;;
  esac
done
[ "$(id -u)" -eq 0 ] || skip 'only root can make and enter a root folder'
command -v debootstrap >/dev/null || skip 'debootstrap is not installed'

trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
work=$(mktemp -d "${TMPDIR:-/tmp}/ipcbench-bare.XXXXXX")

proxy_of_apt
for suite; do prove "$suite"; done
say 'bare root: all proved, nothing left behind'
