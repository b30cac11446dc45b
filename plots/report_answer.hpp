// How the report begins: which mechanism, for which needs, at which size, and what is against it.
#pragma once

#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// A sentence, a table of the best for each of the questions that everybody asks, and the caveats.
[[nodiscard]] std::string report_answer(const RunResult& run);

}  // namespace ipcbench
