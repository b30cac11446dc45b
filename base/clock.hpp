// The one clock: monotonic, the same in every process, read without a system call.
#pragma once

#include <cstdint>
#include <ctime>

namespace ipcbench {

[[nodiscard]] inline std::int64_t now_ns() noexcept {
  timespec time;
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

/// The clock as an object, so that tests can put a stepping one in its place.
struct MonotonicClock {
  [[nodiscard]] std::int64_t operator()() const noexcept { return now_ns(); }
};

}  // namespace ipcbench
