// Laying out charts.
#include "plots/chart_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include "plots/layout.hpp"
#include "plots/line_chart.hpp"
#include "plots/wrapped.hpp"
#include "results/figures.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

struct Row {
  std::string name;
  Family family;
  Waiting waiting;
  bool noisy = false;
  std::vector<std::optional<double>> values = {};  ///< in the shown unit, one for each size
};

/// What is drawn of a section.
struct Drawn {
  std::vector<std::size_t> sizes;
  std::vector<Row> rows;
  LogScale scale;
};

constexpr int colour_of(Family family) {
  switch (family) {
    case Family::pipe:
      return 33;
    case Family::unix_socket:
      return 36;
    case Family::inet_socket:
      return 34;
    case Family::message_queue:
      return 35;
    case Family::shared_memory:
      return 32;
    case Family::floor:
      break;
  }
  return 39;
}

/// Of the rows that sleep while they wait. One that spins is a hundred times quicker: with it, all
/// others would look alike.
LogScale scale_of(const std::vector<Row>& rows) {
  constexpr double least_ratio = 2;
  LogScale scale;
  for (const bool spinning : {false, true}) {
    for (const Row& row : rows) {
      if ((row.waiting == Waiting::spins) != spinning) continue;
      for (const auto& value : row.values) scale.include(value.value_or(0));
    }
    if (!scale.empty()) break;
  }
  scale.widen(least_ratio);
  return scale;
}

Drawn drawn_of(const TableSection& section, std::string_view metric, double factor) {
  Drawn drawn{.sizes = section.sizes(), .rows = {}, .scale = {}};
  for (const std::string& name : section.rows()) {
    std::optional<Row> row;
    for (const std::size_t bytes : drawn.sizes) {
      const CellResult* cell = section.find(name, bytes);
      if (cell == nullptr) continue;
      if (!row) {
        row =
            Row{.name = name, .family = cell->mechanism.family, .waiting = cell->mechanism.waiting};
        row->values.resize(drawn.sizes.size());
      }
      const auto figure = figure_of(*cell, metric);
      if (!figure) continue;
      row->noisy = row->noisy || cell->status == CellStatus::noisy;
      const auto index = std::ranges::find(drawn.sizes, bytes) - drawn.sizes.begin();
      row->values[static_cast<std::size_t>(index)] = figure->value * factor;
    }
    if (!row || row->family == Family::floor) continue;
    drawn.rows.push_back(std::move(*row));
  }
  drawn.scale = scale_of(drawn.rows);
  return drawn;
}

std::string value_text(const std::optional<double>& value) {
  return value ? brief_number(*value) : "-";
}

std::string coloured(const std::string& text, Family family, Colour colour) {
  return colour == Colour::on ? fmt::format("\033[{}m{}\033[0m", colour_of(family), text) : text;
}

void add_bars(std::string& text, const Drawn& drawn, const ChartStyle& style) {
  constexpr std::size_t value_columns = 8;
  std::vector<std::string> names;
  for (const Row& row : drawn.rows) names.push_back(row.name);
  const std::size_t name_room = name_columns(names);
  const std::size_t taken = name_room + 2 * value_columns + 3;
  const std::size_t room = style.width > taken ? style.width - taken : 1;
  const std::size_t each = std::clamp<std::size_t>(room / drawn.sizes.size(), 1, 4);
  const std::size_t bars = each * drawn.sizes.size();
  const bool one = drawn.sizes.size() == 1;
  append_line(text, fmt::format("{:<{}}{:>{}} {:<{}} {:>{}}", "mechanism", name_room,
                                size_text(drawn.sizes.front()), value_columns, "", bars,
                                one ? "" : size_text(drawn.sizes.back()), value_columns));
  for (const Row& row : drawn.rows) {
    const std::string bar = sparkline(row.values, drawn.scale, each, style.charset);
    append_line(text, fmt::format("{:<{}}{:>{}} {} {:>{}}{}", row.name, name_room,
                                  value_text(row.values.front()), value_columns,
                                  coloured(bar, row.family, style.colour),
                                  one ? "" : value_text(row.values.back()), value_columns,
                                  row.noisy ? " ~" : ""));
  }
}

/// How well a row does: the fewest sizes missing, then the mean of its logarithms.
struct Fitness {
  std::size_t missing = 0;
  double mean = 0;

  auto operator<=>(const Fitness&) const = default;
};

std::optional<Fitness> fitness_of(const Row& row, bool lower) {
  Fitness fitness;
  std::size_t count = 0;
  for (const auto& value : row.values) {
    if (!value || *value <= 0) {
      ++fitness.missing;
      continue;
    }
    fitness.mean += lower ? std::log(*value) : -std::log(*value);
    ++count;
  }
  if (count == 0) return {};
  fitness.mean /= static_cast<double>(count);
  return fitness;
}

/// The best of each family; who spins is a kind of its own.
std::vector<const Row*> best_rows(const Drawn& drawn, bool lower) {
  struct Best {
    Fitness fitness;
    const Row* row;
  };
  std::map<std::pair<Family, Waiting>, Best> best;
  for (const Row& row : drawn.rows) {
    const auto fitness = fitness_of(row, lower);
    if (!fitness) continue;
    const std::pair kind{row.family, row.waiting};
    const auto found = best.find(kind);
    if (found != best.end() && found->second.fitness <= *fitness) continue;
    best.insert_or_assign(kind, Best{.fitness = *fitness, .row = &row});
  }
  std::vector<const Row*> rows;
  for (const auto& [kind, chosen] : best) rows.push_back(chosen.row);
  return rows;
}

void add_lines(std::string& text, const Drawn& drawn, bool lower, const ChartStyle& style) {
  LineChart chart{.sizes = drawn.sizes, .lines = {}};
  for (const Row* row : best_rows(drawn, lower)) {
    std::string label = row->name;
    for (const auto& value : row->values | std::views::reverse) {
      if (!value) continue;
      label += " " + brief_number(*value);
      break;
    }
    chart.lines.push_back(
        {.label = std::move(label), .colour = colour_of(row->family), .values = row->values});
  }
  const std::string lines = line_chart_text(chart, style.width, style.charset, style.colour);
  if (lines.empty()) return;
  text += "\nthe best of each family over all sizes, spinning ones apart:\n" + lines;
}

std::string legend(const Drawn& drawn, std::string_view unit, Charset charset) {
  const LogScale& scale = drawn.scale;
  const auto any = [&](auto beyond) {
    return std::ranges::any_of(drawn.rows, [&](const Row& row) {
      return std::ranges::any_of(row.values,
                                 [&](const auto& value) { return value && beyond(*value); });
    });
  };
  const bool below = any([&](double value) { return value < scale.low(); });
  const bool above = any([&](double value) { return value > scale.high(); });
  return fmt::format("{} {} {}{} to {} {} {}{}, in logarithms; a gap was not measured",
                     lowest_bar(charset), brief_number(scale.low()), unit, below ? " or less" : "",
                     highest_bar(charset), brief_number(scale.high()), unit,
                     above ? " or more" : "");
}

std::string title(const RunResult& run, const TableSection& section, std::string_view metric,
                  std::string_view unit) {
  const std::string regime = regime_label(regimes_of(run, *section.cells.front()));
  return fmt::format("{}, {}{}{}: {} is better", metric_title(section.pattern, metric, unit),
                     where_text(section), regime.empty() ? "" : ", ", regime,
                     lower_is_better(metric) ? "lower" : "higher");
}

}  // namespace

std::string chart_text(const RunResult& run, std::string_view metric, const ChartStyle& style) {
  std::string text;
  for (const TableSection& section : table_sections(run)) {
    const std::string_view shown = metric.empty() ? main_metric(section.pattern) : metric;
    const auto [unit, factor] = shown_unit(unit_of(run, shown));
    const Drawn drawn = drawn_of(section, shown, factor);
    if (drawn.scale.empty()) continue;
    if (!text.empty()) text += "\n";
    text += wrapped("", title(run, section, shown, unit), style.width);
    add_bars(text, drawn, style);
    text += wrapped("", legend(drawn, unit, style.charset), style.width);
    if (std::ranges::any_of(drawn.rows, &Row::noisy)) text += "~ noisy at one size or more\n";
    add_lines(text, drawn, lower_is_better(shown), style);
  }
  return text;
}

}  // namespace ipcbench
