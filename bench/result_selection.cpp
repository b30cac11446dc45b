// Loading, filtering and sorting results.
#include "bench/result_selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "bench/arguments.hpp"
#include "bench/usage_error.hpp"
#include "plots/layout.hpp"
#include "results/disturbance.hpp"
#include "results/figures.hpp"
#include "results/json_reader.hpp"
#include "results/names.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

/// Texts of their own, since they outlive what they were cut from.
std::vector<std::string> names_in(const std::string& list) {
  const auto parts = split(list, ',');
  return {parts.begin(), parts.end()};
}

using IsWanted = std::function<bool(const CellResult&)>;

void keep(RunResult& run, const IsWanted& is_wanted) {
  std::erase_if(run.cells, [&](const CellResult& cell) { return !is_wanted(cell); });
}

IsWanted by_pattern(const std::string& text) {
  return [patterns = parse_patterns(text)](const CellResult& cell) {
    return std::ranges::find(patterns, cell.cell.pattern) != patterns.end();
  };
}

bool matches(const std::string& glob, const CellResult& cell) {
  return ::fnmatch(glob.c_str(), cell.cell.mechanism.c_str(), 0) == 0 || glob == cell.cell.row();
}

IsWanted by_mechanism(const std::string& text, const RunResult& run, const std::string& path) {
  std::vector<std::string_view> names;
  for (const CellResult& cell : run.cells) names.push_back(cell.cell.mechanism);
  const auto globs = names_in(text);
  for (const std::string& glob : globs) {
    const bool found =
        std::ranges::any_of(run.cells, [&](const CellResult& cell) { return matches(glob, cell); });
    if (!found) {
      throw UsageError(
          fmt::format("{}: no mechanism matches '{}'{}", path, glob, did_you_mean(glob, names)));
    }
  }
  return [globs](const CellResult& cell) {
    return std::ranges::any_of(globs, [&](const std::string& glob) { return matches(glob, cell); });
  };
}

IsWanted by_family(const std::string& text) {
  auto families = names_in(text);
  std::vector<std::string_view> known;
  for (const Family family : {Family::pipe, Family::unix_socket, Family::inet_socket,
                              Family::message_queue, Family::shared_memory, Family::floor}) {
    known.push_back(name_of(family));
  }
  for (std::string& family : families) {
    std::ranges::replace(family, '_', ' ');
    if (std::ranges::find(known, family) == known.end()) {
      throw UsageError(fmt::format("no family '{}' ({}){}", family, fmt::join(known, ", "),
                                   did_you_mean(family, known)));
    }
  }
  return [families](const CellResult& cell) {
    return std::ranges::find(families, name_of(cell.mechanism.family)) != families.end();
  };
}

/// Rows without a value come last.
void sort_by_value(RunResult& run, std::size_t bytes, const std::string& metric) {
  const auto rank = [&](const CellResult& cell) {
    const std::string_view shown = metric.empty() ? main_metric(cell.cell.pattern) : metric;
    const auto at_size = std::ranges::find_if(run.cells, [&](const CellResult& other) {
      return other.cell.pattern == cell.cell.pattern &&
             other.cell.placement == cell.cell.placement && other.cell.message_bytes == bytes &&
             other.cell.row() == cell.cell.row();
    });
    const auto figure =
        at_size == run.cells.end() ? std::optional<Estimate>{} : figure_of(*at_size, shown);
    if (!figure) return std::numeric_limits<double>::infinity();
    return lower_is_better(shown) ? figure->value : -figure->value;
  };
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < run.cells.size(); ++i) order.emplace_back(rank(run.cells[i]), i);
  // Equal ranks keep the order of the run, which is also the order of sizes and of sections.
  std::ranges::sort(order);
  std::vector<CellResult> sorted;
  for (const auto& [value, index] : order) sorted.push_back(std::move(run.cells[index]));
  run.cells = std::move(sorted);
}

void sort_cells(RunResult& run, const ResultSelection& selection) {
  if (selection.sort == "name") {
    std::ranges::stable_sort(run.cells, {}, [](const CellResult& cell) { return cell.cell.row(); });
    return;
  }
  std::vector<std::size_t> sizes;
  try {
    sizes = parse_sizes(selection.sort);
  } catch (const UsageError&) {
    sizes.clear();
  }
  if (sizes.size() != 1) {
    throw UsageError(fmt::format("--sort '{}': 'name' or one message size is wanted, such as 4k",
                                 selection.sort));
  }
  const bool known = std::ranges::any_of(
      run.cells, [&](const CellResult& cell) { return cell.cell.message_bytes == sizes.front(); });
  if (!known) {
    throw UsageError(fmt::format("--sort {}: nothing of this size is shown", selection.sort));
  }
  sort_by_value(run, sizes.front(), selection.metric);
}

/// The order of patterns and placements stays; only rows move.
void keep_sections_together(RunResult& run, const std::vector<std::string>& sections) {
  const auto place = [&](const CellResult& cell) {
    const std::string name =
        fmt::format("{}/{}", name_of(cell.cell.pattern), cell.cell.placement.name());
    return std::ranges::find(sections, name) - sections.begin();
  };
  std::ranges::stable_sort(run.cells, {}, place);
}

std::vector<std::string> section_names(const RunResult& run) {
  std::vector<std::string> names;
  for (const TableSection& section : table_sections(run)) {
    names.push_back(fmt::format("{}/{}", name_of(section.pattern), section.placement.name()));
  }
  return names;
}

}  // namespace

void prepare_result(RunResult& run, const std::string& path, const std::string& regime) {
  for (CellResult& cell : run.cells) {
    if (cell.status != CellStatus::ok || !cell.trials.empty()) continue;
    cell.status = CellStatus::skipped;
    cell.reason = "not visited, the run did not come to its end";
  }
  if (regime.empty()) return;
  const RegimeChoice choice = parse_regime("--regime", regime);
  assign_regimes(run, choice);
  judge_noise(run);
  const bool any = std::ranges::any_of(
      run.cells, [](const CellResult& cell) { return counted_trials(cell) != 0; });
  if (!any) {
    throw UsageError(fmt::format("{}: no trial is in the {} regime", path, name_of(choice)));
  }
}

RunResult load_result(const std::string& path, const std::string& regime) {
  // What was typed is wrong whatever the file is.
  if (!regime.empty()) (void)parse_regime("--regime", regime);
  auto run = read_result(path);
  if (!run) throw UsageError(run.error().message());
  prepare_result(*run, path, regime);
  return std::move(*run);
}

void add_regime_option(CommandLine& app, std::string& regime) {
  app.add_option("--regime", regime, "Trials that count: near, far, all, auto").type_name("NAME");
}

void apply(const ResultSelection& selection, RunResult& run, const std::string& path) {
  if (!selection.mechanisms.empty()) keep(run, by_mechanism(selection.mechanisms, run, path));
  if (!selection.patterns.empty()) keep(run, by_pattern(selection.patterns));
  if (!selection.families.empty()) keep(run, by_family(selection.families));
  // They are indices of all cells.
  run.settings.order.clear();
  if (run.cells.empty()) throw UsageError(fmt::format("{}: no cell is left to be shown", path));
  if (selection.sort.empty()) return;
  const auto sections = section_names(run);
  sort_cells(run, selection);
  keep_sections_together(run, sections);
}

void require_metric(const std::string& metric, const std::vector<const RunResult*>& runs) {
  std::vector<std::string_view> known;
  for (const RunResult* run : runs) {
    for (const std::string_view name : metrics_of(*run)) {
      if (std::ranges::find(known, name) == known.end()) known.push_back(name);
    }
  }
  if (std::ranges::find(known, metric) != known.end()) return;
  throw UsageError(fmt::format("no metric '{}' here{} (there are: {})", metric,
                               did_you_mean(metric, known), fmt::join(known, ", ")));
}

}  // namespace ipcbench
