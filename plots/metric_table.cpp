// Laying out one metric.
#include "plots/metric_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "plots/layout.hpp"
#include "plots/table.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t group_columns = 28;

/// "    45.1   39.8 .. 47.0"
std::string group_text(const CellResult* cell, std::string_view metric, double factor) {
  if (cell == nullptr) return {};
  if (!cell->measured()) return fmt::format("{:>8}", name_of(cell->status));
  const auto figure = figure_of(*cell, metric);
  if (!figure) return fmt::format("{:>8}", "-");
  const std::string mark = cell->status == CellStatus::noisy ? "~" : "";
  const std::string value = fmt::format("{:>8}", mark + brief_number(figure->value * factor));
  if (!figure->interval) return value + fmt::format("  {:>7}", "-");
  const auto [low, high] = *figure->interval;
  return fmt::format("{}  {:>7} .. {}", value, brief_number(low * factor),
                     brief_number(high * factor));
}

bool has_metric(const TableSection& section, std::string_view metric) {
  return std::ranges::any_of(section.cells, [&](const CellResult* cell) {
    return std::ranges::any_of(figures_of(*cell),
                               [&](const Figure& figure) { return figure.metric == metric; });
  });
}

void add_block(std::string& text, const TableSection& section, std::string_view metric,
               double factor, std::span<const std::size_t> sizes) {
  const std::size_t names = name_columns(section.rows());
  std::string first(names, ' ');
  std::string second = fmt::format("{:<{}}", "mechanism", names);
  for (const std::size_t bytes : sizes) {
    first += fmt::format("{:>8}{:<{}}", size_text(bytes), "", group_columns - 8);
    second += fmt::format("{:>8}  {:<{}}", "value", "95% interval", group_columns - 10);
  }
  append_line(text, first);
  append_line(text, second);
  for (const std::string& row : section.rows()) {
    std::string line = fmt::format("{:<{}}", row, names);
    for (const std::size_t bytes : sizes) {
      line += fmt::format("{:<{}}", group_text(section.find(row, bytes), metric, factor),
                          group_columns);
    }
    append_line(text, line);
  }
  text += "\n";
}

}  // namespace

std::string metric_tables(const RunResult& run, std::string_view metric, std::size_t width) {
  const auto [unit, factor] = shown_unit(unit_of(run, metric));
  std::string text;
  for (const TableSection& section : table_sections(run)) {
    if (!has_metric(section, metric)) continue;
    const std::string regime = regime_label(regimes_of(run, *section.cells.front()));
    append_line(text,
                fmt::format("{}, {}, {} is better", metric_title(section.pattern, metric, unit),
                            where_text(section), lower_is_better(metric) ? "lower" : "higher"));
    if (!regime.empty()) append_line(text, regime);
    const auto sizes = section.sizes();
    const std::size_t names = name_columns(section.rows());
    const std::size_t room = width > names ? width - names : 0;
    const std::size_t groups = std::max<std::size_t>(room / group_columns, 1);
    for (std::size_t from = 0; from < sizes.size(); from += groups) {
      add_block(text, section, metric, factor,
                std::span(sizes).subspan(from, std::min(groups, sizes.size() - from)));
    }
  }
  return text;
}

}  // namespace ipcbench
