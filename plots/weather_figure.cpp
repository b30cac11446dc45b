// Drawing the weather.
#include "plots/weather_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "base/plain_text.hpp"
#include "plots/panel.hpp"
#include "plots/run_course.hpp"
#include "plots/table.hpp"
#include "plots/text_width.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

constexpr double axis_room = 58;
constexpr double head_height = 24;
constexpr double distance_height = 170, control_height = 120, steal_height = 80;
constexpr double inner_margin = 0.08;
constexpr std::size_t most_ticks = 5, most_rounds_named = 20;

struct Kind {
  Regime regime;
  std::size_t hue;
  std::string_view name;
};
constexpr std::array<Kind, 4> kinds = {{{Regime::near, good_hue, "near"},
                                        {Regime::far, far_hue, "far"},
                                        {Regime::flipped, bad_hue, "changed during the trial"},
                                        {Regime::unknown, grey_hue, "not to be told"}}};

/// Between before and after; 0 where it is not known.
double distance_of(const Weather& weather) {
  const auto& before = weather.distance_before_ns;
  const auto& after = weather.distance_after_ns;
  return before && after ? (*before + *after) / 2 : 0;
}

class Weathers {
 public:
  Weathers(const FigureInput& input, RunCourse course)
      : run_(*input.run), course_(std::move(course)), placement_(input.placement.name()) {}

  void add_distances() {
    Range range(ScaleKind::logarithmic);
    std::vector<std::pair<const Visit*, double>> known;
    for (const Visit& visit : course_.visits) {
      if (visit.cell->cell.placement.name() != placement_) continue;
      const double distance = distance_of(visit.trial->weather);
      if (!std::isfinite(distance) || distance <= 0) continue;
      known.emplace_back(&visit, distance);
      range.add(distance);
    }
    if (known.empty()) return;
    has_distances_ = true;
    const Panel panel =
        begin("distance of the two CPUs: a cache line there and back", distance_height, range);
    draw_upward_axis(svg_, panel, log_ticks(panel.y, AxisUnit::ns, most_ticks));
    for (const Regimes& regimes : run_.regimes) {
      if (regimes.placement != placement_ || !regimes.boundary_ns) continue;
      has_border_ = true;
      const double y = panel.y.at(*regimes.boundary_ns);
      svg_.line({.x = panel.box.x, .y = y}, {.x = panel.box.right(), .y = y}, "rule");
    }
    double legend_x = panel.box.right();
    for (Kind kind : kinds) {
      std::set<std::pair<int, int>> places;  // a place a dot, however many trials there are
      for (const auto& [visit, distance] : known) {
        if (visit->trial->regime != kind.regime) continue;
        places.emplace(static_cast<int>(std::lround(panel.x.at(visit->when))),
                       static_cast<int>(std::lround(panel.y.at(distance))));
      }
      if (places.empty()) continue;
      // Where there are no two groups, what is near to what says nothing.
      if (!has_border_ && kind.regime == Regime::near) kind.name = "a trial";
      legend_x = add_dots(kind, places, legend_x, panel.box.y - 8);
    }
    end(panel);
  }

  void add_control() {
    Range range(ScaleKind::logarithmic);
    const std::string_view metric = "rtt_p50";
    for (const Visit& visit : course_.control) range.add(visit.trial->p50_ns);
    if (range.empty() || !run_.control) return;
    const auto all = figure_of(*run_.control, metric);
    const Panel panel =
        begin(fmt::format("control: the same {} of {} at the end of each round, median round trip",
                          plain_line(run_.control->cell.mechanism, 40),
                          size_text(run_.control->cell.message_bytes)),
              control_height, range);
    draw_upward_axis(svg_, panel, log_ticks(panel.y, AxisUnit::ns, most_ticks));
    std::vector<Point> points;
    for (const Visit& visit : course_.control) {
      points.push_back({.x = panel.x.at(visit.when), .y = panel.y.at(visit.trial->p50_ns)});
    }
    svg_.open("g", {{"class", RowStyle{.hue = good_hue}.hue_class()}});
    if (all && all->interval) {
      const double high = panel.y.at(all->interval->second);
      svg_.rect({.x = panel.box.x,
                 .y = high,
                 .width = panel.box.width,
                 .height = panel.y.at(all->interval->first) - high},
                "band");
    }
    svg_.polyline(points, "ln");
    for (std::size_t i = 0; i < points.size(); ++i) {
      // What does not count, because the distance was another one, is hollow.
      const bool counts = course_.control[i].trial->counted;
      svg_.circle(points[i], 3, counts ? "dot" : "hol");
      has_hollow_ = has_hollow_ || !counts;
    }
    svg_.close();
    end(panel);
  }

  void add_steal() {
    const auto shares = stolen_shares(course_);
    const bool known = std::ranges::any_of(course_.visits, [](const Visit& visit) {
      return visit.trial->weather.steal_ns.has_value();
    });
    if (!known) return;
    Range range(ScaleKind::linear);
    constexpr double usual_percent = 1;
    range.add(0);
    range.add(usual_percent);
    for (const double share : shares) range.add(share * 100);
    Panel panel = begin("steal: part of the trials' CPU time that the hypervisor took, by round",
                        steal_height, range);
    panel.y = Scale(ScaleKind::linear, 0, range.high() * 1.1, panel.box.bottom(), panel.box.y);
    auto ticks = linear_ticks(panel.y, AxisUnit::number, 3);
    for (Tick& tick : ticks) tick.label += " %";
    draw_upward_axis(svg_, panel, ticks);
    svg_.open("g", {{"class", RowStyle{.hue = bad_hue}.hue_class()}});
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const double x = panel.x.at(static_cast<double>(i));
      const double y = panel.y.at(shares[i] * 100);
      svg_.rect({.x = x + 1,
                 .y = y,
                 .width = panel.x.at(static_cast<double>(i) + 1) - x - 2,
                 .height = panel.box.bottom() - y},
                "faint");
    }
    svg_.close();
    end(panel);
  }

  [[nodiscard]] bool empty() const { return y_ == 0; }
  [[nodiscard]] bool has_distances() const { return has_distances_; }
  [[nodiscard]] bool has_border() const { return has_border_; }
  [[nodiscard]] bool has_hollow() const { return has_hollow_; }
  [[nodiscard]] Drawing take() && { return {.svg = std::move(svg_), .height = y_}; }

 private:
  Panel begin(const std::string& title, double height, const Range& range) {
    svg_.text({.x = 0, .y = y_ + font::head}, title, "head");
    const Box box{.x = axis_room,
                  .y = y_ + head_height,
                  .width = drawing_width - axis_room - 6,
                  .height = height};
    Panel panel{.box = box,
                .x = Scale(ScaleKind::linear, 0,
                           static_cast<double>(std::max<std::size_t>(course_.rounds, 1)), box.x,
                           box.right()),
                .y = range.scale(box.bottom(), box.y, inner_margin)};
    std::vector<Tick> rounds;
    const std::size_t every = course_.rounds / most_rounds_named + 1;
    for (std::size_t i = 0; i <= course_.rounds; i += every) {
      rounds.push_back({.value = static_cast<double>(i)});
    }
    draw_across_axis(svg_, panel, rounds);
    return panel;
  }

  /// Names the rounds in their middles.
  void end(const Panel& panel) {
    const std::size_t every = course_.rounds / most_rounds_named + 1;
    for (std::size_t i = 0; i < course_.rounds; i += every) {
      svg_.text({.x = panel.x.at(static_cast<double>(i) + 0.5),
                 .y = panel.box.bottom() + 6 + font::label},
                i == 0 ? "round 1" : fmt::format("{}", i + 1), "ax num", Anchor::middle);
    }
    y_ = panel.box.bottom() + across_axis_height + 12;
  }

  /// And their legend, which ends at `right`; tells where the next one may end.
  double add_dots(const Kind& kind, const std::set<std::pair<int, int>>& places, double right,
                  double legend_y) {
    std::string data;
    for (const auto& [x, y] : places) data += fmt::format("M{} {}h0", x, y);
    const double width = text_width(kind.name, font::label);
    svg_.open("g", {{"class", RowStyle{.hue = kind.hue}.hue_class()}});
    svg_.path(data, "dots");
    svg_.circle({.x = right - width - 8, .y = legend_y - 4}, 3, "dot");
    svg_.close();
    svg_.text({.x = right, .y = legend_y}, kind.name, "ax", Anchor::end);
    return right - width - 26;
  }

  const RunResult& run_;
  RunCourse course_;
  std::string placement_;
  bool has_distances_ = false;
  bool has_border_ = false;
  bool has_hollow_ = false;
  Svg svg_;
  double y_ = 0;
};

}  // namespace

std::string weather_figure(const FigureInput& input) {
  const FigureData data = figure_data(input);
  Frame frame = frame_of(input, data, "The weather over the run");
  frame.subtitle = fmt::format("{}: steady is better", plain_line(input.placement.name()));
  Weathers weather(input, course_of(*input.run));
  weather.add_distances();
  weather.add_control();
  weather.add_steal();
  if (weather.empty()) {
    return words_instead(std::move(frame),
                         "This result has neither distances of its CPUs, nor a control cell, nor "
                         "stolen time: it was written by an early version, or nothing was pinned.");
  }
  if (weather.has_distances()) {
    frame.notes.emplace_back(
        weather.has_border()
            ? "Each trial looks at the distance of its two CPUs before and after. As a virtual "
              "machine moves them, this run falls into near and far (dashed: the border), and "
              "figures are made from one of both."
            : "Each trial looks at the distance of its two CPUs before and after. In this run no "
              "second group is large enough to be told apart, so trials at any distance count, but "
              "for those during which it changed.");
  }
  if (weather.has_hollow()) {
    frame.notes.emplace_back("Hollow: a trial of the control cell that does not count for it.");
  }
  return framed(frame, std::move(weather).take());
}

}  // namespace ipcbench
