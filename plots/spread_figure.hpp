// How much the trials of each row scatter at one size: box, whiskers, every trial, and the interval
// of the median.
#pragma once

#include <string>

#include "plots/figure_input.hpp"

namespace ipcbench {

[[nodiscard]] std::string spread_figure(const FigureInput& input);

}  // namespace ipcbench
