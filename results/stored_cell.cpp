// Judging two figures of a cell by their intervals and a threshold.
#include "results/stored_cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "results/figures.hpp"
#include "results/regimes.hpp"
#include "results/stored_threshold.hpp"

namespace ipcbench {

namespace {

/// With fewer trials a p99 is reported, not judged.
constexpr unsigned trials_for_p99 = 20;

/// A figure as the logarithm of a cost, so that larger is always worse.
struct LogCost {
  double value;
  double low, high;
};

std::optional<LogCost> log_cost(const Estimate& figure, std::string_view metric) {
  const auto [low, high] = figure.interval.value_or(std::pair{figure.value, figure.value});
  if (!(low > 0) || !std::isfinite(high)) return {};
  if (lower_is_better(metric)) {
    return LogCost{.value = std::log(figure.value), .low = std::log(low), .high = std::log(high)};
  }
  return LogCost{.value = -std::log(figure.value), .low = -std::log(high), .high = -std::log(low)};
}

std::string percent(double part) {
  return fmt::format("{:+.1f} %", part * 100);
}

/// Of the difference of two independent estimates with an interval each: the distances to their
/// ends add up like errors do, by squares (Zou and Donner's MOVER).
Estimate change_between(const LogCost& a, const LogCost& b) {
  const double change = b.value - a.value;
  const double down = std::hypot(b.value - b.low, a.high - a.value);
  const double up = std::hypot(b.high - b.value, a.value - a.low);
  return {.value = std::expm1(change),
          .interval = std::pair{std::expm1(change - down), std::expm1(change + up)}};
}

/// Two 95 % intervals that do not even touch: for a single cell that is far stricter than 5 %,
/// and it has to be, for there are dozens of cells.
bool apart(const LogCost& a, const LogCost& b) {
  return a.high < b.low || b.high < a.low;
}

std::string missing_interval(std::string_view name, const CellResult& cell) {
  return fmt::format("no interval in {}: {} trials of {}", name, counted_trials(cell),
                     trials_for_interval);
}

/// Why the two cells show nothing, whatever their figures; empty if they do.
std::string unfit(const CellResult& older, const CellResult& newer, const Estimate& a,
                  const Estimate& b) {
  if (older.status == CellStatus::noisy) return fmt::format("noisy in A: {}", older.reason);
  if (newer.status == CellStatus::noisy) return fmt::format("noisy in B: {}", newer.reason);
  if (!a.interval) return missing_interval("A", older);
  if (!b.interval) return missing_interval("B", newer);
  return {};
}

void decide(Finding& finding, const LogCost& a, const LogCost& b,
            const StoredThreshold& threshold) {
  const double slower = std::expm1(threshold.slower);
  const double faster = std::expm1(-threshold.faster);
  const auto [value, interval] = change_between(a, b);
  const auto [low, high] = interval.value_or(std::pair{value, value});
  if (value < slower && value > faster) {
    if (high < slower && low > faster) {
      finding.verdict = Verdict::equivalent;
      return;
    }
    finding.reason =
        high >= slower
            ? fmt::format("may be up to {}, {} matters", percent(high), percent(slower))
            : fmt::format("may be down to {}, {} matters", percent(low), percent(faster));
    return;
  }
  if (!apart(a, b)) {
    finding.reason = "beyond the threshold, but the intervals overlap";
    return;
  }
  finding.verdict = value >= slower ? Verdict::regression : Verdict::improvement;
}

std::vector<double> log_costs(const std::vector<const CellResult*>& cells,
                              std::string_view metric) {
  std::vector<double> costs;
  for (const CellResult* cell : cells) {
    const auto figure = figure_of(*cell, metric);
    const auto cost = figure ? log_cost(*figure, metric) : std::nullopt;
    if (cost) costs.push_back(cost->value);
  }
  return costs;
}

struct Metric {
  std::string_view name;
  std::string_view unit;
};

std::optional<Finding> compare_figures(const CellHistory& cell, const Metric& metric,
                                       const ComparisonRules& rules) {
  const auto in_a = figure_of(*cell.older, metric.name);
  const auto in_b = figure_of(*cell.newer, metric.name);
  if (!in_a || !in_b) return {};
  const std::size_t trials = std::min(counted_trials(*cell.older), counted_trials(*cell.newer));
  const auto threshold =
      stored_threshold(rules.delta_of(metric.name), log_costs(cell.earlier, metric.name));
  Finding finding{.metric = std::string(metric.name), .unit = std::string(metric.unit)};
  finding.a = in_a->value;
  finding.b = in_b->value;
  finding.delta = std::expm1(threshold.slower);
  finding.rounds = static_cast<unsigned>(trials);
  finding.judged = metric.name != "rtt_p99" || trials >= trials_for_p99;
  const auto a = log_cost(*in_a, metric.name);
  const auto b = log_cost(*in_b, metric.name);
  if (!a || !b) {
    finding.reason = "nothing arrived in some trials";
    return finding;
  }
  finding.change = change_between(*a, *b);
  finding.reason = unfit(*cell.older, *cell.newer, *in_a, *in_b);
  if (!finding.reason.empty()) {
    finding.change->interval.reset();
    return finding;
  }
  if (!finding.judged) {
    finding.reason = fmt::format("only reported: judged from {} trials on, there are {}",
                                 trials_for_p99, trials);
    return finding;
  }
  decide(finding, *a, *b, threshold);
  return finding;
}

/// Of a cell that one of the two did not measure.
Finding missing(const CellResult& older, const CellResult& newer) {
  Finding finding{.metric = std::string(main_metric(newer.cell.pattern)),
                  .verdict = Verdict::skipped};
  const CellResult& culprit = newer.measured() ? older : newer;
  finding.reason = fmt::format("{} in {}: {}", name_of(culprit.status),
                               newer.measured() ? "A" : "B", culprit.reason);
  // What could be measured before and cannot be now is worse than slow.
  if (older.measured() && !newer.measured()) finding.verdict = Verdict::error;
  return finding;
}

}  // namespace

std::vector<Finding> stored_findings(const CellHistory& cell, const ComparisonRules& rules,
                                     const std::vector<std::string>& metrics) {
  if (!cell.older->measured() || !cell.newer->measured()) {
    return {missing(*cell.older, *cell.newer)};
  }
  const auto wanted = [&](std::string_view metric) {
    return metrics.empty() || std::ranges::find(metrics, metric) != metrics.end();
  };
  std::vector<Finding> findings;
  const auto add = [&](std::optional<Finding> finding) {
    if (finding) findings.push_back(std::move(*finding));
  };
  for (const Metric& metric :
       {Metric{.name = "rtt_p50", .unit = "ns"}, Metric{.name = "rtt_p99", .unit = "ns"},
        Metric{.name = "throughput", .unit = "MB/s"}}) {
    if (wanted(metric.name)) add(compare_figures(cell, metric, rules));
  }
  if (wanted("syscalls")) add(stored_syscalls(cell));
  return findings;
}

}  // namespace ipcbench
