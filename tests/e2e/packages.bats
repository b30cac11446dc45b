#!/usr/bin/env bats
# Which packages cmake/packages/install asks for, and of whom, on systems that are not here: a PATH
# with nothing but the plainest tools and made-up package managers.

# Each test changes its own variables only:
# shellcheck disable=SC2030,SC2031

install=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}/cmake/packages/install

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mkdir bin
  local tool
  for tool in sh cat cut dirname grep mktemp readlink rm sed tail tr; do
    ln -s "$(command -v "$tool")" bin/
  done
  command_that id 'echo 0'
}

# command_that NAME SCRIPT
command_that() {
  printf '#!/bin/sh\n%s\n' "$2" >"bin/$1"
  chmod +x "bin/$1"
}

# manager NAME: installs all, and says so in `asked`.
manager() { command_that "$1" "echo \"$1 \$*\" >>'$PWD/asked'"; }

# system_of FAMILY: a fresh one, with its managers, and nothing of ours installed.
system_of() {
  printf 'ID=%s\n' "$1" >os-release
  case $1 in
    debian) manager apt-get && command_that dpkg-query : ;;
    fedora) manager dnf && command_that rpm 'exit 1' ;;
    opensuse-leap) manager zypper && command_that rpm 'exit 1' ;;
    arch)
      command_that pacman "case \$1 in
        -T) echo \$2; exit 127 ;;
        *) echo \"pacman \$*\" >>'$PWD/asked' ;;
      esac"
      ;;
    alpine)
      command_that apk "case \$1 in
        info) exit 1 ;;
        *) echo \"apk \$*\" >>'$PWD/asked' ;;
      esac"
      ;;
  esac
}

run_install() {
  run env -i PATH="$PWD/bin" IPCBENCH_OS_RELEASE="${os_release-$PWD/os-release}" "$install" "$@"
}

# said TEXT: a whole line of what was printed.
said() { grep -qxF -- "$1" <<<"$output"; }

names_of_fedora='gcc-c++ cmake ninja-build google-benchmark-devel boost-devel cli11-devel fmt-devel hwloc-devel'
names_of_fedora+=' tomlplusplus-devel json-devel'

@test "Debian is asked by apt-get, after its lists were fetched" {
  system_of debian
  run_install build
  [ "$status" -eq 0 ]
  [ "$(sed -n 1p asked)" = 'apt-get update' ]
  [[ "$(sed -n 2p asked)" == *'install -y --no-install-recommends g++ cmake ninja-build libbenchmark-dev '* ]]
}

@test "Fedora is asked by dnf, with its names" {
  system_of fedora
  run_install build
  [ "$status" -eq 0 ]
  [ "$(cat asked)" = "dnf install -y $names_of_fedora" ]
}

@test "Arch is asked by pacman, with its names, and is not updated" {
  system_of arch
  run_install build
  [ "$status" -eq 0 ]
  [ "$(cat asked)" = 'pacman -S --needed --noconfirm gcc cmake ninja benchmark boost cli11 fmt hwloc tomlplusplus nlohmann-json' ]
}

@test "openSUSE is asked by zypper, with its names" {
  system_of opensuse-leap
  run_install build
  [ "$status" -eq 0 ]
  [[ "$(cat asked)" == 'zypper --non-interactive install --no-recommends gcc-c++ cmake ninja benchmark-devel libboost_headers-devel '* ]]
}

@test "Alpine is asked by apk, with its names" {
  system_of alpine
  run_install build
  [ "$status" -eq 0 ]
  [[ "$(cat asked)" == 'apk add g++ cmake samurai benchmark-dev boost-dev '*' linux-headers' ]]
}

@test "a system that is like another one is asked as that one" {
  system_of arch
  printf 'ID=manjaro\nID_LIKE="something arch"\n' >os-release
  run_install build
  [ "$status" -eq 0 ]
  [[ "$(cat asked)" == 'pacman -S '* ]]
}

@test "dpkg on a Fedora does not make it a Debian" {
  system_of debian
  system_of fedora
  run_install build
  [ "$status" -eq 0 ]
  [[ "$(cat asked)" == 'dnf install '* ]]
}

@test "a system without a name is told by its commands" {
  system_of alpine
  os_release=$PWD/missing run_install build
  [ "$status" -eq 0 ]
  [[ "$(cat asked)" == 'apk add '* ]]
}

@test "what is installed is not asked for" {
  system_of fedora
  command_that rpm "[ \"\$3\" != cmake ] && [ \"\$3\" != gcc-c++ ]"
  run_install build
  [ "$status" -eq 0 ]
  [ "$(cat asked)" = 'dnf install -y gcc-c++ cmake' ]

  rm asked
  command_that rpm :
  run_install build test
  [ "$status" -eq 0 ]
  [ ! -e asked ]
  [ -z "$output" ]
}

@test "who cannot become root is told the one line, and nothing is run" {
  local id line
  while IFS='|' read -r id line; do
    rm -f bin/apt-get bin/dnf bin/pacman bin/zypper bin/apk bin/rpm bin/dpkg-query
    system_of "$id"
    command_that id 'echo 1000'
    run_install build
    [ "$status" -eq 2 ]
    said "ipcbench: packages are missing; run this as root, then try again:"
    [[ "${lines[1]}" == "$line "* ]]
    [ ! -e asked ]
  done <<'END'
debian|apt-get update && apt-get install -y --no-install-recommends g++ cmake
fedora|dnf install -y gcc-c++ cmake
arch|pacman -Syu --needed --noconfirm gcc cmake
opensuse-leap|zypper --non-interactive install --no-recommends gcc-c++ cmake
alpine|apk add g++ cmake
END
}

@test "sudo is used where there is one, and does not wait for a password" {
  system_of fedora
  command_that id 'echo 1000'
  command_that sudo "echo \"sudo \$1\" >>'$PWD/asked'; shift; exec \"\$@\""
  run_install build </dev/null
  [ "$status" -eq 0 ]
  [ "$(sed -n 1p asked)" = 'sudo -n' ]
  [ "$(sed -n 2p asked)" = "dnf install -y $names_of_fedora" ]
}

@test "a manager that fails is quoted, and the line to type follows" {
  system_of fedora
  command_that dnf 'echo "no mirror"; exit 1'
  run_install build
  [ "$status" -eq 2 ]
  said 'no mirror'
  said "dnf install -y $names_of_fedora"
}

@test "an unknown system is told which tools to install by hand" {
  printf 'ID=plan9\n' >os-release
  command_that cmake :
  run_install build
  [ "$status" -eq 2 ]
  [[ "$output" == *'please install these by hand: ninja c++' ]]

  command_that ninja :
  command_that c++ :
  run_install build
  [ "$status" -eq 0 ]
}

@test "a list that knows only Debian's packages says so elsewhere" {
  system_of fedora
  run_install ci
  [ "$status" -eq 2 ]
  said 'ipcbench: the list ci has no packages of fedora'
  [ ! -e asked ]
}

@test "every list has as many names in each row as in its first" {
  local list
  for list in build test browser ci; do
    sed 's/#.*//; /^ *$/d' "${install%/*}/$list" | awk 'NR == 1 { n = NF } NF != n { exit 1 }'
  done
}
