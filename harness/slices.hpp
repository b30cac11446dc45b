// Slices: how a session is warmed up and measured a piece at a time. Trials and arms share it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "harness/cell.hpp"
#include "harness/placement.hpp"
#include "harness/session.hpp"
#include "harness/slice.hpp"
#include "harness/weather.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

// A slice that takes this much longer than planned is taken for a hang. Generous: two processes
// that spin on one crowded CPU hand over once a time slice, and a wrong alarm costs a result. A
// process that dies is noticed at once anyhow.
inline constexpr std::chrono::seconds slice_deadline{20};

/// Messages at the start of every slice that wake both sides up and are not timed.
inline constexpr std::uint64_t wake_up_messages = 8;

/// What slices used up.
struct SliceUsage {
  Usage client, server;
  /// Messages that both sides moved meanwhile: a round trip is two.
  std::uint64_t messages = 0;
};

/// A session that is told to run slices of one pattern.
class SliceRunner {
 public:
  SliceRunner(Session& session, const Descriptor& descriptor, Pattern pattern,
              std::chrono::nanoseconds deadline)
      : session_(&session),
        pattern_(pattern),
        warms_up_(warms_up(descriptor, pattern)),
        deadline_(deadline) {}

  Outcome<Slice> run(std::uint64_t messages, std::uint64_t warmup);
  /// One more slice, under hardware counters and not timed: they cost something at each switch of
  /// processes. Nothing where the machine has none.
  Outcome<std::optional<Counters>> count(std::uint64_t messages);

  void set_deadline(std::chrono::nanoseconds deadline) { deadline_ = deadline; }
  /// Since it was forgotten last.
  [[nodiscard]] const SliceUsage& usage() const { return usage_; }
  /// What was used up and recorded so far counts no longer.
  void forget();

 private:
  [[nodiscard]] static bool warms_up(const Descriptor& descriptor, Pattern pattern);
  [[nodiscard]] Order order_for(std::uint64_t messages, std::uint64_t warmup) const;
  [[nodiscard]] std::uint64_t messages_moved(const Order& order) const;

  Session* session_;
  Pattern pattern_;
  bool warms_up_;
  std::chrono::nanoseconds deadline_;
  SliceUsage usage_;
};

/// Runs the slices of a calibration and forgets them. What a message took in the fastest of them.
[[nodiscard]] Outcome<double> warm_up(SliceRunner& runner, std::chrono::nanoseconds warmup,
                                      std::optional<double> expected_ns = {});

/// Exchanges known bytes and compares every one.
[[nodiscard]] Outcome<void> check_exchange(Session& session,
                                           Thoroughness thoroughness = Thoroughness::thorough,
                                           std::chrono::nanoseconds deadline = slice_deadline);

/// Nothing where the processes are not on two CPUs, or one was not there in time.
[[nodiscard]] Outcome<std::optional<double>> measure_distance(
    Session& session, const Cpus& cpus, std::chrono::nanoseconds deadline = slice_deadline);

}  // namespace ipcbench
