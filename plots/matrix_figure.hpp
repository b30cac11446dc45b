// The matrix: mechanisms downwards, sizes across, the values as numbers, colour for how much slower
// than the best.
#pragma once

#include <string>

#include "plots/figure_input.hpp"

namespace ipcbench {

[[nodiscard]] std::string matrix_figure(const FigureInput& input);

}  // namespace ipcbench
