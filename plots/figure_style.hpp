// The style sheet that all figures share, and how mechanisms of one hue are told apart.
#pragma once

#include <cstddef>
#include <string>

#include "plots/palette.hpp"
#include "plots/svg.hpp"

namespace ipcbench {

/// Sizes of fonts, as the style sheet has them.
namespace font {
inline constexpr double title = 17, subtitle = 12.5, head = 12, label = 11, note = 11.5, foot = 10;
}

/// The rules, every one for figures only, so that they may stand in a page with others.
[[nodiscard]] std::string style_sheet(Theme theme);

/// How a row is drawn: the hue of its family, and a marker and dash that no other row of the family
/// has together.
struct RowStyle {
  std::size_t hue = grey_hue;
  std::size_t place = 0;  ///< among the rows of its hue

  /// "c4": sets the current colour.
  [[nodiscard]] std::string hue_class() const;
  /// "d2": dashes.
  [[nodiscard]] std::string dash_class() const;
};

inline constexpr std::size_t marker_count = 7, dash_count = 5;

/// A marker around a point; the shapes are about as heavy as a circle of that radius.
void draw_marker(Svg& svg, Point centre, double radius, const RowStyle& style);

/// Something goes on beyond the edge: to the right, or by -1 to the left.
void draw_arrow(Svg& svg, Point tip, double direction);

/// A short piece of the row's line with its marker, for a legend.
void draw_sample(Svg& svg, Point left_middle, double width, const RowStyle& style);

}  // namespace ipcbench
