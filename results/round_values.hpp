// What each round of a duel says of one arm, metric by metric: for consumers that want samples.
#pragma once

#include <cstdint>
#include <optional>

#include "results/verdict.hpp"

namespace ipcbench {

enum class WhichArm { a, b };

/// As changes.hpp has a round's cost; nothing if there is none.
struct RoundValue {
  std::optional<double> p50_ns = {}, p99_ns = {};  ///< of round trips
  std::optional<double> ns_per_message = {};       ///< of streams
  std::uint64_t messages = 0;
};

[[nodiscard]] RoundValue round_value(const ComparedCell& cell, const DuelRound& round,
                                     WhichArm arm);

/// 10^6 bytes a second.
[[nodiscard]] double megabytes_per_second(const Cell& cell, double ns_per_message);

/// An arm's own figure with an interval, where its rounds give one: in the metric's unit. Levels
/// wander with the machine, so this interval is wider than the change's.
[[nodiscard]] std::optional<Estimate> level(const ComparedCell& cell, const Finding& finding,
                                            WhichArm arm);

}  // namespace ipcbench
