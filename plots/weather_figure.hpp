// The weather over a run: the distance of the CPUs at each trial, the control cell and the stolen
// time of each round.
#pragma once

#include <string>

#include "plots/figure_input.hpp"

namespace ipcbench {

/// Of all cells at the input's placement; pattern, metric and size do not matter.
[[nodiscard]] std::string weather_figure(const FigureInput& input);

}  // namespace ipcbench
