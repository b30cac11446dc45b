// A comparison as CSV: one line a finding.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

/// The first column says what a line is of: a cell, a mechanism (all sizes together), the control.
/// Columns without a value are empty. Changes are parts: 0.05 is 5 % slower.
[[nodiscard]] std::string comparison_csv(const Comparison& comparison);

}  // namespace ipcbench
