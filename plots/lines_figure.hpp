// Latency or throughput against the size of the message: all rows in one panel for each way of
// waiting, named where their lines end.
#pragma once

#include <string>

#include "plots/figure_input.hpp"

namespace ipcbench {

[[nodiscard]] std::string lines_figure(const FigureInput& input);

}  // namespace ipcbench
