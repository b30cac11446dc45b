// Fences from what a figure did between consecutive runs.
#include "results/stored_threshold.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ipcbench {

namespace {

/// Beyond so many inter-quartile ranges a ratio is no ordinary one.
constexpr double far_out = 3;

/// Interpolated; `sorted` must not be empty.
double quantile(std::span<const double> sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - std::floor(place));
}

}  // namespace

StoredThreshold stored_threshold(double delta, std::span<const double> log_costs) {
  if (log_costs.size() < runs_for_history) {
    const double fixed = std::log1p(delta * delta_factor_without_history);
    return {.slower = fixed, .faster = fixed};
  }
  std::vector<double> ratios;
  for (std::size_t i = 1; i < log_costs.size(); ++i) {
    ratios.push_back(log_costs[i] - log_costs[i - 1]);
  }
  std::ranges::sort(ratios);
  const double low = quantile(ratios, 0.25);
  const double high = quantile(ratios, 0.75);
  const double reach = far_out * (high - low);
  const double least = std::log1p(delta);
  return {.slower = std::max(least, high + reach),
          .faster = std::max(least, reach - low),
          .from_history = true};
}

}  // namespace ipcbench
