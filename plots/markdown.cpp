// Writing GitHub's Markdown.
#include "plots/markdown.hpp"

#include <fmt/format.h>

#include <string_view>

#include "plots/layout.hpp"
#include "plots/table.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

/// What would be markup, or end a table's cell, stands for itself.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += ' ';
      continue;
    }
    if (std::string_view("\\`*[]<>|#&~").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string scaled(const CellResult& cell, std::string_view metric, double factor) {
  const auto figure = figure_of(cell, metric);
  return figure ? brief_number(figure->value * factor) : "-";
}

/// "45.1 ±8% | 68.9 | 21.2": the columns of a size.
std::string columns(const CellResult* cell, Pattern pattern) {
  const bool latency = pattern == Pattern::round_trip;
  const std::string_view nothing = latency ? " | | " : " | ";
  if (cell == nullptr) return std::string(nothing);
  const auto main = figure_of(*cell, main_metric(pattern));
  if (!cell->measured() || !main) {
    return fmt::format("{}{}", cell->measured() ? "-" : name_of(cell->status), nothing);
  }
  const std::string width = half_width_text(*main);
  std::string text = cell->status == CellStatus::noisy ? "\\~" : "";
  text += brief_number(main->value * (latency ? 1e-3 : 1));
  if (width != "-") text += " ±" + width;
  if (latency) text += " | " + scaled(*cell, "rtt_p99", 1e-3);
  return text + " | " + scaled(*cell, "cpu_per_message", 1e-3);
}

void add_section(std::string& text, const RunResult& run, const TableSection& section) {
  const bool latency = section.pattern == Pattern::round_trip;
  const std::string regime = regime_label(regimes_of(run, *section.cells.front()));
  text += fmt::format(
      "### {}, {}{}{}\n\n",
      latency ? "Round trip in µs (lower is better)" : "Throughput in MB/s (higher is better)",
      where_text(section), regime.empty() ? "" : ", ", regime);
  const auto sizes = section.sizes();
  std::string head = "| mechanism |";
  std::string rule = "|:--|";
  for (const std::size_t bytes : sizes) {
    head += fmt::format(" {}{} |{} cpu/msg |", size_text(bytes), latency ? " p50" : "",
                        latency ? " p99 |" : "");
    rule += latency ? "--:|--:|--:|" : "--:|--:|";
  }
  text += head + "\n" + rule + "\n";
  for (const std::string& row : section.rows()) {
    text += fmt::format("| {} |", escaped(row));
    for (const std::size_t bytes : sizes) {
      text += fmt::format(" {} |", columns(section.find(row, bytes), section.pattern));
    }
    text += "\n";
  }
  text += "\n";
}

void add_reasons(std::string& text, const RunResult& run, CellStatus status) {
  bool first = true;
  for (const CellResult& cell : run.cells) {
    if (cell.status != status || (cell.reason.empty() && status == CellStatus::ok)) continue;
    if (first) text += fmt::format("{}:\n\n", name_of(status));
    first = false;
    text += fmt::format("* {}: {}\n", escaped(cell.cell.name()), escaped(cell.reason));
  }
  if (!first) text += "\n";
}

}  // namespace

std::string to_markdown(const RunResult& run) {
  std::string text;
  for (const TableSection& section : table_sections(run)) add_section(text, run, section);
  for (const CellStatus status : {CellStatus::noisy, CellStatus::skipped, CellStatus::error}) {
    add_reasons(text, run, status);
  }
  text +=
      "± is half the width of the 95 % interval, \\~ is noisy, cpu/msg is µs of both sides.\n\n";
  return text + fmt::format("ipcbench {}, {}, {}, linux {}, {}\n",
                            escaped(fact_of(run, "ipcbench")), escaped(fact_of(run, "host")),
                            escaped(fact_of(run, "cpu")), escaped(fact_of(run, "kernel")),
                            escaped(run.started_at));
}

}  // namespace ipcbench
