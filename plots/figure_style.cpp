// Spelling the style sheet, drawing markers.
#include "plots/figure_style.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace ipcbench {

namespace {

/// A property with the colour itself before the variable: renderers that know no variables, such as
/// librsvg, skip the second and keep the first.
std::string painted(std::string_view property, const Rgb& colour, std::string_view variable) {
  return fmt::format("{0}:{1};{0}:var(--{2})", property, colour.hex(), variable);
}

std::string variables(const Palette& palette) {
  std::string text = fmt::format("--bg:{};--ink:{};--soft:{};--grid:{};--ctx:{}",
                                 palette.background.hex(), palette.ink.hex(),
                                 palette.soft_ink.hex(), palette.grid.hex(), palette.context.hex());
  for (std::size_t i = 0; i < hue_count; ++i) {
    text += fmt::format(";--c{}:{}", i, palette.hues[i].hex());
  }
  for (std::size_t i = 0; i < heat_count; ++i) {
    text += fmt::format(";--q{}:{};--t{}:{}", i, palette.heat[i].hex(), i,
                        ink_on(palette.heat[i], palette).hex());
  }
  return text;
}

std::string colour_rules(const Palette& palette) {
  std::string text;
  for (std::size_t i = 0; i < hue_count; ++i) {
    text += fmt::format(".ipcb .c{}{{{}}}\n", i,
                        painted("color", palette.hues[i], fmt::format("c{}", i)));
  }
  for (std::size_t i = 0; i < heat_count; ++i) {
    const Rgb ink = ink_on(palette.heat[i], palette);
    text += fmt::format(".ipcb .q{0}{{{1}}}\n.ipcb .t{0}{{{2}}}\n", i,
                        painted("fill", palette.heat[i], fmt::format("q{}", i)),
                        painted("fill", ink, fmt::format("t{}", i)));
  }
  return text;
}

std::string ink_rules(const Palette& palette) {
  const std::string ink = painted("fill", palette.ink, "ink");
  const std::string soft = painted("fill", palette.soft_ink, "soft");
  const std::string ground = painted("fill", palette.background, "bg");
  std::string text = fmt::format(".ipcb .bg{{{}}}\n.ipcb text{{{}}}\n", ground, ink);
  text += fmt::format(".ipcb .title{{font-size:{}px;font-weight:600}}\n", font::title);
  text += fmt::format(".ipcb .sub{{font-size:{}px;{}}}\n", font::subtitle, soft);
  text += fmt::format(".ipcb .head{{font-size:{}px;font-weight:600}}\n", font::head);
  text += fmt::format(".ipcb .lab{{font-size:{}px}}\n", font::label);
  text += fmt::format(".ipcb .ax{{font-size:{}px;{}}}\n", font::label, soft);
  text += fmt::format(".ipcb .note{{font-size:{}px;{}}}\n", font::note, soft);
  text += fmt::format(".ipcb .foot{{font-size:{}px;{}}}\n", font::foot, soft);
  text += ".ipcb .b{font-weight:600}\n.ipcb .num{font-variant-numeric:tabular-nums}\n";
  text += fmt::format(".ipcb .soft{{{}}}\n", soft);
  // A name stays legible where a line passes behind it.
  text +=
      fmt::format(".ipcb .halo{{paint-order:stroke;{};stroke-width:3px;stroke-linejoin:round}}\n",
                  painted("stroke", palette.background, "bg"));
  return text;
}

std::string line_rules(const Palette& palette) {
  const std::string grid = painted("stroke", palette.grid, "grid");
  const std::string context = painted("stroke", palette.context, "ctx");
  const std::string soft = painted("stroke", palette.soft_ink, "soft");
  const std::string ink = painted("stroke", palette.ink, "ink");
  const std::string ground = painted("fill", palette.background, "bg");
  std::string text = fmt::format(".ipcb .grid{{{};fill:none}}\n", grid);
  text += fmt::format(".ipcb .axis{{{};fill:none}}\n", soft);
  text += fmt::format(".ipcb .rule{{{};fill:none;stroke-dasharray:4 3}}\n", soft);
  text += fmt::format(".ipcb .ctx{{{};fill:none;stroke-width:1}}\n", context);
  text += ".ipcb .ln{stroke:currentColor;fill:none;stroke-width:1.6;stroke-linejoin:round}\n";
  text += ".ipcb .thick{stroke:currentColor;fill:none;stroke-width:4;stroke-opacity:.45}\n";
  text += ".ipcb .lead{stroke:currentColor;fill:none;stroke-width:.7;stroke-opacity:.6}\n";
  text += ".ipcb .dot{fill:currentColor}\n";
  text += fmt::format(".ipcb .hol{{{};stroke:currentColor;stroke-width:1.3}}\n", ground);
  text += ".ipcb .faint{fill:currentColor;fill-opacity:.45}\n";
  text += ".ipcb .box{fill:currentColor;fill-opacity:.16;stroke:currentColor;stroke-opacity:.5}\n";
  text += ".ipcb .dots{stroke:currentColor;fill:none;stroke-width:2.4;stroke-linecap:round}\n";
  text += ".ipcb .band{fill:currentColor;fill-opacity:.13}\n";
  text += fmt::format(".ipcb .best{{fill:none;{};stroke-width:2}}\n", ink);
  text += fmt::format(".ipcb .gap{{{}}}\n", painted("fill", palette.grid, "grid"));
  constexpr std::array<std::string_view, dash_count> dashes = {"", "6 3", "2 2.5", "8 3 2 3",
                                                               "12 3"};
  for (std::size_t i = 1; i < dash_count; ++i) {
    text += fmt::format(".ipcb .d{}{{stroke-dasharray:{}}}\n", i, dashes[i]);
  }
  return text;
}

/// A polygon whose corners lie on a circle.
std::string corners_path(Point centre, double radius, std::size_t corners, double first_angle) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < corners; ++i) {
    const double angle =
        first_angle + 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(corners);
    points.push_back(
        {.x = centre.x + radius * std::cos(angle), .y = centre.y + radius * std::sin(angle)});
  }
  return path_through(points) + "Z";
}

/// Upright or lying on its side.
std::string cross_path(Point centre, double radius, bool is_upright) {
  const double first = is_upright ? 0 : std::numbers::pi / 4;
  std::string data;
  for (const double angle : {first, first + std::numbers::pi / 2}) {
    const double x = radius * 1.2 * std::cos(angle);
    const double y = radius * 1.2 * std::sin(angle);
    data += path_through(
        {{.x = centre.x - x, .y = centre.y - y}, {.x = centre.x + x, .y = centre.y + y}});
  }
  return data;
}

}  // namespace

std::string style_sheet(Theme theme) {
  const Palette& palette = palette_of(theme);
  std::string text = fmt::format(
      ".ipcb{{{};font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,"
      "sans-serif}}\n",
      variables(palette));
  if (theme == Theme::both) {
    text += fmt::format("@media (prefers-color-scheme:dark){{.ipcb{{{}}}}}\n",
                        variables(palette_of(Theme::dark)));
  }
  return text + ink_rules(palette) + line_rules(palette) + colour_rules(palette);
}

std::string RowStyle::hue_class() const {
  return fmt::format("c{}", hue);
}

std::string RowStyle::dash_class() const {
  return fmt::format("d{}", place % dash_count);
}

void draw_marker(Svg& svg, Point centre, double radius, const RowStyle& style) {
  struct Polygon {
    std::size_t corners;
    double size;  ///< in relation to a circle's radius, so that all look as heavy
    double first_angle;
  };
  constexpr double up = -std::numbers::pi / 2;
  constexpr std::array<Polygon, marker_count - 2> polygons = {{{4, 1.25, std::numbers::pi / 4},
                                                               {3, 1.35, up},
                                                               {4, 1.35, up},
                                                               {3, 1.35, -up},
                                                               {5, 1.2, up}}};
  // Filled until every shape was used, then hollow.
  const std::string_view kind = style.place / marker_count % 2 == 0 ? "dot" : "hol";
  const std::size_t shape = style.place % marker_count;
  if (shape == 0) {
    svg.circle(centre, radius, kind);
  } else if (shape <= polygons.size()) {
    const Polygon& polygon = polygons.at(shape - 1);
    svg.path(corners_path(centre, radius * polygon.size, polygon.corners, polygon.first_angle),
             kind);
  } else {
    svg.path(cross_path(centre, radius, kind == "dot"), "ln");
  }
}

void draw_arrow(Svg& svg, Point tip, double direction) {
  constexpr double half = 3.5;
  svg.path(path_through({{.x = tip.x - direction * half, .y = tip.y - half},
                         {.x = tip.x + direction, .y = tip.y},
                         {.x = tip.x - direction * half, .y = tip.y + half}}),
           "ln");
}

void draw_sample(Svg& svg, Point left_middle, double width, const RowStyle& style) {
  constexpr double radius = 2.6;
  svg.line(left_middle, {.x = left_middle.x + width, .y = left_middle.y},
           "ln " + style.dash_class());
  draw_marker(svg, {.x = left_middle.x + width / 2, .y = left_middle.y}, radius, style);
}

}  // namespace ipcbench
