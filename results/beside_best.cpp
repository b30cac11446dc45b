// Gathering the cells that are ranked together.
#include "results/beside_best.hpp"

#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace ipcbench {

namespace {

using Group = std::tuple<Pattern, std::string, std::size_t, Waiting>;

Group group_of(const CellResult& cell) {
  return {cell.cell.pattern, cell.cell.placement.name(), cell.cell.message_bytes,
          cell.mechanism.waiting};
}

}  // namespace

std::string_view metric_to_best(Pattern pattern) {
  return pattern == Pattern::round_trip ? "rtt_p50_to_best" : "throughput_to_best";
}

Standings beside_best(std::span<const CellResult* const> cells) {
  struct Members {
    std::vector<const CellResult*> cells;
    std::vector<RankedRow> rows;
  };
  std::map<Group, Members> groups;
  for (const CellResult* cell : cells) {
    if (cell->mechanism.family == Family::floor) continue;
    auto row = ranked_row(*cell, main_metric(cell->cell.pattern));
    if (!row) continue;
    Members& members = groups[group_of(*cell)];
    members.cells.push_back(cell);
    members.rows.push_back(std::move(*row));
  }
  Standings standings;
  for (auto& [group, members] : groups) {
    if (members.cells.size() < 2) continue;
    const RowOrder order(std::move(members.rows), main_metric(std::get<Pattern>(group)));
    for (std::size_t row = 0; row < members.cells.size(); ++row) {
      standings[members.cells[row]] = {.standing = order.standing(row),
                                       .ratio = order.to_best(row),
                                       .by_rounds = order.by_rounds()};
    }
  }
  return standings;
}

Standings beside_best(const RunResult& run) {
  std::vector<const CellResult*> cells;
  for (const CellResult& cell : run.cells) cells.push_back(&cell);
  return beside_best(cells);
}

std::vector<std::vector<Figure>> all_figures(const RunResult& run) {
  return all_figures(run, beside_best(run));
}

std::vector<std::vector<Figure>> all_figures(const RunResult& run, const Standings& standings) {
  std::vector<std::vector<Figure>> all;
  for (const CellResult& cell : run.cells) {
    auto& figures = all.emplace_back(figures_of(cell));
    const auto beside = standings.find(&cell);
    if (beside == standings.end()) continue;
    figures.push_back({.metric = metric_to_best(cell.cell.pattern),
                       .unit = "1",
                       .estimate = beside->second.ratio,
                       .reason = {}});
  }
  return all;
}

}  // namespace ipcbench
