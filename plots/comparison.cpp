// Laying out runs side by side.
#include "plots/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plots/layout.hpp"
#include "plots/table.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t first_columns = 14;  // value, interval
constexpr std::size_t other_columns = 22;  // value, interval, ratio

std::string first_word(const std::string& text) {
  return text.substr(0, text.find(' '));
}

std::string legend(std::span<const NamedRun> runs) {
  std::string text;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunResult& run = runs[i].run;
    std::string commit;
    if (fact_of(run, "commit") != "unknown") {
      commit = fmt::format(" ({})", fact_of(run, "commit"));
    }
    append_line(text, fmt::format("{}  {}, {}", letter_of(i), runs[i].name, run.started_at));
    append_line(text, fmt::format("   {}, {}, linux {}, ipcbench {}{}", fact_of(run, "host"),
                                  fact_of(run, "cpu"), first_word(fact_of(run, "kernel")),
                                  fact_of(run, "ipcbench"), commit));
  }
  return text;
}

/// What a ratio is worth: "=" where the intervals overlap, "?" where there are not two of them.
std::string_view doubt(const Estimate& a, const Estimate& b) {
  if (!a.interval || !b.interval) return "?";
  const bool overlap =
      a.interval->first <= b.interval->second && b.interval->first <= a.interval->second;
  return overlap ? "=" : "";
}

/// A section of a pattern and placement in each run; null where a run has none.
struct Rows {
  std::vector<const TableSection*> sections;
  std::vector<std::string> rows;
  std::vector<std::size_t> sizes;
};

template <class T>
void add_missing(std::vector<T>& all, const std::vector<T>& more) {
  for (const T& one : more) {
    if (std::ranges::find(all, one) == all.end()) all.push_back(one);
  }
}

Rows rows_of(const std::vector<std::vector<TableSection>>& sections, const TableSection& like) {
  Rows rows;
  for (const auto& of_run : sections) {
    const auto same = std::ranges::find_if(of_run, [&](const TableSection& section) {
      return section.pattern == like.pattern && section.placement == like.placement;
    });
    rows.sections.push_back(same == of_run.end() ? nullptr : &*same);
    if (same == of_run.end()) continue;
    add_missing(rows.rows, same->rows());
    add_missing(rows.sizes, same->sizes());
  }
  std::ranges::sort(rows.sizes);
  return rows;
}

const CellResult* cell_at(const TableSection* section, std::string_view row, std::size_t bytes) {
  return section == nullptr ? nullptr : section->find(row, bytes);
}

std::string value_text(const CellResult* cell, std::string_view metric, double factor) {
  if (cell == nullptr) return fmt::format("{:>8}", "-");
  if (!cell->measured()) return fmt::format("{:>8}", name_of(cell->status));
  const auto figure = figure_of(*cell, metric);
  if (!figure) return fmt::format("{:>8}", "-");
  const std::string mark = cell->status == CellStatus::noisy ? "~" : "";
  return fmt::format("{:>8} {:>4}", mark + brief_number(figure->value * factor),
                     half_width_text(*figure));
}

/// "1.08", or "=1.02" where the intervals overlap, or "?1.3" without intervals.
std::string ratio_text(const CellResult* first, const CellResult* other, std::string_view metric) {
  if (first == nullptr || other == nullptr) return {};
  const auto a = figure_of(*first, metric);
  const auto b = figure_of(*other, metric);
  if (!a || !b || a->value == 0) return {};
  const double ratio = b->value / a->value;
  const std::string number = ratio >= 99.95 ? brief_number(ratio) : fmt::format("{:.2f}", ratio);
  return std::string(doubt(*a, *b)) + number;
}

std::optional<double> shown_distance(const Regimes& regimes) {
  return regimes.shown == Regime::far ? regimes.far_ns : regimes.near_ns;
}

/// The regimes that the runs' figures are from, a line each, and a word if they are not the same.
std::string regimes_text(std::span<const NamedRun> runs, const Rows& rows) {
  // What a cache line takes more than this is another way through the machine.
  constexpr double same_distance_ratio = 1.5;
  std::string text;
  std::vector<double> distances;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (rows.sections[i] == nullptr) continue;
    const auto* regimes = regimes_of(runs[i].run, *rows.sections[i]->cells.front());
    const std::string label = regime_label(regimes);
    if (label.empty()) continue;
    append_line(text, fmt::format("  {}: {}", letter_of(i), label));
    if (const auto distance = shown_distance(*regimes)) distances.push_back(*distance);
  }
  if (distances.empty()) return text;
  const auto [least, most] = std::ranges::minmax(distances);
  if (most > least * same_distance_ratio) {
    append_line(text, "  the cpus were not equally far apart: ratios are the machine's, too");
  }
  return text;
}

/// What is shown of each cell.
struct Shown {
  std::string_view metric;
  double factor;
};

/// One size of some of the runs; the first of `columns` is the one that ratios are to.
void add_block(std::string& text, std::span<const std::size_t> columns, const Rows& rows,
               std::size_t bytes, Shown shown) {
  const std::size_t names = name_columns(rows.rows);
  std::string head = fmt::format("{:<{}}", size_text(bytes), names);
  for (const std::size_t i : columns) {
    const std::string title = fmt::format("{:>8} {:>4}", letter_of(i), "+-");
    head += i == 0 ? fmt::format("{:<{}}", title, first_columns)
                   : fmt::format("{:<{}}", fmt::format("{} {:>7}", title, "ratio"), other_columns);
  }
  append_line(text, head);
  for (const std::string& row : rows.rows) {
    std::string line = fmt::format("{:<{}}", row, names);
    const CellResult* first = cell_at(rows.sections[0], row, bytes);
    bool known = false;
    for (const std::size_t i : columns) {
      const CellResult* cell = cell_at(rows.sections[i], row, bytes);
      known = known || cell != nullptr;
      const std::string value = value_text(cell, shown.metric, shown.factor);
      line += i == 0 ? fmt::format("{:<{}}", value, first_columns)
                     : fmt::format("{:<13} {:>7} ", value, ratio_text(first, cell, shown.metric));
    }
    if (known) append_line(text, line);
  }
  text += "\n";
}

std::string unit_in(std::span<const NamedRun> runs, std::string_view metric) {
  for (const NamedRun& named : runs) {
    const std::string_view unit = unit_of(named.run, metric);
    if (!unit.empty()) return std::string(unit);
  }
  return {};
}

/// Which runs stand in one block: as many as there is room for, and the first in each.
std::vector<std::vector<std::size_t>> blocks_of(std::size_t runs, std::size_t names,
                                                std::size_t width) {
  const std::size_t taken = names + first_columns;
  const std::size_t room = width > taken ? width - taken : 0;
  const std::size_t others = std::max<std::size_t>(room / other_columns, 1);
  std::vector<std::vector<std::size_t>> blocks;
  for (std::size_t run = 1; run < runs; ++run) {
    if ((run - 1) % others == 0) blocks.push_back({0});
    blocks.back().push_back(run);
  }
  return blocks;
}

void add_section(std::string& text, std::span<const NamedRun> runs, const Rows& rows,
                 const TableSection& like, std::string_view metric, std::size_t width) {
  const std::string unit_text = unit_in(runs, metric);
  const auto [unit, factor] = shown_unit(unit_text);
  append_line(text,
              fmt::format("{}, {}, {} is better", metric_title(like.pattern, metric, unit),
                          like.placement.name(), lower_is_better(metric) ? "lower" : "higher"));
  text += regimes_text(runs, rows);
  for (const std::size_t bytes : rows.sizes) {
    for (const auto& columns : blocks_of(runs.size(), name_columns(rows.rows), width)) {
      add_block(text, columns, rows, bytes, {.metric = metric, .factor = factor});
    }
  }
}

bool has_metric(const Rows& rows, std::string_view metric) {
  for (const TableSection* section : rows.sections) {
    if (section == nullptr) continue;
    for (const CellResult* cell : section->cells) {
      if (figure_of(*cell, metric)) return true;
    }
  }
  return false;
}

/// All pairs of a pattern and a placement that any run has.
std::string all_sections(std::span<const NamedRun> runs, std::string_view metric,
                         std::size_t width) {
  std::vector<std::vector<TableSection>> sections;
  for (const NamedRun& named : runs) sections.push_back(table_sections(named.run));
  std::vector<std::pair<Pattern, Placement>> done;
  std::string text;
  for (const auto& of_run : sections) {
    for (const TableSection& like : of_run) {
      const std::pair key{like.pattern, like.placement};
      if (std::ranges::find(done, key) != done.end()) continue;
      done.push_back(key);
      const Rows rows = rows_of(sections, like);
      const std::string_view shown = metric.empty() ? main_metric(like.pattern) : metric;
      if (metric.empty() || has_metric(rows, metric)) {
        add_section(text, runs, rows, like, shown, width);
      }
    }
  }
  return text;
}

}  // namespace

std::string comparison_tables(std::span<const NamedRun> runs, std::string_view metric,
                              std::size_t width) {
  std::string text = legend(runs);
  const std::string differences = environment_differences(runs, width);
  if (!differences.empty()) {
    text += "not measured in the same way, so this is no verdict on a regression:\n";
    text += differences;
  }
  text += "\n" + all_sections(runs, metric, width);
  append_line(text, "ratio: to A; = the intervals overlap: no difference was shown; ~ noisy;");
  append_line(text, "? too few trials for an interval");
  return text;
}

}  // namespace ipcbench
