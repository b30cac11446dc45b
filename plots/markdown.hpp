// A run as GitHub tables, for issues, pull requests and wikis.
#pragma once

#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// A table for each pattern and placement, then what is noisy, skipped or broken, and why.
[[nodiscard]] std::string to_markdown(const RunResult& run);

}  // namespace ipcbench
