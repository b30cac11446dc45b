// Levels of both arms, and the findings that await their verdicts.
#include "results/findings.hpp"

#include <algorithm>
#include <iterator>

#include "results/changes.hpp"
#include "results/exact_counters.hpp"
#include "results/figures.hpp"
#include "results/round_values.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

using Phase = DuelRound::Phase;

std::string_view unit_of(std::string_view metric) {
  return metric == "throughput" ? "MB/s" : "ns";
}

/// A cost in the metric's unit.
double in_unit_of(std::string_view metric, const Cell& cell, double cost) {
  return metric == "throughput" ? megabytes_per_second(cell, cost) : cost;
}

std::optional<double> level(const ComparedCell& cell, SliceFigures SlicePair::* arm,
                            std::string_view metric, Phase phase) {
  std::vector<double> levels;
  for (const DuelRound& round : cell.rounds) {
    if (round.phase != phase) continue;
    const auto cost = cost_of(round, arm, metric);
    if (cost) levels.push_back(in_unit_of(metric, cell.cell, *cost));
  }
  if (levels.empty()) return {};
  return median(std::move(levels));
}

}  // namespace

Finding timing_finding(const ComparedCell& cell, std::string_view metric,
                       const ComparisonRules& rules) {
  const bool confirmed = changes(cell, metric, Phase::confirmation).size() >= trials_for_interval;
  const Phase phase = confirmed ? Phase::confirmation : Phase::screening;
  return {.metric = std::string(metric),
          .unit = std::string(unit_of(metric)),
          .a = level(cell, &SlicePair::a, metric, phase),
          .b = level(cell, &SlicePair::b, metric, phase),
          .delta = rules.delta_of(metric)};
}

std::vector<Finding> findings_of(const ComparedCell& cell, const ComparisonRules& rules) {
  std::vector<Finding> findings;
  findings.push_back(timing_finding(cell, main_metric(cell.cell.pattern), rules));
  if (cell.cell.pattern == Pattern::round_trip) {
    Finding p99 = timing_finding(cell, "rtt_p99", rules);
    if (p99.a && p99.b) findings.push_back(std::move(p99));
  }
  std::ranges::move(compare_counters(cell), std::back_inserter(findings));
  std::erase_if(findings, [&](const Finding& each) { return !rules.wants(each.metric); });
  return findings;
}

}  // namespace ipcbench
