// What stands around every figure: title, what is better, notes, and where it was measured.
#pragma once

#include <string>
#include <vector>

#include "plots/palette.hpp"
#include "plots/svg.hpp"

namespace ipcbench {

/// Of every figure, margins included.
inline constexpr double figure_width = 880;
inline constexpr double figure_margin = 16;
/// What a drawing may use; its left edge is 0.
inline constexpr double drawing_width = figure_width - 2 * figure_margin;

struct Frame {
  std::string id;        ///< of the figure, unique in a page
  std::string title;     ///< what is shown
  std::string subtitle;  ///< where, in which regime, and what is better
  /// In words for those who do not see it.
  std::string description;
  std::vector<std::string> notes;  ///< what has to be known to read it, a paragraph each
  std::string machine;             ///< CPU, kernel, date, build
  Theme theme = Theme::both;
};

/// What a figure draws below its title, from y = 0 on.
struct Drawing {
  Svg svg;
  double height = 0;
};

/// The whole file.
[[nodiscard]] std::string framed(const Frame& frame, Drawing drawing);

/// The text in lines that are at most so wide.
[[nodiscard]] std::vector<std::string> lines_within(std::string_view text, double font_size,
                                                    double width);

}  // namespace ipcbench
