// What a low latency costs: the median round trip against the CPU time of a message.
#pragma once

#include <string>
#include <vector>

#include "plots/figure_input.hpp"

namespace ipcbench {

[[nodiscard]] std::string cost_figure(const FigureInput& input);

/// Of points whose both coordinates are better when they are smaller: those to which no other is
/// better in one and at least as good in the other, by rising x.
[[nodiscard]] std::vector<std::size_t> pareto_front(const std::vector<Point>& points);

}  // namespace ipcbench
