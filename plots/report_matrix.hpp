// The report's matrix as a fixed table: for those who read it without scripts, and in print.
#pragma once

#include <string>

#include "plots/layout.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// Mechanisms downwards, sizes across, by the pattern's main metric; colours say how many times
/// slower than the best of the size, and notes below say why something is missing.
[[nodiscard]] std::string report_matrix(const RunResult& run, const TableSection& section);

/// What the colours mean.
[[nodiscard]] std::string matrix_key();

}  // namespace ipcbench
