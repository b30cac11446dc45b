// What tables have in common: sections, rows, sizes, short numbers, and where a section was
// measured.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "results/figures.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// The cells of one table: one pattern at one placement.
struct TableSection {
  Pattern pattern;
  Placement placement;
  std::vector<const CellResult*> cells;

  [[nodiscard]] const CellResult* find(std::string_view row, std::size_t bytes) const;
  /// Ascending.
  [[nodiscard]] std::vector<std::size_t> sizes() const;
  /// In the order of the run, floors last.
  [[nodiscard]] std::vector<std::string> rows() const;
};

/// In the order of the run.
[[nodiscard]] std::vector<TableSection> table_sections(const RunResult& run);

/// What the names of rows take, with a blank behind the longest.
[[nodiscard]] std::size_t name_columns(std::span<const std::string> rows);

/// "cross (cpus 0, 1)"
[[nodiscard]] std::string where_text(const TableSection& section);

/// "round_trip rtt_p50 in us"; no unit for what is counted.
[[nodiscard]] std::string metric_title(Pattern pattern, std::string_view metric,
                                       std::string_view unit);

/// How a unit of the figures is shown to people: ns in us, a ratio in percent.
struct ShownUnit {
  std::string_view name;
  double factor;
};
[[nodiscard]] ShownUnit shown_unit(std::string_view unit);
/// The unit of a metric in a run; empty if no cell has it.
[[nodiscard]] std::string_view unit_of(const RunResult& run, std::string_view metric);
/// All metrics of a run, each once, in the order of its figures.
[[nodiscard]] std::vector<std::string_view> metrics_of(const RunResult& run);

/// Three significant digits without an exponent where they fit: 0.017, 10.4, 1234.
[[nodiscard]] std::string brief_number(double value);
/// Half the interval's width: "8%"; "-" without an interval.
[[nodiscard]] std::string half_width_text(const Estimate& estimate);

/// "1.19 [1.02, 1.22]"; without the interval where there is none.
[[nodiscard]] std::string ratio_text(const Estimate& ratio);

/// Lines never end in blanks.
void append_line(std::string& text, std::string line);

}  // namespace ipcbench
