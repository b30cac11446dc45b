// Drawing latency against cost.
#include "plots/cost_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/plain_text.hpp"
#include "plots/holes.hpp"
#include "plots/label_placement.hpp"
#include "plots/panel.hpp"
#include "plots/table.hpp"

namespace ipcbench {

namespace {

constexpr double axis_room = 58;
constexpr double head_height = 24;
constexpr double usual_height = 400, least_height = 170;
/// More rows than that fill a panel of the usual height.
constexpr std::size_t few_rows = 4;
constexpr double ticks_apart = 42;
constexpr double inner_margin = 0.09;
constexpr std::size_t most_ticks = 9;
constexpr double marker_radius = 4;
constexpr double axis_title_height = 16;

struct Priced {
  const FigureRow* row = nullptr;
  const CellResult* cell = nullptr;
  Estimate latency, cost;
  bool noisy = false;
};

std::vector<Priced> priced_rows(const std::vector<const FigureRow*>& rows,
                                const FigureInput& input) {
  FigureInput cost_input = input;
  cost_input.metric = "cpu_per_message";
  std::vector<Priced> all;
  for (const FigureRow* row : rows) {
    const CellResult* cell = row->at(input.message_bytes);
    const Shown latency = shown(input, cell);
    const auto cost = shown(cost_input, cell).estimate;
    if (latency.estimate && cost) {
      all.push_back({.row = row,
                     .cell = cell,
                     .latency = *latency.estimate,
                     .cost = *cost,
                     .noisy = latency.noisy});
    }
  }
  return all;
}

class Clouds {
 public:
  explicit Clouds(const FigureInput& input) : input_(input) {}

  void add(const std::vector<const FigureRow*>& rows, std::string_view title) {
    const auto all = priced_rows(rows, input_);
    if (all.empty()) return;
    if (all.size() == 1) {
      svg_.text({.x = 0, .y = y_ + font::head}, title, "head");
      svg_.text({.x = axis_room, .y = y_ + head_height + font::head}, tooltip_text(all.front()),
                "lab");
      y_ += 2 * head_height + 4;
      return;
    }
    Range costs(ScaleKind::logarithmic);
    Range latencies(ScaleKind::logarithmic);
    for (const Priced& one : all) {
      costs.add(one.cost.value);
      latencies.add(one.latency.value);
    }
    svg_.text({.x = 0, .y = y_ + font::head}, title, "head");
    const Box box{.x = axis_room,
                  .y = y_ + head_height,
                  .width = drawing_width - axis_room - 8,
                  .height = all.size() <= few_rows ? least_height : usual_height};
    const Panel panel{.box = box,
                      .x = costs.scale(box.x, box.right(), inner_margin),
                      .y = latencies.scale(box.bottom(), box.y, inner_margin)};
    draw_across_axis(svg_, panel, log_ticks(panel.x, AxisUnit::ns, most_ticks));
    draw_upward_axis(
        svg_, panel,
        log_ticks(panel.y, AxisUnit::ns, static_cast<std::size_t>(box.height / ticks_apart)));
    add_cloud(all, panel);
    y_ = box.bottom() + across_axis_height;
    svg_.text({.x = box.right(), .y = y_ + font::label},
              "CPU time a message, both sides together: further left is cheaper", "ax",
              Anchor::end);
    y_ += axis_title_height + 14;
  }

  [[nodiscard]] Drawing take() && { return {.svg = std::move(svg_), .height = y_}; }

 private:
  void add_cloud(const std::vector<Priced>& all, const Panel& panel) {
    std::vector<Point> points;
    std::vector<Point> values;
    std::vector<std::string> names;
    for (const Priced& one : all) {
      points.push_back({.x = panel.x.at(one.cost.value), .y = panel.y.at(one.latency.value)});
      // As in the tables, a noisy cell wins nothing.
      constexpr double worst = std::numeric_limits<double>::infinity();
      values.push_back(one.noisy ? Point{.x = worst, .y = worst}
                                 : Point{.x = one.cost.value, .y = one.latency.value});
      names.push_back((one.noisy ? "~" : "") + plain_line(one.row->name, 30));
    }
    const auto front = pareto_front(values);
    add_front(points, front, panel.box);
    const auto labels = place_around(points, names, font::label, panel.box);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool is_best = std::ranges::find(front, i) != front.end();
      svg_.open("g", {{"class", all[i].row->style.hue_class()}});
      svg_.tooltip(tooltip_text(all[i]));
      const std::optional<PlacedLabel>& label = labels[i];
      if (label && label->far) {
        svg_.line(points[i], nearest(label->box, points[i]), "lead");
      }
      draw_marker(svg_, points[i], marker_radius, all[i].row->style);
      svg_.close();
      if (label) svg_.text(label->at, names[i], is_best ? "lab halo b" : "lab halo");
    }
  }

  /// A staircase: to be left of it and below it is better than everything that was measured.
  void add_front(const std::vector<Point>& points, const std::vector<std::size_t>& front,
                 const Box& box) {
    if (front.empty()) return;
    std::vector<Point> steps = {{.x = points[front.front()].x, .y = box.y}};
    for (std::size_t i = 0; i < front.size(); ++i) {
      const Point& point = points[front[i]];
      if (i > 0) steps.push_back({.x = point.x, .y = points[front[i - 1]].y});
      steps.push_back(point);
    }
    steps.push_back({.x = box.right(), .y = points[front.back()].y});
    svg_.polyline(steps, "rule");
  }

  static Point nearest(const Box& box, const Point& point) {
    return {.x = std::clamp(point.x, box.x, box.right()),
            .y = std::clamp(point.y, box.y, box.bottom())};
  }

  [[nodiscard]] std::string tooltip_text(const Priced& one) const {
    return fmt::format("{}; {} µs of CPU a message", tooltip_of(input_, *one.cell),
                       brief_number(one.cost.value * 1e-3));
  }

  const FigureInput& input_;
  Svg svg_;
  double y_ = 0;
};

}  // namespace

std::vector<std::size_t> pareto_front(const std::vector<Point>& points) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(points[i].x, points[i].y); });
  std::vector<std::size_t> front;
  double best = std::numeric_limits<double>::infinity();
  for (const std::size_t i : order) {
    if (points[i].y >= best) continue;
    best = points[i].y;
    front.push_back(i);
  }
  return front;
}

std::string cost_figure(const FigureInput& input) {
  const FigureData data = figure_data(input);
  Frame frame = frame_of(input, data,
                         fmt::format("What a low latency costs: median round trip at {} against "
                                     "CPU time",
                                     size_text(input.message_bytes)));
  Clouds clouds(input);
  for (const Company company : {Company::sleeping, Company::spinning}) {
    clouds.add(data.rows_of(company), company_phrase(company));
  }
  return framed(
      std::move(frame), std::move(clouds).take(),
      {.how_to_read =
           "Left and below is better. Dashed, with names in bold: the front, rows to which no "
           "other is better in both, noisy ones apart. A round trip is two messages. A row that "
           "spins needs its CPUs also while there is nothing to do, which this figure does not "
           "count. Logarithmic axes.",
       .holes = holes_at(data, input.message_bytes),
       .nothing = "No cell of this size has both a round trip and a CPU time."});
}

}  // namespace ipcbench
