// Hardware counters of the calling process, by perf_event_open(2).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "harness/weather.hpp"

namespace ipcbench {

/// Something that perf_event_open(2) can count.
struct CountedEvent {
  std::uint32_t type;
  std::uint64_t config;
};

enum class CountedSpace { user, user_and_kernel };

/// Events of the calling thread that are counted together: all of the time between start() and
/// stop(), or not at all. The group is pinned, so the kernel never shares its counters out by turns
/// (multiplexing); a pass of a few milliseconds that was counted half of the time and scaled up
/// would look like a count and be a guess.
class EventGroup {
 public:
  static Expected<EventGroup> open(std::span<const CountedEvent> events, CountedSpace space);

  /// From zero.
  [[nodiscard]] Status start() noexcept;
  /// One count for each event, in the order of open().
  [[nodiscard]] Expected<std::vector<std::uint64_t>> stop();

 private:
  EventGroup() = default;

  std::vector<Fd> events_;  // the first one leads the group
};

/// Cycles, instructions and cache misses: all three, or the reason why there are none.
/// With the kernel's part where that is allowed, else without it. Opened once in a process; one
/// that opens none pays nothing.
class HardwareCounters {
 public:
  static Expected<HardwareCounters> open();

  [[nodiscard]] Status start() noexcept { return group_.start(); }
  /// What this process used up since start(); `messages` is for the caller to fill in.
  [[nodiscard]] Expected<Counters> stop();

 private:
  HardwareCounters(EventGroup group, CountedSpace space)
      : group_(std::move(group)), space_(space) {}

  EventGroup group_;
  CountedSpace space_;
};

/// What a person can do about perf_event_open(2) that failed so, where kernel.perf_event_paranoid
/// has this value.
[[nodiscard]] std::string hint_for_perf(int code, std::optional<long long> paranoid);

}  // namespace ipcbench
