#!/usr/bin/env bash
# Plants one bug after the other into a copy of the sources and expects a certain test to fail.
#
#   tests/planted_bugs.sh [BUG...]
#
# A check that cannot fail is no check; this is the check of the checks.
set -euo pipefail
source_folder=$(cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
cd "$source_folder"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

# name | file | what is replaced (a fixed string) | by what | test program | its tests
bugs=(
  'short-write|transports/endpoints/byte_stream.hpp|message = message.subspan(static_cast<std::size_t>(written));|message = {};|conformance|*'
  'dropped-eintr|base/syscall.hpp|while (result == -1 && errno == EINTR) [[unlikely]] {|while (false) {|conformance|*'
  'write-end-kept|transports/pipe.hpp|    Channel replies = std::move(replies_);|    Channel replies = std::move(replies_); static Fd kept; kept = std::move(side == Side::client ? replies.write : requests.read);|conformance|*'
  'skipped-copy|transports/endpoints/ring.hpp|    std::memcpy(message.data(), slots_.payload(), message.size());|    ;|conformance|*'
  'reordered-store|transports/endpoints/ring.hpp|    slots_.sequence().store(++sent_, std::memory_order_release);|    slots_.sequence().store(++sent_, std::memory_order_relaxed);|threads|*'
  'lost-wake-up|transports/endpoints/waiters/futex.hpp|    if (shared_->asleep.load(std::memory_order_relaxed) == 0) return {};|    if (shared_->asleep.load(std::memory_order_relaxed) != 2) return {};|threads|RingTest/1.*'
)

say() { printf '%s\n' "$*"; }

# A weakened memory order is invisible on x86 and to gcc's ThreadSanitizer, which does not see the
# inlined copies; clang's sees it.
configure() {
  cmake -S "$copy" -B "$copy/build/conformance" -G Ninja -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS=-O1 -DIPCBENCH_TESTS=ON
  cmake -S "$copy" -B "$copy/build/threads" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_C_COMPILER=clang-19 \
    -DIPCBENCH_SANITIZE=thread -DIPCBENCH_TESTS=ON
}

build() { cmake --build "$copy/build/$1" --target "$1_tests"; }

# Ends by itself: a test that a bug makes hang is stopped and has failed.
run_tests() {
  TSAN_OPTIONS=halt_on_error=1 timeout --kill-after=5 60 \
    "$copy/build/$1/tests/$1_tests" --gtest_brief=1 --gtest_fail_fast "--gtest_filter=$2"
}

plant() {
  local text changed
  text=$(<"$copy/$1")
  changed=${text/"$2"/"$3"}
  [[ $changed != "$text" ]] || { say "$1: the code to break is gone: $2"; exit 1; }
  printf '%s\n' "$changed" >"$copy/$1"
}

git ls-files -z | xargs -0 cp --parents -t "$copy"
log=$copy/log
configure >"$log" 2>&1 || { cat "$log"; exit 1; }
for program in conformance threads; do
  build "$program" >"$log" 2>&1 || { tail -n 40 "$log"; exit 1; }
  run_tests "$program" '*' >"$log" 2>&1 || { tail -n 40 "$log"; say "$program fails without a bug"; exit 1; }
done
say 'without a bug: all tests pass'

caught=0
missed=0
for bug in "${bugs[@]}"; do
  IFS='|' read -r name file from to program filter <<<"$bug"
  if (($# > 0)) && [[ " $* " != *" $name "* ]]; then continue; fi
  plant "$file" "$from" "$to"
  build "$program" >"$log" 2>&1 || { tail -n 40 "$log"; say "$name: does not build"; exit 1; }
  if run_tests "$program" "$filter" >"$log" 2>&1; then
    say "$name: MISSED"
    missed=$((missed + 1))
  else
    by=$(grep -m1 -oE '^\[  FAILED  \] [^ ,]+' "$log" | sed 's/.*\] //' || true)
    [[ -n $by ]] || by=$(grep -m1 -oE 'WARNING: ThreadSanitizer: [a-z ]+' "$log" || echo 'a hang or a crash')
    say "$name: caught by $program: $by"
    caught=$((caught + 1))
  fi
  cp "$file" "$copy/$file"
done
say "$caught planted bugs caught, $missed missed"
((missed == 0 && caught > 0))
