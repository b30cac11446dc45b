// What one trial says of a metric that rows are ranked by.
#pragma once

#include <optional>
#include <string_view>

#include "results/model.hpp"

namespace ipcbench {

/// Nothing for metrics that are not ranked by, and where the trial says too little.
[[nodiscard]] std::optional<double> trial_value(const CellResult& cell, const TrialRecord& trial,
                                                std::string_view metric);

}  // namespace ipcbench
