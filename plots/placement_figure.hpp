// The same rows at several placements of the two processes: what being near is worth.
#pragma once

#include <string>

#include "plots/figure_input.hpp"

namespace ipcbench {

/// Of all placements of the run that have the pattern; the input's own one does not matter.
[[nodiscard]] std::string placement_figure(const FigureInput& input);

}  // namespace ipcbench
