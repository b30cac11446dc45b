// Drawing lines against sizes.
#include "plots/lines_figure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/plain_text.hpp"
#include "plots/holes.hpp"
#include "plots/label_placement.hpp"
#include "plots/panel.hpp"
#include "plots/text_width.hpp"

namespace ipcbench {

namespace {

constexpr double axis_room = 58;
constexpr double labels_room = 186;
constexpr double lead_room = 26;
constexpr double sample_width = 22;
constexpr double label_height = 13.5;
constexpr double head_height = 24;
constexpr double least_height = 120, usual_height = 330;
constexpr double inner_margin = 0.03;
/// With more rows than that, bands would cover each other.
constexpr std::size_t rows_with_bands = 6;
constexpr double ticks_apart = 30;

class Lines {
 public:
  Lines(const FigureInput& input, const FigureData& data) : input_(input), sizes_(data.sizes) {
    for (const std::size_t bytes : sizes_) sizes_range_.add(static_cast<double>(bytes));
  }

  /// Rows that share an axis; the panel is as high as their labels need.
  void add_panel(const std::vector<const FigureRow*>& rows, std::string_view title, double usual) {
    const Ends bands = rows.size() <= rows_with_bands ? Ends::included : Ends::left_out;
    Range values(ScaleKind::logarithmic);
    add_values(values, input_, rows, bands);
    if (values.empty()) return;
    svg_.text({.x = 0, .y = y_ + font::head}, title, "head");
    const Box box{.x = axis_room,
                  .y = y_ + head_height,
                  .width = drawing_width - axis_room - labels_room - lead_room,
                  .height = std::max(usual, label_height * static_cast<double>(rows.size()))};
    const Panel panel{.box = box,
                      .x = sizes_range_.scale(box.x, box.right(), inner_margin),
                      .y = values.scale(box.bottom(), box.y, inner_margin)};
    const auto most_ticks = static_cast<std::size_t>(box.height / ticks_apart);
    draw_across_axis(svg_, panel, size_ticks(sizes_));
    draw_upward_axis(svg_, panel, log_ticks(panel.y, axis_unit(input_.metric), most_ticks));
    std::vector<Curve> curves;
    for (const FigureRow* row : rows) {
      if (Curve curve = curve_of(input_, *row, panel); !curve.empty()) {
        curves.push_back(std::move(curve));
      }
    }
    for (const Curve& curve : curves) draw_curve(svg_, input_, curve, bands);
    add_labels(curves, box);
    y_ = box.bottom() + across_axis_height + 12;
  }

  [[nodiscard]] Drawing take() && { return {.svg = std::move(svg_), .height = y_}; }

 private:
  void add_labels(const std::vector<Curve>& curves, const Box& box) {
    std::vector<double> wanted;
    for (const Curve& curve : curves) wanted.push_back(curve.points.back().y);
    const auto placed = spread_apart(wanted, label_height, box.y - 4, box.bottom() + 4);
    for (std::size_t i = 0; i < curves.size(); ++i) {
      const Point end = curves[i].points.back();
      const double x = box.right() + lead_room;
      const RowStyle& style = curves[i].row->style;
      svg_.open("g", {{"class", style.hue_class()}});
      // A line that ends early, because larger messages do not exist, is led to its label, too.
      svg_.path(path_through({{.x = end.x + 5, .y = end.y},
                              {.x = std::max(box.right() + 4, end.x + 5), .y = end.y},
                              {.x = x - 3, .y = placed[i]}}),
                "lead");
      draw_sample(svg_, {.x = x, .y = placed[i]}, sample_width, style);
      svg_.close();
      const double room = labels_room - sample_width - 6;
      svg_.text({.x = x + sample_width + 6, .y = placed[i] + font::label * 0.35},
                fitting(plain_line(curves[i].row->name), font::label, room), "lab");
    }
  }

  const FigureInput& input_;
  std::vector<std::size_t> sizes_;
  Range sizes_range_{ScaleKind::logarithmic};
  Svg svg_;
  double y_ = 0;
};

}  // namespace

std::string lines_figure(const FigureInput& input) {
  const FigureData data = figure_data(input);
  Frame frame = frame_of(
      input, data, fmt::format("{} against the size of the message", metric_phrase(input.metric)));
  Lines lines(input, data);
  lines.add_panel(data.rows_of(Company::sleeping), company_phrase(Company::sleeping), usual_height);
  auto others = data.rows_of(Company::spinning);
  const bool spinning = !others.empty();
  std::ranges::copy(data.rows_of(Company::floor), std::back_inserter(others));
  lines.add_panel(others,
                  spinning ? "spins: keeps two CPUs busy; and the floors, which have no peer"
                           : company_phrase(Company::floor),
                  least_height);
  return framed(
      std::move(frame), std::move(lines).take(),
      {.how_to_read = "Both axes are logarithmic; the panels have scales of their own. A hue is a "
                      "family of mechanisms, marker and dash tell its members apart.",
       .holes = holes(data),
       .nothing = "No cell of this part of the run has such a figure."});
}

}  // namespace ipcbench
