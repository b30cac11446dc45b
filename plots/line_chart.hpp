// Lines over message sizes, both axes in logarithms, drawn with characters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "plots/sparkline.hpp"
#include "plots/table.hpp"

namespace ipcbench {

struct ChartLine {
  std::string label;
  int colour = 0;  ///< an ANSI code
  /// One for each size; a missing one is a gap.
  std::vector<std::optional<double>> values;
};

struct LineChart {
  std::vector<std::size_t> sizes;  ///< at least two, ascending
  std::vector<ChartLine> lines;
};

/// At most `width` columns wide; labels stand at the lines' ends, ticks at the measured sizes.
[[nodiscard]] std::string line_chart_text(const LineChart& chart, std::size_t width,
                                          Charset charset, Colour colour);

}  // namespace ipcbench
