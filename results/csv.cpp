// Writing CSV (RFC 4180).
#include "results/csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <iterator>

#include "results/beside_best.hpp"
#include "results/figures.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

constexpr std::string_view header =
    "pattern,mechanism,size_bytes,placement,metric,value,unit,ci_low,ci_high,trials,status,"
    "reason,distance_ns\n";

std::string number(double value) {
  return fmt::format("{:.6g}", value);
}

/// What is the same in every line of a cell, before and behind the figure.
std::string line(const CellResult& cell, const Figure& figure) {
  const Cell& id = cell.cell;
  std::string value, low, high;
  if (figure.estimate) {
    value = number(figure.estimate->value);
    if (const auto& interval = figure.estimate->interval) {
      low = number(interval->first);
      high = number(interval->second);
    }
  }
  const std::string_view reason = figure.reason.empty() ? cell.reason : figure.reason;
  const auto distance = distance_ns_of(cell);
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", name_of(id.pattern),
                     csv_field(id.row()), id.message_bytes, id.placement.name(), figure.metric,
                     value, figure.unit, low, high, counted_trials(cell), name_of(cell.status),
                     csv_field(reason), distance ? number(*distance) : "");
}

}  // namespace

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\n") == std::string_view::npos) return std::string(text);
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c == '\n' ? ' ' : c;
  }
  return result + '"';
}

std::string to_csv(const RunResult& run) {
  std::string csv(header);
  const auto all = all_figures(run);
  for (std::size_t i = 0; i < run.cells.size(); ++i) {
    const CellResult& cell = run.cells[i];
    const auto& figures = all[i];
    for (const Figure& figure : figures) csv += line(cell, figure);
    if (figures.empty()) csv += line(cell, Figure{});
  }
  return csv;
}

}  // namespace ipcbench
