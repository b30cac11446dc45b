// Sorting cells into tables, and numbers into words.
#include "plots/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ipcbench {

const CellResult* TableSection::find(std::string_view row, std::size_t bytes) const {
  for (const CellResult* cell : cells) {
    if (cell->cell.message_bytes == bytes && cell->cell.row() == row) return cell;
  }
  return nullptr;
}

std::vector<std::size_t> TableSection::sizes() const {
  std::vector<std::size_t> all;
  all.reserve(cells.size());
  for (const CellResult* cell : cells) all.push_back(cell->cell.message_bytes);
  std::ranges::sort(all);
  const auto repeated = std::ranges::unique(all);
  all.erase(repeated.begin(), repeated.end());
  return all;
}

std::vector<std::string> TableSection::rows() const {
  std::vector<std::string> all;
  for (const bool floors : {false, true}) {
    for (const CellResult* cell : cells) {
      if ((cell->mechanism.family == Family::floor) != floors) continue;
      std::string row = cell->cell.row();
      if (std::ranges::find(all, row) == all.end()) all.push_back(std::move(row));
    }
  }
  return all;
}

std::vector<TableSection> table_sections(const RunResult& run) {
  std::vector<TableSection> sections;
  for (const CellResult& cell : run.cells) {
    const auto same = std::ranges::find_if(sections, [&](const TableSection& section) {
      return section.pattern == cell.cell.pattern && section.placement == cell.cell.placement;
    });
    if (same != sections.end()) {
      same->cells.push_back(&cell);
    } else {
      sections.push_back({cell.cell.pattern, cell.cell.placement, {&cell}});
    }
  }
  return sections;
}

std::size_t name_columns(std::span<const std::string> rows) {
  constexpr std::size_t usual = 20;
  std::size_t columns = usual;
  for (const std::string& row : rows) columns = std::max(columns, row.size() + 1);
  return columns;
}

std::string where_text(const TableSection& section) {
  for (const CellResult* cell : section.cells) {
    const Cpus cpus = cell->cpus.value_or(Cpus{});
    if (!cpus.client || !cpus.server || section.placement.kind == PlacementKind::pair) continue;
    return fmt::format("{} (cpus {}, {})", section.placement.name(), *cpus.client, *cpus.server);
  }
  return section.placement.name();
}

std::string metric_title(Pattern pattern, std::string_view metric, std::string_view unit) {
  const std::string title = fmt::format("{} {}", name_of(pattern), metric);
  return unit.empty() || unit == "1" ? title : fmt::format("{} in {}", title, unit);
}

ShownUnit shown_unit(std::string_view unit) {
  if (unit == "ns") return {.name = "us", .factor = 1e-3};
  if (unit == "ratio") return {.name = "%", .factor = 100};
  return {.name = unit, .factor = 1};
}

std::string_view unit_of(const RunResult& run, std::string_view metric) {
  for (const CellResult& cell : run.cells) {
    for (const Figure& figure : figures_of(cell)) {
      if (figure.metric == metric) return figure.unit;
    }
  }
  return {};
}

std::vector<std::string_view> metrics_of(const RunResult& run) {
  std::vector<std::string_view> metrics;
  for (const CellResult& cell : run.cells) {
    for (const Figure& figure : figures_of(cell)) {
      if (std::ranges::find(metrics, figure.metric) == metrics.end()) {
        metrics.push_back(figure.metric);
      }
    }
  }
  return metrics;
}

std::string brief_number(double value) {
  if (value >= 1e6) return fmt::format("{:.1e}", value);
  if (value >= 99.95) return fmt::format("{:.0f}", value);
  if (value >= 9.995) return fmt::format("{:.1f}", value);
  if (value == 0) return "0";
  return fmt::format("{:.{}f}", value, value >= 0.9995 ? 2 : 3);
}

std::string ratio_text(const Estimate& ratio) {
  // About 1 a third digit after the point is noise.
  const auto number = [](double value) {
    return value >= 0.1 && value < 1 ? fmt::format("{:.2f}", value) : brief_number(value);
  };
  std::string text = number(ratio.value);
  if (const auto& interval = ratio.interval) {
    text += fmt::format(" [{}, {}]", number(interval->first), number(interval->second));
  }
  return text;
}

std::string half_width_text(const Estimate& estimate) {
  const double percent = std::ceil(half_width_ratio(estimate) * 100);
  if (!std::isfinite(percent)) return "-";
  return percent > 999 ? "999+" : fmt::format("{:.0f}%", percent);
}

void append_line(std::string& text, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + "\n";
}

}  // namespace ipcbench
