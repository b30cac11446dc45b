// One metric of a run as text tables, with its intervals.
#pragma once

#include <string>
#include <string_view>

#include "results/model.hpp"

namespace ipcbench {

/// A table for each pattern and placement that has the metric, at most `width` columns wide:
/// mechanisms downwards, sizes across.
[[nodiscard]] std::string metric_tables(const RunResult& run, std::string_view metric,
                                        std::size_t width);

}  // namespace ipcbench
