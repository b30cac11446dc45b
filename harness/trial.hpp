// A trial: one fresh session of one cell, checked, warmed up, then measured in short slices.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/histogram.hpp"
#include "harness/cell.hpp"
#include "harness/interrupt.hpp"
#include "harness/mechanism.hpp"
#include "harness/placement.hpp"
#include "harness/session.hpp"
#include "harness/slices.hpp"
#include "harness/weather.hpp"

namespace ipcbench {

/// How long to measure. The same for every cell of a run.
struct TrialPlan {
  std::chrono::nanoseconds measured = std::chrono::milliseconds(20);
  /// A slice takes so long, or so many messages if that takes longer.
  std::chrono::nanoseconds slice = std::chrono::milliseconds(5);
  std::uint64_t slice_messages = 500;
  /// Messages have been on their way for at least this long before anything is timed.
  std::chrono::nanoseconds warmup = std::chrono::milliseconds(3);
  /// A trial of round trips goes on, for up to `longest_stretch` times `measured`, until it has so
  /// many of them: a 99th percentile of fewer says nothing.
  std::uint64_t round_trips_wanted = 1'000;

  /// Whether a trial ends with a slice under hardware counters.
  enum class Counting { off, on };
  Counting counters = Counting::on;

  static constexpr int longest_stretch = 6;
  /// Even if they are far shorter than planned: all of them are kept.
  static constexpr std::size_t most_slices = 8'000;
};

struct Trial {
  std::vector<Slice> slices;
  Histogram round_trips;  ///< empty for a stream
  Usage client, server;
  /// Messages that both sides moved while their usage was counted: a round trip is two.
  std::uint64_t usage_messages = 0;
  std::optional<Counters> counters;
  Weather weather;
  EffectiveSettings effective;
  /// What the session cost besides warm-up and slices: forks, check, orders, exit.
  std::int64_t overhead_ns = 0;
  /// What looking at the weather took; not part of the overhead.
  std::int64_t weather_ns = 0;

  [[nodiscard]] std::uint64_t sent() const;
  [[nodiscard]] std::uint64_t received() const;
  [[nodiscard]] std::int64_t elapsed_ns() const;
};

/// What earlier trials of a cell have shown, so that a later one need not find it out again.
struct Experience {
  std::optional<double> ns_per_message;  ///< nothing: this is the first trial
};

/// Measures one trial. `options.message_bytes` is the cell's size.
Outcome<Trial> run_trial(const Mechanism& mechanism, Pattern pattern, const LinkOptions& options,
                         Cpus cpus, const TrialPlan& plan, const Interrupt* interrupt,
                         const Experience& experience = {});

}  // namespace ipcbench
