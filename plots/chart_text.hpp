// A run as charts for a terminal: a bar for each size of each mechanism, and lines of the best few.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "plots/sparkline.hpp"
#include "plots/table.hpp"
#include "results/model.hpp"

namespace ipcbench {

struct ChartStyle {
  std::size_t width = 80;
  Charset charset = Charset::utf8;
  Colour colour = Colour::off;
};

/// For each pattern and placement that has the metric; an empty one is the pattern's main metric.
/// Floors are not drawn: they would leave no room for the differences of the others.
[[nodiscard]] std::string chart_text(const RunResult& run, std::string_view metric,
                                     const ChartStyle& style);

}  // namespace ipcbench
