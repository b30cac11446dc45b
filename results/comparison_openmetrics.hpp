// A comparison as OpenMetrics text: how much slower B is, and how sure that is.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

[[nodiscard]] std::string comparison_openmetrics(const Comparison& comparison);

}  // namespace ipcbench
