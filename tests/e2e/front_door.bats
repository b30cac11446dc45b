#!/usr/bin/env bats
# When the front door configures and builds, in a folder with a space in its name: its own script,
# with a cmake and a ninja that only note what they were asked for.

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  project="$PWD/my projects/ipcbench"
  mkdir -p bin "$project/cmake/packages"
  cp "$SOURCE/ipcbench" "$project/"
  printf '#!/bin/sh\n' >"$project/cmake/packages/install"
  # CMake, as far as the front door looks: it remembers its folders, and fails for some compilers.
  cat >bin/cmake <<'END'
#!/bin/sh
echo "configured with CXX=${CXX-} CXXFLAGS=${CXXFLAGS-}" >>"$NOTES"
[ "${CXX-}" != none ] || exit 1
printf '%s\n' "CMAKE_HOME_DIRECTORY:INTERNAL=$2" "CMAKE_CACHEFILE_DIR:INTERNAL=$4" >"$4/CMakeCache.txt"
: >"$4/build.ninja"
rm -f "$4/ipcbench"
END
  cat >bin/ninja <<'END'
#!/bin/sh
if [ "${3-}" = -n ]; then
  [ ! -x "$2/ipcbench" ] || echo "$NOTHING_TO_DO"
  exit
fi
echo built >>"$NOTES"
printf '#!/bin/sh\necho "the program: $*"\n' >"$2/ipcbench"
chmod +x "$2/ipcbench"
END
  chmod +x bin/* "$project/cmake/packages/install"
  export PATH=$PWD/bin:$PATH NOTES=$PWD/notes NOTHING_TO_DO='ninja: no work to do.'
  unset CXX CC CXXFLAGS CFLAGS LDFLAGS
}

# ipcbench_with VARIABLE=VALUE... : calls it; what it asked for is in `notes` then, its output in $output.
ipcbench_with() {
  rm -f notes
  run env "$@" "$project/ipcbench" run 'two words'
}

@test "the first call configures and builds, the second does neither" {
  ipcbench_with
  [ "$status" -eq 0 ]
  [ "$(cat notes)" = $'configured with CXX= CXXFLAGS=\nbuilt' ]
  [ "${lines[-1]}" = 'the program: run two words' ]

  ipcbench_with
  [ "$status" -eq 0 ]
  [ ! -e notes ]
  [ "$output" = 'the program: run two words' ]
}

@test "samurai's words for nothing to do are understood" {
  export NOTHING_TO_DO='samu: nothing to do'
  ipcbench_with
  ipcbench_with
  [ "$status" -eq 0 ]
  [ ! -e notes ]
}

@test "another compiler or other flags configure the folder anew, and so does their absence" {
  ipcbench_with
  ipcbench_with CXX=clang++-19
  [ "$(cat notes)" = $'configured with CXX=clang++-19 CXXFLAGS=\nbuilt' ]
  ipcbench_with CXX=clang++-19
  [ ! -e notes ]
  ipcbench_with CXX=clang++-19 CXXFLAGS='-O1 -g'
  [ "$(cat notes)" = $'configured with CXX=clang++-19 CXXFLAGS=-O1 -g\nbuilt' ]
  ipcbench_with
  [ "$(cat notes)" = $'configured with CXX= CXXFLAGS=\nbuilt' ]
}

@test "a compiler that does not work is not remembered" {
  ipcbench_with CXX=none
  [ "$status" -eq 2 ]
  [[ "${lines[-1]}" == 'ipcbench: the build failed; all of it is in '*/log.txt ]]
  ipcbench_with CXX=none
  [ "$status" -eq 2 ]
  [ "$(cat notes)" = 'configured with CXX=none CXXFLAGS=' ]
}

@test "a project that was moved is configured anew" {
  ipcbench_with
  mv "$project" "$project of mine"
  project="$project of mine" ipcbench_with
  [ "$status" -eq 0 ]
  [ "$(cat notes)" = $'configured with CXX= CXXFLAGS=\nbuilt' ]
}
