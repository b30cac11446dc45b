// The figures of a cell: what its trials say, metric by metric.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "results/model.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

/// One figure; without an estimate, the reason why there is none.
struct Figure {
  std::string_view metric;
  std::string_view unit;
  std::optional<Estimate> estimate;
  std::string reason;
};

/// Messages that a trial needs before a quantile so far out means anything.
inline constexpr std::uint64_t p99_messages = 1'000;
inline constexpr std::uint64_t p999_messages = 10'000;

/// All figures of a measured cell, in the order of the CSV. Empty without
/// trials, and for a cell that failed.
[[nodiscard]] std::vector<Figure> figures_of(const CellResult& cell);

/// One of them, if the cell has it and it has an estimate.
[[nodiscard]] std::optional<Estimate> figure_of(const CellResult& cell, std::string_view metric);

/// What each counted trial adds to the cell's main figure, which is their median.
[[nodiscard]] std::vector<double> main_values_of(const CellResult& cell);

/// Half the interval's width in relation to the value; infinite without an interval.
[[nodiscard]] double half_width_ratio(const Estimate& estimate);
/// Whether the cell's main figure is so sure that more trials are not worth their time: somewhat
/// surer than was asked for, see statistics.hpp.
[[nodiscard]] bool reached_target(const CellResult& cell, double target_ratio);

/// The metric that a pattern is ranked by: "rtt_p50" or "throughput".
[[nodiscard]] std::string_view main_metric(Pattern pattern);
[[nodiscard]] bool lower_is_better(std::string_view metric);

/// What one trial says of a metric that rows are ranked by. Nothing for metrics that are not ranked
/// by, and where the trial says too little.
[[nodiscard]] std::optional<double> trial_value(const CellResult& cell, const TrialRecord& trial,
                                                std::string_view metric);

}  // namespace ipcbench
