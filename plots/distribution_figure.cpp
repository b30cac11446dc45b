// Drawing distributions, a panel a family.
#include "plots/distribution_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "base/plain_text.hpp"
#include "plots/holes.hpp"
#include "plots/nines.hpp"
#include "plots/panel.hpp"
#include "plots/table.hpp"
#include "plots/text_width.hpp"
#include "results/names.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t columns = 2;
constexpr double axis_room = 56;
constexpr double gap = 24;
constexpr double head_height = 22;
constexpr double least_height = 190;
constexpr double legend_line = 14;
/// So much lower the curves come from the left.
constexpr double below_legend = 110;
constexpr double sample_width = 22;
constexpr double marker_radius = 2.6;
constexpr std::size_t most_steps = 160;
constexpr std::size_t most_ticks = 5;
/// Quicker than all but one of a hundred is chance.
constexpr double least_share = 0.01;
/// The axis begins where the quickest row has so many: one odd trial would make it long.
constexpr double first_share = 0.2;
/// Room at the left, in parts of the axis: there the legend stands, as no curve is so high there.
constexpr double legend_room = 0.4;
constexpr double panel_width =
    (drawing_width - static_cast<double>(columns) * axis_room - gap) / columns;

struct NamedDistribution {
  const FigureRow* row = nullptr;
  Distribution distribution;

  /// Where the legend lists it: by the tail, which is what the figure is for.
  [[nodiscard]] double tail() const {
    constexpr double far_out = 0.99;
    const auto& steps = distribution.steps;
    const auto found =
        std::ranges::find_if(steps, [](const Share& step) { return step.share >= far_out; });
    return found == steps.end() ? steps.back().ns : found->ns;
  }
};

using Distributions = std::vector<NamedDistribution>;

Distributions distributions_of(const std::vector<const FigureRow*>& rows, std::size_t bytes) {
  Distributions all;
  for (const FigureRow* row : rows) {
    const CellResult* cell = row->at(bytes);
    if (cell == nullptr || !cell->measured()) continue;
    Distribution distribution = distribution_of(*cell, most_steps);
    std::erase_if(distribution.steps, [](const Share& step) { return step.share < least_share; });
    if (distribution.steps.size() > 1) all.push_back({row, std::move(distribution)});
  }
  return all;
}

/// How high a panel is, so that the legend of every one lies above its curves.
double height_of(const std::vector<Distributions>& companies) {
  std::size_t most = 0;
  for (const Distributions& company : companies) {
    std::map<std::size_t, std::size_t> count;
    for (const NamedDistribution& one : company) most = std::max(most, ++count[one.row->style.hue]);
  }
  return std::max(least_height, legend_line * static_cast<double>(most) + below_legend);
}

class Panels {
 public:
  Panels(std::string id, double height) : id_(std::move(id)), height_(height) {}

  /// Those that may be compared, a panel a family; the others in grey behind it.
  void add(const Distributions& company, std::string_view what) {
    if (company.empty()) return;
    const Axes axes = axes_of(company);
    const std::string background = fmt::format("{}-all-{}", id_, ++companies_);
    std::vector<std::vector<Point>> lines;
    for (const NamedDistribution& one : company) {
      lines.push_back(places(one, panel_at({.x = 0, .y = 0}, axes)));
    }
    define_background(svg_, background, lines);
    for (const Family family : {Family::pipe, Family::unix_socket, Family::inet_socket,
                                Family::message_queue, Family::shared_memory}) {
      Distributions own;
      std::ranges::copy_if(company, std::back_inserter(own), [&](const NamedDistribution& one) {
        return one.row->style.hue == hue_of(family);
      });
      if (own.empty()) continue;
      std::ranges::sort(own, {}, &NamedDistribution::tail);
      const Point at{
          .x = axis_room + static_cast<double>(column_) * (panel_width + gap + axis_room),
          .y = y_ + head_height};
      svg_.text({.x = at.x, .y = y_ + font::head}, fmt::format("{}{}", name_of(family), what),
                "head");
      add_panel(own, panel_at(at, axes), background);
      next_column();
    }
  }

  [[nodiscard]] Drawing take() && {
    if (y_ == 0 && column_ == 0) return {};
    const double below = column_ == 0 ? 0 : head_height + height_ + across_axis_height;
    return {.svg = std::move(svg_), .height = y_ + below + 6};
  }

 private:
  struct Axes {
    double shortest = 0, longest = 0, deepest = 1;
  };

  static Axes axes_of(const Distributions& company) {
    Range times(ScaleKind::logarithmic);
    Axes axes;
    for (const NamedDistribution& one : company) {
      const auto& steps = one.distribution.steps;
      const auto first =
          std::ranges::find_if(steps, [](const Share& step) { return step.share >= first_share; });
      times.add(first == steps.end() ? steps.back().ns : first->ns);
      times.add(one.distribution.steps.back().ns);
      axes.deepest = std::max(axes.deepest, nines_of(one.distribution.steps.back().share));
    }
    axes.shortest = times.low() / std::pow(times.high() / times.low(), legend_room);
    axes.longest = times.high() * 1.05;
    return axes;
  }

  [[nodiscard]] Panel panel_at(Point at, const Axes& axes) const {
    const Box box{.x = at.x, .y = at.y, .width = panel_width, .height = height_};
    return {.box = box,
            .x = Scale(ScaleKind::logarithmic, axes.shortest, axes.longest, box.x, box.right()),
            .y = Scale(ScaleKind::linear, 0, axes.deepest * 1.02, box.bottom(), box.y)};
  }

  void add_panel(const Distributions& own, const Panel& panel, const std::string& background) {
    draw_axes(panel);
    draw_background(svg_, background, panel);
    for (const NamedDistribution& one : own) {
      svg_.open("g", {{"class", one.row->style.hue_class()}});
      svg_.tooltip(plain_line(one.row->name));
      const std::vector<Point> points = places(one, panel);
      svg_.polyline(points, "ln " + one.row->style.dash_class());
      if (!points.empty()) draw_marker(svg_, points.back(), marker_radius, one.row->style);
      svg_.close();
    }
    add_legend(own, panel.box);
  }

  static std::vector<Point> places(const NamedDistribution& one, const Panel& panel) {
    std::vector<Point> points;
    for (const Share& step : one.distribution.steps) {
      if (step.ns < panel.x.low()) continue;
      points.push_back({.x = panel.x.at(step.ns), .y = panel.y.at(nines_of(step.share))});
    }
    return points;
  }

  void draw_axes(const Panel& panel) {
    constexpr double half = 0.5;
    std::vector<Tick> shares = {{.value = 0, .label = "0 %"},
                                {.value = nines_of(half), .label = "50 %"}};
    std::string label = "90 %";
    for (int nines = 1; nines <= static_cast<int>(panel.y.high()); ++nines) {
      shares.push_back({.value = static_cast<double>(nines), .label = label});
      label = nines == 1 ? "99 %" : nines == 2 ? "99.9 %" : label.insert(4, "9");
    }
    draw_upward_axis(svg_, panel, shares);
    draw_across_axis(svg_, panel, log_ticks(panel.x, AxisUnit::ns, most_ticks));
  }

  void add_legend(const Distributions& own, const Box& box) {
    double y = box.y + 12;
    const double x = box.x + 10;
    for (const NamedDistribution& one : own) {
      svg_.open("g", {{"class", one.row->style.hue_class()}});
      draw_sample(svg_, {.x = x, .y = y}, sample_width, one.row->style);
      svg_.close();
      svg_.text({.x = x + sample_width + 6, .y = y + font::label * 0.35},
                plain_line(one.row->name, 26), "lab halo");
      y += legend_line;
    }
  }

  void next_column() {
    if (++column_ < columns) return;
    column_ = 0;
    y_ += head_height + height_ + across_axis_height + 14;
  }

  std::string id_;
  double height_;
  Svg svg_;
  std::size_t companies_ = 0;
  std::size_t column_ = 0;
  double y_ = 0;
};

}  // namespace

std::string distribution_figure(const FigureInput& input) {
  const FigureData data = figure_data(input);
  Frame frame = frame_of(
      input, data,
      fmt::format("How often is a round trip of {} how late?", size_text(input.message_bytes)));
  std::vector<Distributions> companies;
  for (const Company company : {Company::sleeping, Company::spinning}) {
    companies.push_back(distributions_of(data.rows_of(company), input.message_bytes));
  }
  Panels panels(input.id, height_of(companies));
  panels.add(companies[0], "");
  panels.add(companies[1], " that spins");
  return framed(
      std::move(frame), std::move(panels).take(),
      {.how_to_read =
           "Upwards: the share of round trips that took at most so long, in nines; a curve further "
           "left is better. All counted trials of a cell together; a curve ends where only ten "
           "round trips took longer. In grey: all others that wait alike. Listed by their 99th "
           "percentile, the best first.",
       .holes = holes_at(data, input.message_bytes),
       .nothing = "No cell of this size has a distribution: only round trips have one."});
}

}  // namespace ipcbench
