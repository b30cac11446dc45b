// The distribution of round trips at one size, its upper end in nines: how often is it how late?
#pragma once

#include <string>

#include "plots/figure_input.hpp"

namespace ipcbench {

[[nodiscard]] std::string distribution_figure(const FigureInput& input);

}  // namespace ipcbench
