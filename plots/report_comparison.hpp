// Several results side by side in fixed tables: what each has at one size, and the ratio to the
// first.
#pragma once

#include <span>
#include <string>

#include "results/report_data.hpp"

namespace ipcbench {

/// A section of the report; a table for each pattern of the first result, at
/// its usual placement.
[[nodiscard]] std::string report_comparison(std::span<const ReportedRun> runs);

}  // namespace ipcbench
