// Choosing figures and sizes.
#include "plots/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "plots/cost_figure.hpp"
#include "plots/distribution_figure.hpp"
#include "plots/figure_names.hpp"
#include "plots/forest_figure.hpp"
#include "plots/layout.hpp"
#include "plots/lines_figure.hpp"
#include "plots/matrix_figure.hpp"
#include "plots/multiples_figure.hpp"
#include "plots/placement_figure.hpp"
#include "plots/spread_figure.hpp"
#include "plots/table.hpp"
#include "plots/weather_figure.hpp"

namespace ipcbench {

namespace {

using Draw = std::string (*)(const FigureInput&);

class Collection {
 public:
  Collection(const RunResult& run, const FigureOptions& options)
      : run_(run), options_(options), measurements_(std::make_shared<Measurements>(run)) {}

  /// Figures of everything at a placement.
  void add_section(const TableSection& section) {
    const std::string where =
        fmt::format("{}, {}", section.pattern == Pattern::round_trip ? "Round trip" : "Throughput",
                    section.placement.name());
    FigureInput input{.pattern = section.pattern, .placement = section.placement};
    input.metric = std::string(main_metric(section.pattern));
    const bool is_latency = section.pattern == Pattern::round_trip;
    add(input, "matrix", where + ": all mechanisms and sizes", matrix_figure);
    if (is_latency) {
      input.metric = "rtt_p99";
      add(input, "matrix-p99", where + ": the 99th percentile", matrix_figure);
      input.metric = std::string(main_metric(section.pattern));
    }
    // A line needs two points.
    if (section.sizes().size() > 1) {
      add(input, "lines", where + " against size", lines_figure);
      add(input, "multiples", where + " against size, one by one", multiples_figure);
    }
    for (const std::size_t bytes : exemplary_sizes(section.sizes())) {
      input.message_bytes = bytes;
      if (is_latency)
        add_sized(input, "distribution", where + ": how often how late", distribution_figure);
      add_sized(input, "spread", where + ": how the trials scatter", spread_figure);
      if (is_latency) add_sized(input, "cost", where + ": against CPU time", cost_figure);
    }
  }

  /// Figures of a pattern at all placements.
  void add_placements(Pattern pattern, const std::vector<TableSection>& sections) {
    std::vector<std::size_t> sizes;
    std::size_t count = 0;
    for (const TableSection& section : sections) {
      if (section.pattern != pattern) continue;
      ++count;
      std::ranges::copy(section.sizes(), std::back_inserter(sizes));
    }
    if (count < 2) return;
    for (const std::size_t bytes : exemplary_sizes(sizes)) {
      FigureInput input{.pattern = pattern, .message_bytes = bytes};
      input.metric = std::string(main_metric(pattern));
      add_sized(
          input, "placements",
          pattern == Pattern::round_trip ? "Round trip by placement" : "Throughput by placement",
          placement_figure);
    }
  }

  void add_weather(const Placement& placement) {
    add({.placement = placement}, "weather",
        fmt::format("The weather over the run, {}", placement.name()), weather_figure);
  }

  [[nodiscard]] std::vector<NamedFigure> take() && { return std::move(figures_); }

 private:
  void add_sized(const FigureInput& input, std::string_view name, const std::string& title,
                 Draw draw) {
    add(input, fmt::format("{}-{}", name, input.message_bytes),
        fmt::format("{}, {}", title, size_text(input.message_bytes)), draw);
  }

  void add(FigureInput input, std::string_view name, const std::string& title, Draw draw) {
    input.run = &run_;
    input.theme = options_.theme;
    input.measurements = measurements_;
    const bool is_of_all = name.starts_with("placements");
    const auto pattern = name == "weather" ? std::optional<Pattern>() : input.pattern;
    input.id = fmt::format(
        "{}{}{}", options_.prefix,
        is_of_all ? figure_start(pattern) : figure_start(pattern, input.placement), name);
    figures_.push_back({.file = input.id + ".svg", .title = title, .svg = draw(input)});
  }

  const RunResult& run_;
  const FigureOptions& options_;
  std::shared_ptr<const Measurements> measurements_;
  std::vector<NamedFigure> figures_;
};

std::size_t nearest(const std::vector<std::size_t>& sizes, double wanted) {
  return *std::ranges::min_element(sizes, {}, [&](std::size_t bytes) {
    return std::abs(std::log(std::max(static_cast<double>(bytes), 1.0) / wanted));
  });
}

}  // namespace

std::vector<std::size_t> exemplary_sizes(const std::vector<std::size_t>& sizes) {
  constexpr double small = 64, large = 64 * 1024;
  if (sizes.empty()) return {};
  const std::set<std::size_t> both = {nearest(sizes, small), nearest(sizes, large)};
  return {both.begin(), both.end()};
}

std::vector<NamedFigure> figures_of(const RunResult& run, const FigureOptions& options) {
  Collection all(run, options);
  const auto sections = table_sections(run);
  for (const TableSection& section : sections) all.add_section(section);
  for (const Pattern pattern : {Pattern::round_trip, Pattern::stream}) {
    all.add_placements(pattern, sections);
  }
  // A placement without a distance has no weather of its own.
  for (const Regimes& regimes : run.regimes) {
    const auto found = std::ranges::find(
        sections, regimes.placement, [](const auto& section) { return section.placement.name(); });
    if (found != sections.end()) all.add_weather(found->placement);
  }
  if (run.regimes.empty() && !sections.empty()) all.add_weather(sections.front().placement);
  return std::move(all).take();
}

std::vector<NamedFigure> figures_of(const Comparison& comparison, const FigureOptions& options) {
  const ComparisonInput input{
      .comparison = &comparison, .id = options.prefix + "changes", .theme = options.theme};
  return {{.file = input.id + ".svg",
           .title = "Changes and their intervals",
           .svg = forest_figure(input)}};
}

}  // namespace ipcbench
