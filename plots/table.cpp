// Laying out text tables.
#include "plots/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "plots/footnotes.hpp"
#include "plots/layout.hpp"
#include "plots/wrapped.hpp"
#include "results/beside_best.hpp"
#include "results/figures.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

/// The columns of one size: value, interval, cost, and how it stands to the best; a round trip has
/// its tail, too.
constexpr std::size_t to_best_columns = 22;
constexpr std::size_t group_columns(Pattern pattern) {
  return (pattern == Pattern::round_trip ? 27 : 20) + to_best_columns;
}

/// How much of one size is shown. Where even one has no room for all of its columns, nothing is
/// said of how it stands to the best.
struct GroupLayout {
  std::size_t columns;
  bool to_best;

  GroupLayout(Pattern pattern, std::size_t room)
      : columns(group_columns(pattern)), to_best(columns <= room) {
    if (!to_best) columns -= to_best_columns;
  }
};

bool is_floor(const CellResult& cell) {
  return cell.mechanism.family == Family::floor;
}

/// "1.19 [1.02, 1.22]"; "=" before it: not told apart.
std::string beside_text(const CellResult& cell, const Standings& standings) {
  const auto found = standings.find(&cell);
  if (found == standings.end()) return {};
  const auto& [standing, ratio, by_rounds] = found->second;
  if (standing == Standing::best) return " best";
  const bool tied = standing == Standing::tied;
  const bool unsure = standing == Standing::unsure;
  return (tied ? "=" : unsure ? "?" : " ") + ratio_text(ratio);
}

/// What the column says, and where rounds do not.
std::string beside_note(const Standings& standings, std::size_t width) {
  if (standings.empty()) return {};
  std::string text = wrapped(
      "to best: ",
      "how many times the best of those that wait alike, by the ratios within rounds; [ ]: 95 % "
      "for all rows together; = not told apart, [ ] holds 1; better than 1: in the shared "
      "rounds, not for certain",
      width);
  if (std::ranges::any_of(standings, [](const auto& one) { return !one.second.by_rounds; })) {
    text += wrapped("",
                    fmt::format("without [ ]: fewer than {} rounds in common, so the rows' own "
                                "intervals decide: = they overlap, ? there are none",
                                rounds_for_ratio),
                    width);
  }
  return text;
}

/// The best of a size, whatever it takes; a noisy cell is shown, and wins nothing.
const CellResult* best_of(const TableSection& section, std::size_t bytes,
                          const Standings& standings) {
  const std::string_view metric = main_metric(section.pattern);
  const CellResult* best = nullptr;
  double best_value = 0;
  for (const CellResult* cell : section.cells) {
    if (cell->cell.message_bytes != bytes || is_floor(*cell)) continue;
    if (cell->status != CellStatus::ok) continue;
    // The best of its kind may be another one than that of the best value.
    const auto beside = standings.find(cell);
    if (beside != standings.end() && beside->second.standing != Standing::best) continue;
    const auto figure = figure_of(*cell, metric);
    if (!figure) continue;
    const bool better =
        lower_is_better(metric) ? figure->value < best_value : figure->value > best_value;
    if (best == nullptr || better) {
      best = cell;
      best_value = figure->value;
    }
  }
  return best;
}

/// In us.
std::string cost_text(const CellResult& cell) {
  const auto cost = figure_of(cell, "cpu_per_message");
  return cost ? brief_number(cost->value * 1e-3) : "-";
}

/// One cell's columns: "    10.4   2%   18.3   0.71", and what `beside` says.
std::string group_text(const CellResult* cell, bool best, const std::string& beside) {
  if (cell == nullptr) return {};
  if (!cell->measured()) return fmt::format("{:>8}", name_of(cell->status));
  const bool latency = cell->cell.pattern == Pattern::round_trip;
  const auto main = figure_of(*cell, main_metric(cell->cell.pattern));
  if (!main) return fmt::format("{:>8}", "-");
  const double unit = latency ? 1e-3 : 1;  // ns are shown as us
  const std::string mark = cell->status == CellStatus::noisy ? "~" : best ? "*" : "";
  const std::string value =
      fmt::format("{:>8} {:>4}", mark + brief_number(main->value * unit), half_width_text(*main));
  if (!latency) return fmt::format("{} {:>6} {}", value, cost_text(*cell), beside);
  const auto tail = figure_of(*cell, "rtt_p99");
  return fmt::format("{} {:>6} {:>6} {}", value, tail ? brief_number(tail->value * unit) : "-",
                     cost_text(*cell), beside);
}

std::string emphasised(const std::string& text, bool best, Colour colour) {
  return best && colour == Colour::on ? fmt::format("\033[1;32m{}\033[0m", text) : text;
}

std::string title(const TableSection& section, const RunResult& run) {
  const std::string regime = regime_label(regimes_of(run, *section.cells.front()));
  const std::string where = where_text(section) + (regime.empty() ? "" : ", ") + regime;
  return section.pattern == Pattern::round_trip
             ? fmt::format("round trip in us, {}: lower is better", where)
             : fmt::format("throughput in MB/s, {}: higher is better", where);
}

void add_head(std::string& text, const TableSection& section, std::span<const std::size_t> sizes,
              const GroupLayout& layout) {
  std::string first(name_columns(section.rows()), ' ');
  std::string second = fmt::format("{:<{}}", "mechanism", name_columns(section.rows()));
  for (const std::size_t bytes : sizes) {
    const bool latency = section.pattern == Pattern::round_trip;
    first += fmt::format("{:>8}{:<{}}", size_text(bytes), "", layout.columns - 8);
    second += fmt::format("{:>8} {:>4} ", latency ? "p50" : "MB/s", "+-");
    if (latency) second += fmt::format("{:>6} ", "p99");
    second += fmt::format("{:>6}", "cpu/m");
    if (layout.to_best) second += fmt::format("  {:<21}", "to best");
  }
  append_line(text, first);
  append_line(text, second);
}

void add_rows(std::string& text, const TableSection& section, std::span<const std::size_t> sizes,
              const Standings& standings, const GroupLayout& layout, Colour colour) {
  std::map<std::size_t, const CellResult*> best_at;
  for (const std::size_t bytes : sizes) best_at[bytes] = best_of(section, bytes, standings);
  bool floors = false;
  for (const std::string& row : section.rows()) {
    const CellResult& any = **std::ranges::find_if(
        section.cells, [&](const CellResult* cell) { return cell->cell.row() == row; });
    if (is_floor(any) && !std::exchange(floors, true)) append_line(text, "floors, not ranked:");
    std::string line = fmt::format("{:<{}}", row, name_columns(section.rows()));
    for (const std::size_t bytes : sizes) {
      const CellResult* cell = section.find(row, bytes);
      const bool best = cell != nullptr && cell == best_at[bytes];
      const std::string beside =
          cell != nullptr && layout.to_best ? beside_text(*cell, standings) : std::string();
      const std::string group =
          fmt::format("{:<{}}", group_text(cell, best, beside), layout.columns);
      line += emphasised(group, best, colour);
    }
    append_line(text, line);
  }
}

void add_section(std::string& text, const RunResult& run, const TableSection& section,
                 const Standings& standings, std::size_t width, Colour colour) {
  const auto sizes = section.sizes();
  const std::size_t names = name_columns(section.rows());
  const std::size_t room = width > names ? width - names : 0;
  const GroupLayout layout(section.pattern, room);
  const std::size_t groups = std::max<std::size_t>(room / layout.columns, 1);
  for (std::size_t from = 0; from < sizes.size(); from += groups) {
    const std::span some(sizes.data() + from, std::min(groups, sizes.size() - from));
    append_line(text, title(section, run));
    add_head(text, section, some, layout);
    add_rows(text, section, some, standings, layout, colour);
    text += "\n";
  }
}

}  // namespace

std::string size_text(std::size_t bytes) {
  if (bytes >= 1024 * 1024 && bytes % (1024 * 1024) == 0) {
    return fmt::format("{} MiB", bytes / 1024 / 1024);
  }
  if (bytes >= 1024 && bytes % 1024 == 0) return fmt::format("{} KiB", bytes / 1024);
  return fmt::format("{} B", bytes);
}

std::string text_tables(const RunResult& run, std::size_t width, Colour colour) {
  std::string text;
  const Standings standings = beside_best(run);
  for (const TableSection& section : table_sections(run)) {
    add_section(text, run, section, standings, width, colour);
  }
  return text + beside_note(standings, width) + footnotes(run, width);
}

}  // namespace ipcbench
