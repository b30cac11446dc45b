// Drawing boxes and whiskers.
#include "plots/spread_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/plain_text.hpp"
#include "plots/holes.hpp"
#include "plots/panel.hpp"
#include "plots/table.hpp"
#include "plots/text_width.hpp"

namespace ipcbench {

namespace {

constexpr double names_room = 170, numbers_room = 92;
constexpr double row_height = 20;
constexpr double head_height = 24;
constexpr double inner_margin = 0.03;
constexpr std::size_t most_ticks = 11;
constexpr double box_half = 5, interval_half = 8;

/// The axis holds all boxes and intervals; trials that are so many times further out are arrows.
constexpr double far_out = 2;

/// Between the two nearest values.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

struct Scattered {
  const FigureRow* row = nullptr;
  const CellResult* cell = nullptr;
  Estimate estimate;
  std::string text;  ///< of the estimate, as the tables have it
  std::vector<double> values;

  /// The middle half of the trials.
  [[nodiscard]] double first() const { return quantile(values, 0.25); }
  [[nodiscard]] double third() const { return quantile(values, 0.75); }
};

/// Of all values, but for odd ones: one of them would press all boxes together.
Range range_of(const std::vector<Scattered>& all) {
  Range middle(ScaleKind::logarithmic);
  for (const Scattered& one : all) {
    middle.add(one.estimate.value);
    const auto [low, high] = one.estimate.interval.value_or(std::pair{0.0, 0.0});
    middle.add(low);
    middle.add(high);
    if (one.values.empty()) continue;
    middle.add(one.first());
    middle.add(one.third());
  }
  Range range = middle;
  for (const Scattered& one : all) {
    for (const double value : one.values) {
      if (value * far_out >= middle.low() && value <= middle.high() * far_out) range.add(value);
    }
  }
  return range;
}

class Boxes {
 public:
  explicit Boxes(const FigureInput& input) : input_(input) {}

  void add(const std::vector<const FigureRow*>& rows, std::string_view title) {
    std::vector<Scattered> all;
    for (const FigureRow* row : rows) {
      const CellResult* cell = row->at(input_.message_bytes);
      const Shown what = shown(input_, cell);
      if (!what.estimate) continue;
      all.push_back({.row = row,
                     .cell = cell,
                     .estimate = *what.estimate,
                     .text = what.text,
                     .values = main_values_of(*cell)});
      std::erase_if(all.back().values, [](double value) { return !std::isfinite(value); });
      std::ranges::sort(all.back().values);
    }
    if (all.empty()) return;
    svg_.text({.x = 0, .y = y_ + font::head}, title, "head");
    const Box box{.x = names_room,
                  .y = y_ + head_height,
                  .width = drawing_width - names_room - numbers_room,
                  .height = row_height * static_cast<double>(all.size())};
    const Panel panel{.box = box,
                      .x = range_of(all).scale(box.x, box.right(), inner_margin),
                      .y = Scale(ScaleKind::linear, 0, 1, box.bottom(), box.y)};
    draw_across_axis(svg_, panel, log_ticks(panel.x, axis_unit(input_.metric), most_ticks));
    double y = box.y + row_height / 2;
    for (const Scattered& one : all) {
      add_row(one, panel.x, y);
      y += row_height;
    }
    y_ = box.bottom() + across_axis_height + 10;
  }

  [[nodiscard]] bool has_arrows() const { return has_arrows_; }
  [[nodiscard]] Drawing take() && { return {.svg = std::move(svg_), .height = y_}; }

 private:
  void add_row(const Scattered& one, const Scale& scale, double y) {
    const double text_y = y + font::label * 0.35;
    svg_.text({.x = 0, .y = text_y},
              fitting(plain_line(one.row->name), font::label, names_room - 12), "lab");
    const std::string width = half_width_text(one.estimate);
    svg_.text({.x = drawing_width, .y = text_y},
              width == "-" ? one.text : fmt::format("{} ±{}", one.text, width), "lab num",
              Anchor::end);
    svg_.open("g", {{"class", one.row->style.hue_class()}});
    svg_.tooltip(tooltip_of(input_, *one.cell));
    if (!one.values.empty()) add_box(one, scale, y);
    add_interval(one.estimate, scale, y);
    svg_.close();
  }

  void add_box(const Scattered& one, const Scale& scale, double y) {
    const double first = scale.at(one.first());
    const double third = scale.at(one.third());
    svg_.line({.x = scale.at(one.values.front()), .y = y}, {.x = first, .y = y}, "lead");
    svg_.line({.x = third, .y = y}, {.x = scale.at(one.values.back()), .y = y}, "lead");
    svg_.rect({.x = first, .y = y - box_half, .width = third - first, .height = 2 * box_half},
              "box");
    for (const double value : one.values) {
      if (value < scale.low() || value > scale.high()) continue;
      svg_.circle({.x = scale.at(value), .y = y}, 1.7, "faint");
    }
    if (one.values.front() < scale.low()) add_arrow(scale.at(scale.low()), y, -1);
    if (one.values.back() > scale.high()) add_arrow(scale.at(scale.high()), y, 1);
  }

  void add_arrow(double x, double y, double direction) {
    draw_arrow(svg_, {.x = x, .y = y}, direction);
    has_arrows_ = true;
  }

  void add_interval(const Estimate& estimate, const Scale& scale, double y) {
    const double x = scale.at(estimate.value);
    if (estimate.interval) {
      svg_.line({.x = scale.at(estimate.interval->first), .y = y},
                {.x = scale.at(estimate.interval->second), .y = y}, "thick");
    }
    svg_.line({.x = x, .y = y - interval_half}, {.x = x, .y = y + interval_half}, "ln");
  }

  const FigureInput& input_;
  Svg svg_;
  bool has_arrows_ = false;
  double y_ = 0;
};

}  // namespace

std::string spread_figure(const FigureInput& input) {
  const FigureData data = figure_data(input);
  Frame frame = frame_of(input, data,
                         fmt::format("{} at {}: how its trials scatter",
                                     metric_phrase(input.metric), size_text(input.message_bytes)));
  Boxes boxes(input);
  for (const Company company : {Company::sleeping, Company::spinning, Company::floor}) {
    boxes.add(data.rows_of(company), company_phrase(company));
  }
  const std::string_view arrows = boxes.has_arrows() ? " An arrow: a trial lies further out." : "";
  return framed(
      std::move(frame), std::move(boxes).take(),
      {.how_to_read = fmt::format(
           "A dot is a trial in fresh processes; the box holds their middle half, the whiskers "
           "reach the extremes. The upright line is the median, the thick one its 95\u00a0% "
           "interval; at the right both in {}.{} Logarithmic axes, a scale a group.",
           axis_unit(input.metric) == AxisUnit::ns ? "µs" : "MB/s", arrows),
       .holes = holes_at(data, input.message_bytes),
       .nothing = "Nothing of this size was measured."});
}

}  // namespace ipcbench
