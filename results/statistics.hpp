// Estimates from independent trials: medians with order-statistic intervals.
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace ipcbench {

/// A figure and how sure it is; no interval where there are too few trials for one.
struct Estimate {
  double value = 0;
  std::optional<std::pair<double, double>> interval;
};

/// With fewer trials there is no interval: no pair of ranks encloses the median often enough.
inline constexpr std::size_t trials_for_interval = 6;

/// The ranks (from 1) whose values enclose the median of the distribution in at least 95 % of all
/// samples of this size, whatever the distribution. Nothing below 6, where no pair of ranks does.
[[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> median_interval_ranks(
    std::size_t samples);

/// The middle value, or the mean of the two middle ones. `values` must not be empty.
[[nodiscard]] double median(std::vector<double> values);

/// Of what must not be empty, too; the deviation of a single value is 0.
[[nodiscard]] double mean(const std::vector<double>& values);
[[nodiscard]] double standard_deviation(const std::vector<double>& values);
/// The deviation in parts of the mean; 0 where the mean is 0.
[[nodiscard]] double variation(const std::vector<double>& values);

[[nodiscard]] Estimate median_with_interval(std::vector<double> values);
/// With an interval that goes a rank further on both sides, where there is one: for deciding by its
/// width, which would prefer intervals that are narrow by luck.
[[nodiscard]] Estimate median_with_wider_interval(std::vector<double> values);

}  // namespace ipcbench
