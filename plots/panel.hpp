// A rectangle with two axes, and curves in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plots/axis.hpp"
#include "plots/figure_input.hpp"
#include "plots/svg.hpp"

namespace ipcbench {

struct Panel {
  Box box;
  Scale x, y;
  /// How far words below it may stick out at its sides.
  double overhang = 40;
};

/// Lines across the panel, words left of it; none of the words touches another.
void draw_upward_axis(Svg& svg, const Panel& panel, std::vector<Tick> ticks);
/// Lines down the panel, words below it.
void draw_across_axis(Svg& svg, const Panel& panel, std::vector<Tick> ticks);
/// Height that the words below a panel take.
inline constexpr double across_axis_height = 22;

/// Lines that stand in grey behind several panels of one size: written once, as of a panel whose
/// left upper corner is 0, then put behind each.
void define_background(Svg& svg, const std::string& id,
                       const std::vector<std::vector<Point>>& lines);
void draw_background(Svg& svg, const std::string& id, const Panel& panel);

/// One row of a run against the size of the message, in places of the drawing.
struct Curve {
  const FigureRow* row = nullptr;
  std::vector<const CellResult*> cells;
  std::vector<Point> points;
  /// The ends of the intervals; empty if one of them has none.
  std::vector<Point> upper, lower;

  [[nodiscard]] bool empty() const { return points.empty(); }
};

[[nodiscard]] Curve curve_of(const FigureInput& input, const FigureRow& row, const Panel& panel);

/// All values of rows and, where they are wanted, the ends of the intervals.
enum class Ends { left_out, included };
void add_values(Range& range, const FigureInput& input, const std::vector<const FigureRow*>& rows,
                Ends ends);

/// Band, line, and a marker with its tooltip at each size.
void draw_curve(Svg& svg, const FigureInput& input, const Curve& curve, Ends bands);

}  // namespace ipcbench
