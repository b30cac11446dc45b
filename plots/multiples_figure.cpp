// Drawing small multiples.
#include "plots/multiples_figure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/plain_text.hpp"
#include "plots/holes.hpp"
#include "plots/panel.hpp"
#include "plots/text_width.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t columns = 4;
constexpr double axis_room = 46;
constexpr double gap = 14;
constexpr double panel_height = 84;
constexpr double name_height = 18;
constexpr double head_height = 22;
constexpr double inner_margin = 0.06;
constexpr std::size_t most_ticks = 3;
constexpr double panel_width =
    (drawing_width - axis_room - gap * static_cast<double>(columns - 1)) / columns;

class Multiples {
 public:
  Multiples(const FigureInput& input, const FigureData& data) : input_(input), sizes_(data.sizes) {
    for (const std::size_t bytes : sizes_) sizes_range_.add(static_cast<double>(bytes));
  }

  /// Rows that share their scales.
  void add(std::vector<const FigureRow*> rows, Company company) {
    std::erase_if(rows, [&](const FigureRow* row) {
      return std::ranges::none_of(row->cells,
                                  [&](const CellResult* cell) { return has_figure(input_, cell); });
    });
    if (rows.empty()) return;
    Range values(ScaleKind::logarithmic);
    add_values(values, input_, rows, Ends::included);
    svg_.text({.x = 0, .y = y_ + font::head}, company_phrase(company), "head");
    y_ += head_height;
    const Panel model = panel_at({.x = 0, .y = 0}, values);
    const std::string background = fmt::format("{}-all-{}", input_.id, static_cast<int>(company));
    std::vector<std::vector<Point>> lines;
    for (const FigureRow* row : rows) lines.push_back(curve_of(input_, *row, model).points);
    define_background(svg_, background, lines);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::size_t column = i % columns;
      const Point at{.x = axis_room + static_cast<double>(column) * (panel_width + gap),
                     .y = y_ + name_height};
      const bool is_lowest = i + columns >= rows.size();
      add_panel(*rows[i], panel_at(at, values), background, column == 0, is_lowest);
      if (column + 1 == columns || i + 1 == rows.size()) y_ += name_height + panel_height + 10;
    }
    y_ += across_axis_height;
  }

  [[nodiscard]] Drawing take() && { return {.svg = std::move(svg_), .height = y_}; }

 private:
  [[nodiscard]] Panel panel_at(Point at, const Range& values) const {
    const Box box{.x = at.x, .y = at.y, .width = panel_width, .height = panel_height};
    return {.box = box,
            .x = sizes_range_.scale(box.x, box.right(), inner_margin),
            .y = values.scale(box.bottom(), box.y, inner_margin),
            .overhang = 0};
  }

  void add_panel(const FigureRow& row, const Panel& panel, const std::string& background,
                 bool is_first, bool is_lowest) {
    std::vector<Tick> sizes = size_ticks(sizes_);
    std::vector<Tick> values = log_ticks(panel.y, axis_unit(input_.metric), most_ticks);
    if (!is_lowest) std::ranges::for_each(sizes, [](Tick& tick) { tick.label.clear(); });
    if (!is_first) std::ranges::for_each(values, [](Tick& tick) { tick.label.clear(); });
    draw_across_axis(svg_, panel, sizes);
    draw_upward_axis(svg_, panel, values);
    draw_background(svg_, background, panel);
    const Curve curve = curve_of(input_, row, panel);
    draw_curve(svg_, input_, curve, Ends::included);
    const std::string ends = ends_text(curve);
    svg_.text(
        {.x = panel.box.x, .y = panel.box.y - 5},
        fitting(plain_line(row.name), font::label, panel_width - text_width(ends, font::foot)),
        "lab");
    svg_.text({.x = panel.box.right(), .y = panel.box.y - 5}, ends, "foot num", Anchor::end);
  }

  /// "36.1 to 497": what it is at the smallest and at the largest size.
  [[nodiscard]] std::string ends_text(const Curve& curve) const {
    std::string first = shown(input_, curve.cells.front()).text;
    if (curve.cells.size() == 1) return first;
    return fmt::format("{} to {}", first, shown(input_, curve.cells.back()).text);
  }

  const FigureInput& input_;
  std::vector<std::size_t> sizes_;
  Range sizes_range_{ScaleKind::logarithmic};
  Svg svg_;
  double y_ = 0;
};

}  // namespace

std::string multiples_figure(const FigureInput& input) {
  const FigureData data = figure_data(input);
  const std::string_view unit = axis_unit(input.metric) == AxisUnit::ns ? "µs" : "MB/s";
  Frame frame = frame_of(input, data,
                         fmt::format("{} of each mechanism, against the size of the message",
                                     metric_phrase(input.metric)));
  Multiples multiples(input, data);
  for (const Company company : {Company::sleeping, Company::spinning, Company::floor}) {
    multiples.add(data.rows_of(company), company);
  }
  return framed(
      std::move(frame), std::move(multiples).take(),
      {.how_to_read = fmt::format(
           "In grey: the others of the same group. Beside each name: {} at its smallest and at its "
           "largest size. Both axes are logarithmic; the band is the 95\u00a0% interval.",
           unit),
       .holes = holes(data),
       .nothing = "No cell of this part of the run has such a figure."});
}

}  // namespace ipcbench
