// From two results to a verdict: fingerprints, regimes, cells, and what they add up to.
#include "results/stored_comparison.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "results/arm_differences.hpp"
#include "results/common_regime.hpp"
#include "results/fingerprint.hpp"
#include "results/stored_cell.hpp"
#include "results/stored_threshold.hpp"
#include "results/stored_verdict.hpp"

namespace ipcbench {

namespace {

using CellsByName = std::map<std::string, const CellResult*>;

CellsByName by_name(const RunResult& run) {
  CellsByName cells;
  for (const CellResult& cell : run.cells) cells.emplace(cell.cell.name(), &cell);
  return cells;
}

const CellResult* find(const CellsByName& cells, const std::string& name) {
  const auto found = cells.find(name);
  return found == cells.end() ? nullptr : found->second;
}

bool same_run(const RunResult& a, const RunResult& b) {
  return a.started_at == b.started_at && a.settings.seed == b.settings.seed;
}

/// Earlier runs of the same fingerprint, the oldest first, the stored one last.
std::vector<RunResult> history_of(const RunResult& older, std::span<const RunResult> earlier) {
  std::vector<RunResult> history;
  for (const RunResult& run : earlier) {
    if (same_run(run, older) || run.started_at > older.started_at) continue;
    if (!fingerprint_differences(run, older).comparable()) continue;
    history.push_back(run);
    count_regimes_like(history.back(), older);
  }
  std::ranges::stable_sort(history, {}, &RunResult::started_at);
  history.push_back(older);
  return history;
}

ComparedArm arm_of(const char* name, const RunResult& run) {
  ComparedArm arm{.name = name, .command = run.started_at, .environment = run.environment};
  for (const auto& [fact, value] : run.environment) {
    if (fact == "ipcbench") arm.version = value;
    if (fact == "commit") arm.commit = value;
  }
  return arm;
}

void note_lonely(Comparison& comparison, const RunResult& run, const CellsByName& others,
                 std::string_view name) {
  constexpr std::size_t most_named = 3;
  std::vector<std::string> lonely;
  for (const CellResult& cell : run.cells) {
    if (find(others, cell.cell.name()) == nullptr) lonely.push_back(cell.cell.name());
  }
  if (lonely.empty()) return;
  const std::size_t count = lonely.size();
  lonely.resize(std::min(count, most_named));
  comparison.notes.push_back(
      fmt::format("{} {} only in {}: {}{}", count, count == 1 ? "cell is" : "cells are", name,
                  fmt::join(lonely, ", "), count > most_named ? ", ..." : ""));
}

void note_ends(Comparison& comparison, const RunResult& run, std::string_view name) {
  if (run.complete && run.interrupted_by == 0) return;
  comparison.notes.push_back(fmt::format("{} did not come to its end", name));
}

Finding apart_finding(const CellResult& cell, const std::string& why) {
  return {
      .metric = std::string(cell.cell.pattern == Pattern::round_trip ? "rtt_p50" : "throughput"),
      .verdict = Verdict::skipped,
      .reason = why};
}

/// The two and what was before, reduced to the regimes that they have in common.
struct Prepared {
  RunResult older, newer;
  std::vector<RunResult> history = {};
  std::vector<ApartPlacement> apart = {};
};

void compare_cells(Comparison& comparison, const Prepared& runs, const StoredOptions& options) {
  const CellsByName older = by_name(runs.older);
  const CellsByName newer = by_name(runs.newer);
  std::vector<CellsByName> history;
  for (const RunResult& run : runs.history) history.push_back(by_name(run));
  for (const CellResult& in_a : runs.older.cells) {
    const std::string name = in_a.cell.name();
    CellHistory cell{.older = &in_a, .newer = find(newer, name)};
    if (cell.newer == nullptr) continue;
    for (const CellsByName& run : history) {
      if (const CellResult* earlier = find(run, name)) cell.earlier.push_back(earlier);
    }
    ComparedCell compared{.cell = in_a.cell, .cpus = in_a.cpus};
    compared.arms = {
        ArmSettings{.asked = in_a.cell.settings, .effective = in_a.effective},
        ArmSettings{.asked = cell.newer->cell.settings, .effective = cell.newer->effective}};
    const auto apart =
        std::ranges::find(runs.apart, in_a.cell.placement.name(), &ApartPlacement::placement);
    if (apart != runs.apart.end() && !options.force) {
      compared.findings = {apart_finding(in_a, apart->why)};
    } else {
      compared.findings = stored_findings(cell, comparison.rules, options.metrics);
    }
    if (!compared.findings.empty()) comparison.cells.push_back(std::move(compared));
  }
  note_lonely(comparison, runs.older, newer, "A");
  note_lonely(comparison, runs.newer, older, "B");
}

/// The same pipe in each round of both: what it does, the machine did, unless pipe itself changed.
void compare_control(Comparison& comparison, const Prepared& runs) {
  if (!runs.older.control || !runs.newer.control) return;
  CellHistory cell{.older = &*runs.older.control, .newer = &*runs.newer.control};
  if (!cell.older->measured() || !cell.newer->measured()) return;
  for (const RunResult& run : runs.history) {
    if (run.control) cell.earlier.push_back(&*run.control);
  }
  ComparedCell control{.cell = cell.older->cell, .cpus = cell.older->cpus};
  control.findings = stored_findings(cell, comparison.rules, {"rtt_p50"});
  comparison.control = std::move(control);
}

void note_method(Comparison& comparison, const Prepared& runs) {
  const std::size_t known = runs.history.size();
  comparison.notes.emplace_back(
      "stored baseline: a machine drifts between two runs; ipcbench duel measures both at once");
  comparison.notes.push_back(
      known >= runs_for_history
          ? fmt::format("thresholds from {} earlier runs with this fingerprint", known)
          : fmt::format(
                "thresholds are {} x delta; from {} earlier runs on, how much they differed "
                "decides ({} so far)",
                delta_factor_without_history, runs_for_history, known));
}

/// What forbids the comparison, or, if it is forced, is said beside it.
void check_fingerprints(Comparison& comparison, const RunResult& older, const RunResult& newer,
                        bool force) {
  auto differences = fingerprint_differences(older, newer);
  for (std::string& line : differences.fatal) {
    if (force) {
      comparison.notes.push_back("not the same machine or build: " + line);
    } else {
      comparison.incomparable.push_back(std::move(line));
    }
  }
  for (std::string& line : differences.noted) comparison.notes.push_back(std::move(line));
}

/// Placements without a common distance; if no cell is left, the two are not comparable.
void check_regimes(Comparison& comparison, const Prepared& runs, bool force) {
  for (const ApartPlacement& apart : runs.apart) comparison.notes.push_back(apart.why);
  if (force || runs.apart.empty()) return;
  const bool all_apart = std::ranges::all_of(comparison.cells, [&](const ComparedCell& cell) {
    return std::ranges::find(runs.apart, cell.cell.placement.name(), &ApartPlacement::placement) !=
           runs.apart.end();
  });
  if (!all_apart) return;
  for (const ApartPlacement& apart : runs.apart) comparison.incomparable.push_back(apart.why);
}

}  // namespace

Comparison compare_stored(const RunResult& older, const RunResult& newer,
                          std::span<const RunResult> earlier, const ComparisonRules& rules,
                          const StoredOptions& options) {
  Comparison comparison{.method = Comparison::Method::stored};
  comparison.rules = rules;
  comparison.arms = {arm_of("A", older), arm_of("B", newer)};
  check_fingerprints(comparison, older, newer, options.force);
  note_ends(comparison, older, "A");
  note_ends(comparison, newer, "B");
  if (comparison.incomparable.empty()) {
    Prepared runs{.older = older, .newer = newer};
    runs.apart = count_common_regimes(runs.older, runs.newer);
    runs.history = history_of(runs.older, earlier);
    compare_cells(comparison, runs, options);
    compare_control(comparison, runs);
    check_regimes(comparison, runs, options.force);
    note_effective_settings(comparison);
    note_method(comparison, runs);
  }
  conclude_stored(comparison, options.force && !fingerprint_differences(older, newer).comparable());
  return comparison;
}

}  // namespace ipcbench
