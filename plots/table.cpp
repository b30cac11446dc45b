// Laying out text tables.
#include "plots/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "plots/footnotes.hpp"
#include "results/figures.hpp"
#include "results/names.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t name_columns = 20;

/// The columns of one size: value, interval, cost; a round trip has its tail, too.
constexpr std::size_t group_columns(Pattern pattern) {
  return pattern == Pattern::round_trip ? 27 : 20;
}

/// The cells of one table: one pattern at one placement.
struct Section {
  Pattern pattern;
  Placement placement;
  std::vector<const CellResult*> cells;

  [[nodiscard]] const CellResult* find(std::string_view row, std::size_t bytes) const {
    for (const CellResult* cell : cells) {
      if (cell->cell.row() == row && cell->cell.message_bytes == bytes) return cell;
    }
    return nullptr;
  }
  [[nodiscard]] std::vector<std::size_t> sizes() const {
    std::vector<std::size_t> all;
    all.reserve(cells.size());
    for (const CellResult* cell : cells) all.push_back(cell->cell.message_bytes);
    std::ranges::sort(all);
    const auto repeated = std::ranges::unique(all);
    all.erase(repeated.begin(), repeated.end());
    return all;
  }
  /// The first cell of each row.
  [[nodiscard]] std::vector<const CellResult*> rows() const {
    std::vector<const CellResult*> all;
    for (const CellResult* cell : cells) {
      const auto same = [&](const CellResult* other) {
        return other->cell.row() == cell->cell.row();
      };
      if (std::ranges::none_of(all, same)) all.push_back(cell);
    }
    return all;
  }
};

bool is_floor(const CellResult& cell) {
  return cell.mechanism.family == Family::floor;
}

std::vector<Section> sections_of(const RunResult& run) {
  std::vector<Section> sections;
  for (const CellResult& cell : run.cells) {
    const auto same = std::ranges::find_if(sections, [&](const Section& section) {
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

/// Three significant digits without an exponent where they fit: 0.017, 10.4, 1234.
std::string short_number(double value) {
  if (value >= 1e6) return fmt::format("{:.1e}", value);
  if (value >= 99.95) return fmt::format("{:.0f}", value);
  if (value >= 9.995) return fmt::format("{:.1f}", value);
  return fmt::format("{:.{}f}", value, value >= 0.9995 ? 2 : 3);
}

std::string half_width(const Estimate& estimate) {
  if (!estimate.interval || estimate.value == 0) return "-";
  const auto [low, high] = *estimate.interval;
  const double percent = std::ceil((high - low) / 2 / estimate.value * 100);
  return percent > 999 ? "999+" : fmt::format("{:.0f}%", percent);
}

const CellResult* best_of(const Section& section, std::size_t bytes) {
  const std::string_view metric = main_metric(section.pattern);
  const CellResult* best = nullptr;
  double best_value = 0;
  for (const CellResult* cell : section.cells) {
    if (cell->cell.message_bytes != bytes || is_floor(*cell)) continue;
    if (!cell->measured()) continue;
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

/// Three significant digits of ns a message, in us: 0.02, 12.5, 103.
std::string cost_text(const CellResult& cell) {
  const auto cost = figure_of(cell, "cpu_per_message");
  return cost ? short_number(cost->value * 1e-3) : "-";
}

/// One cell's columns: "   *10.4   2%   18.3  0.71".
std::string group_text(const CellResult* cell, bool best) {
  if (cell == nullptr) return {};
  if (!cell->measured()) return fmt::format("{:>8}", name_of(cell->status));
  const bool latency = cell->cell.pattern == Pattern::round_trip;
  const auto main = figure_of(*cell, main_metric(cell->cell.pattern));
  if (!main) return fmt::format("{:>8}", "-");
  const double unit = latency ? 1e-3 : 1;  // ns are shown as us
  const std::string mark = cell->status == CellStatus::noisy ? "~" : best ? "*" : "";
  const std::string value =
      fmt::format("{:>8} {:>4}", mark + short_number(main->value * unit), half_width(*main));
  if (!latency) return fmt::format("{} {:>6}", value, cost_text(*cell));
  const auto tail = figure_of(*cell, "rtt_p99");
  return fmt::format("{} {:>6} {:>6}", value, tail ? short_number(tail->value * unit) : "-",
                     cost_text(*cell));
}

std::string emphasised(const std::string& text, bool best, Colour colour) {
  return best && colour == Colour::on ? fmt::format("\033[1;32m{}\033[0m", text) : text;
}

/// Lines never end in blanks.
void add_line(std::string& text, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + "\n";
}

/// ", near (118 ns)": which trials the figures are from.
std::string regime_text(const Regimes* regimes) {
  if (regimes == nullptr) return {};
  if (!regimes->boundary_ns) return fmt::format(", {:.0f} ns apart", regimes->near_ns.value_or(0));
  if (regimes->shown == Regime::unknown) return ", near and far";
  const auto& distance = regimes->shown == Regime::far ? regimes->far_ns : regimes->near_ns;
  return fmt::format(", {} ({:.0f} ns)", name_of(regimes->shown), distance.value_or(0));
}

std::string title(const Section& section, const RunResult& run) {
  std::string where = section.placement.name();
  for (const CellResult* cell : section.cells) {
    const Cpus chosen = cell->cpus.value_or(Cpus{});
    if (!chosen.client || !chosen.server || section.placement.kind == PlacementKind::pair) continue;
    where += fmt::format(" (cpus {}, {})", *chosen.client, *chosen.server);
    break;
  }
  where += regime_text(regimes_of(run, *section.cells.front()));
  return section.pattern == Pattern::round_trip
             ? fmt::format("round trip in us, {}: lower is better", where)
             : fmt::format("throughput in MB/s, {}: higher is better", where);
}

void add_rows(std::string& text, const Section& section, std::span<const std::size_t> sizes,
              Colour colour) {
  for (const bool floors : {false, true}) {
    bool first = true;
    for (const CellResult* row : section.rows()) {
      if (is_floor(*row) != floors) continue;
      if (floors && std::exchange(first, false)) add_line(text, "floors, not ranked:");
      std::string line = fmt::format("{:<{}}", row->cell.row(), name_columns);
      for (const std::size_t bytes : sizes) {
        const CellResult* cell = section.find(row->cell.row(), bytes);
        const bool best = cell != nullptr && cell == best_of(section, bytes);
        const std::string group =
            fmt::format("{:<{}}", group_text(cell, best), group_columns(section.pattern));
        line += emphasised(group, best, colour);
      }
      add_line(text, line);
    }
  }
}

void add_section(std::string& text, const RunResult& run, const Section& section, std::size_t width,
                 Colour colour) {
  const auto sizes = section.sizes();
  const std::size_t room = width > name_columns ? width - name_columns : 0;
  const std::size_t groups = std::max<std::size_t>(room / group_columns(section.pattern), 1);
  const bool latency = section.pattern == Pattern::round_trip;
  for (std::size_t from = 0; from < sizes.size(); from += groups) {
    const std::span some(sizes.data() + from, std::min(groups, sizes.size() - from));
    add_line(text, title(section, run));
    std::string first(name_columns, ' ');
    std::string second = fmt::format("{:<{}}", "mechanism", name_columns);
    for (const std::size_t bytes : some) {
      first += fmt::format("{:>8}{:<{}}", size_text(bytes), "", group_columns(section.pattern) - 8);
      second += fmt::format("{:>8} {:>4} ", latency ? "p50" : "MB/s", "+-");
      second +=
          latency ? fmt::format("{:>6} {:>6} ", "p99", "cpu/m") : fmt::format("{:>6}", "cpu/m");
    }
    add_line(text, first);
    add_line(text, second);
    add_rows(text, section, some, colour);
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
  for (const Section& section : sections_of(run)) add_section(text, run, section, width, colour);
  return text + footnotes(run);
}

}  // namespace ipcbench
