// Small multiples: a little panel for each row, all others behind it in grey.
#pragma once

#include <string>

#include "plots/figure_input.hpp"

namespace ipcbench {

[[nodiscard]] std::string multiples_figure(const FigureInput& input);

}  // namespace ipcbench
