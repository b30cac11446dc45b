// Drawing axes and curves.
#include "plots/panel.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plots/text_width.hpp"

namespace ipcbench {

namespace {

constexpr double marker_radius = 2.6;
constexpr double word_gap = 6;

}  // namespace

void draw_upward_axis(Svg& svg, const Panel& panel, std::vector<Tick> ticks) {
  thin_out_upwards(ticks, panel.y, font::label);
  for (const Tick& tick : ticks) {
    const double y = panel.y.at(tick.value);
    svg.line({.x = panel.box.x, .y = y}, {.x = panel.box.right(), .y = y}, "grid");
    svg.text({.x = panel.box.x - word_gap, .y = y + font::label * 0.35}, tick.label, "ax num",
             Anchor::end);
  }
}

void draw_across_axis(Svg& svg, const Panel& panel, std::vector<Tick> ticks) {
  thin_out_across(ticks, panel.x, font::label);
  double end = panel.box.x - panel.overhang;
  for (const Tick& tick : ticks) {
    const double x = panel.x.at(tick.value);
    svg.line({.x = x, .y = panel.box.y}, {.x = x, .y = panel.box.bottom() + 3}, "grid");
    const double half = text_width(tick.label, font::label) / 2;
    const double middle = std::clamp(x, panel.box.x - panel.overhang + half,
                                     panel.box.right() + panel.overhang - half);
    // Moved inwards, it may now be too near to the one before it.
    if (tick.label.empty() || middle - half < end) continue;
    end = middle + half + word_gap;
    svg.text({.x = middle, .y = panel.box.bottom() + word_gap + font::label}, tick.label, "ax num",
             Anchor::middle);
  }
}

void define_background(Svg& svg, const std::string& id,
                       const std::vector<std::vector<Point>>& lines) {
  svg.open("defs");
  svg.open("g", {{"id", id}});
  for (const std::vector<Point>& points : lines) {
    // Its style comes from where it is used: a rule for figures does not reach into a copy.
    if (points.size() > 1) svg.leaf("path", {{"d", path_through(points)}});
  }
  svg.close();
  svg.close();
}

void draw_background(Svg& svg, const std::string& id, const Panel& panel) {
  svg.leaf("use", {{"class", "ctx"},
                   {"href", "#" + id},
                   {"transform", fmt::format("translate({} {})", svg_number(panel.box.x),
                                             svg_number(panel.box.y))}});
}

Curve curve_of(const FigureInput& input, const FigureRow& row, const Panel& panel) {
  Curve curve{.row = &row, .cells = {}, .points = {}, .upper = {}, .lower = {}};
  bool has_intervals = true;
  for (const CellResult* cell : row.cells) {
    const auto estimate = shown(input, cell).estimate;
    if (!estimate) continue;
    const double x = panel.x.at(static_cast<double>(cell->cell.message_bytes));
    curve.cells.push_back(cell);
    curve.points.push_back({.x = x, .y = panel.y.at(estimate->value)});
    const auto [low, high] = estimate->interval.value_or(std::pair{0.0, 0.0});
    has_intervals = has_intervals && estimate->interval.has_value();
    curve.upper.push_back({.x = x, .y = panel.y.at(high)});
    curve.lower.push_back({.x = x, .y = panel.y.at(low)});
  }
  if (!has_intervals) {
    curve.upper.clear();
    curve.lower.clear();
  }
  return curve;
}

void add_values(Range& range, const FigureInput& input, const std::vector<const FigureRow*>& rows,
                Ends ends) {
  for (const FigureRow* row : rows) {
    for (const CellResult* cell : row->cells) {
      const auto estimate = shown(input, cell).estimate;
      if (!estimate) continue;
      range.add(estimate->value);
      if (ends == Ends::left_out || !estimate->interval) continue;
      range.add(estimate->interval->first);
      range.add(estimate->interval->second);
    }
  }
}

void draw_curve(Svg& svg, const FigureInput& input, const Curve& curve, Ends bands) {
  const RowStyle& style = curve.row->style;
  svg.open("g", {{"class", style.hue_class()}});
  if (bands == Ends::included) svg.band(curve.upper, curve.lower, "band");
  svg.polyline(curve.points, "ln " + style.dash_class());
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    svg.open("g");
    svg.tooltip(tooltip_of(input, *curve.cells[i]));
    draw_marker(svg, curve.points[i], marker_radius, style);
    svg.close();
  }
  svg.close();
}

}  // namespace ipcbench
