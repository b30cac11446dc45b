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

# name | file | what is replaced (a fixed string) | by what | test program
bugs=(
  'counted-flip|results/regimes.cpp|trial.regime == regimes.shown;|(trial.regime == regimes.shown) + (trial.regime == Regime::flipped);|unit_tests'
  'one-look|results/figures.cpp|for (int looks = 0; looks < 2; ++looks) {|for (int looks = 0; looks < 1; ++looks) {|unit_tests'
  'off-by-one-rank|results/statistics.cpp|return std::pair{k, samples + 1 - k};|return std::pair{k + 1, samples - k};|unit_tests'
  'lost-control|results/json.cpp|json["control"] = run.control ? cell_json(*run.control) : Json(nullptr);|json["control"] = Json(nullptr);|unit_tests'
  'one-side-cost|results/figures.cpp|static_cast<double>(trial.client.*part) + static_cast<double>(trial.server.*part);|static_cast<double>(trial.client.*part);|unit_tests'
  'short-write|transports/endpoints/byte_stream.hpp|message = message.subspan(static_cast<std::size_t>(written));|message = {};|conformance_short_transfer'
  'dropped-eintr|base/syscall.hpp|while (result == -1 && errno == EINTR) [[unlikely]] {|while (false) {|conformance_interrupted'
  'write-end-kept|transports/pipe.hpp|    Channel replies = std::move(replies_);|    Channel replies = std::move(replies_); static Fd kept; kept = std::move(side == Side::client ? replies.write : requests.read);|conformance_peer_loss'
  'skipped-copy|transports/endpoints/ring.hpp|    std::memcpy(message.data(), slots_.payload(), message.size());|    ;|conformance_delivery'
  'reordered-store|transports/endpoints/ring.hpp|    slots_.sequence().store(++sent_, std::memory_order_release);|    slots_.sequence().store(++sent_, std::memory_order_relaxed);|threads_tests'
  'stolen-request|transports/endpoints/ring.hpp|return wanted_.compare_exchange_strong(due, 0);|return wanted_.exchange(due - due) != 0;|threads_tests'
  'lost-wake-up|transports/endpoints/waiters/futex.hpp|    if (shared_->asleep.load(std::memory_order_relaxed) == 0) return {};|    if (shared_->asleep.load(std::memory_order_relaxed) != 2) return {};|threads_tests'
)

say() { printf '%s\n' "$*"; }

# A weakened memory order is invisible on x86 and to gcc's ThreadSanitizer, which does not see the
# inlined copies; clang's sees it.
configure() {
  cmake -S "$copy" -B "$copy/build/plain" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DIPCBENCH_TESTS=ON
  cmake -S "$copy" -B "$copy/build/tsan" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_C_COMPILER=clang-19 \
    -DIPCBENCH_SANITIZE=thread -DIPCBENCH_TESTS=ON
}

folder_of() { case $1 in threads_tests) echo "$copy/build/tsan" ;; *) echo "$copy/build/plain" ;; esac; }
build() { cmake --build "$(folder_of "$1")" --target "$1"; }

# Ends by itself: a test that a bug makes hang is stopped and has failed.
run_tests() {
  TSAN_OPTIONS=halt_on_error=1 timeout --kill-after=5 150 \
    "$(folder_of "$1")/tests/$1" --gtest_brief=1 --gtest_fail_fast
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
mapfile -t programs < <(printf '%s\n' "${bugs[@]##*|}" | sort -u)
for program in "${programs[@]}"; do
  build "$program" >"$log" 2>&1 || { tail -n 40 "$log"; exit 1; }
  run_tests "$program" >"$log" 2>&1 || { tail -n 40 "$log"; say "$program fails without a bug"; exit 1; }
done
say 'without a bug: all tests pass'

caught=0
missed=0
for bug in "${bugs[@]}"; do
  IFS='|' read -r name file from to program <<<"$bug"
  if (($# > 0)) && [[ " $* " != *" $name "* ]]; then continue; fi
  plant "$file" "$from" "$to"
  build "$program" >"$log" 2>&1 || { tail -n 40 "$log"; say "$name: does not build"; exit 1; }
  if run_tests "$program" >"$log" 2>&1; then
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
