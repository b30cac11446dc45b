// A run as CSV: one line a figure, for spreadsheets and scripts.
#pragma once

#include <string>
#include <string_view>

#include "results/model.hpp"

namespace ipcbench {

/// Columns without a value are empty, never 0. A cell without figures has one line, with its
/// reason.
[[nodiscard]] std::string to_csv(const RunResult& run);

/// A text as a field: in quotes where it needs them, and in one line.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace ipcbench
