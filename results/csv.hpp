// A run as CSV: one line a figure, for spreadsheets and scripts.
#pragma once

#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// Columns without a value are empty, never 0. A cell without figures has one line, with its
/// reason.
[[nodiscard]] std::string to_csv(const RunResult& run);

}  // namespace ipcbench
