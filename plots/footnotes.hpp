// What has to be said below a table: marks, regimes, the control cell, skips with their reasons.
#pragma once

#include <cstddef>
#include <string>

#include "results/model.hpp"

namespace ipcbench {

[[nodiscard]] std::string footnotes(const RunResult& run, std::size_t width);

}  // namespace ipcbench
