// A run as OpenMetrics text, for Prometheus and what reads its format.
#pragma once

#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// Base units (seconds, bytes, ratios); a gauge for each metric and for the ends of its interval.
[[nodiscard]] std::string to_openmetrics(const RunResult& run);

}  // namespace ipcbench
