// How much slower a cell must be than its stored figure before that is news.
#pragma once

#include <cstddef>
#include <span>

namespace ipcbench {

/// With so many earlier runs they say themselves how much a figure moves from run to run.
inline constexpr std::size_t runs_for_history = 20;
/// With fewer, a change must be so many times the delta of a duel, which sees no drift.
inline constexpr double delta_factor_without_history = 3;

/// Logarithms of cost ratios, both positive: a change within them is nobody's concern.
struct StoredThreshold {
  double slower = 0;
  double faster = 0;
  bool from_history = false;
};

/// `log_costs` are those of the earlier runs, the oldest first, the stored one last. Three
/// inter-quartile ranges beyond the quartiles of the consecutive ratios, at least delta.
[[nodiscard]] StoredThreshold stored_threshold(double delta, std::span<const double> log_costs);

}  // namespace ipcbench
