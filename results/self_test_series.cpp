// Adding up self-tests.
#include "results/self_test_series.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "results/statistics.hpp"

namespace ipcbench {

namespace {

/// Below this a correlation moves the rate of false alarms too little to tell anybody.
constexpr double harmless_correlation = 0.1;

/// Of the duel, not of its cells: those of a round share its two processes, and what disturbed
/// them.
std::size_t rounds_of(const SelfTest& test) {
  std::size_t rounds = 0;
  for (const CellPower& cell : test.cells) rounds = std::max(rounds, cell.rounds);
  return rounds;
}

/// Of values of which a missing one is larger than all others.
std::optional<double> median_or_none(const std::vector<std::optional<double>>& values) {
  std::vector<double> all;
  for (const auto& value : values) {
    all.push_back(value.value_or(std::numeric_limits<double>::infinity()));
  }
  if (all.empty()) return {};
  const double middle = median(std::move(all));
  return std::isfinite(middle) ? std::optional(middle) : std::nullopt;
}

}  // namespace

double Frequency::rate() const {
  return static_cast<double>(events) / static_cast<double>(std::max<std::size_t>(trials, 1));
}

void SelfTestSeries::add(const Comparison& comparison, std::size_t resampled) {
  if (jobs_.empty()) {
    frame_ = comparison;
    frame_.cells.clear();
    frame_.mechanisms.clear();
    frame_.control.reset();
    frame_.order.clear();
  }
  elapsed_s_ += comparison.elapsed_s;
  jobs_.push_back({.seed = comparison.seed,
                   .verdict = comparison.verdict,
                   .fit = comparison.fit,
                   .summary = comparison.summary,
                   .test = self_test_of(comparison, resampled)});
}

Frequency SelfTestSeries::false_alarms() const {
  const auto alarms = std::ranges::count(jobs_, Verdict::regression, &Job::verdict);
  return {.events = static_cast<std::size_t>(alarms), .trials = jobs_.size()};
}

Frequency SelfTestSeries::resampled_false_alarms() const {
  Frequency sum;
  for (const Job& job : jobs_) {
    sum.events += job.test.jobs_with_regression;
    sum.trials += job.test.jobs;
  }
  return sum;
}

Frequency SelfTestSeries::inconclusive() const {
  const auto open = std::ranges::count(jobs_, Verdict::inconclusive, &Job::verdict);
  return {.events = static_cast<std::size_t>(open), .trials = jobs_.size()};
}

Frequency SelfTestSeries::unfit() const {
  const auto unfit = std::ranges::count_if(
      jobs_, [](const Job& job) { return job.verdict == Verdict::inconclusive && !job.fit; });
  return {.events = static_cast<std::size_t>(unfit), .trials = jobs_.size()};
}

std::vector<CellPower> SelfTestSeries::cells() const {
  if (jobs_.empty()) return {};
  std::vector<CellPower> cells = jobs_.front().test.cells;
  for (CellPower& cell : cells) {
    cell.rounds = 0;
    std::vector<std::optional<double>> detectable;
    for (const Job& job : jobs_) {
      const auto same = std::ranges::find(job.test.cells, cell.cell, &CellPower::cell);
      if (same == job.test.cells.end()) continue;
      cell.rounds += same->rounds;
      detectable.push_back(same->detectable);
    }
    cell.detectable = median_or_none(detectable);
  }
  return cells;
}

std::optional<Correlation> SelfTestSeries::autocorrelation() const {
  double weighted = 0;
  std::size_t rounds = 0;
  for (const Job& job : jobs_) {
    if (!job.test.autocorrelation) continue;
    weighted += *job.test.autocorrelation * static_cast<double>(rounds_of(job.test));
    rounds += rounds_of(job.test);
  }
  if (rounds == 0) return {};
  const auto count = static_cast<double>(rounds);
  return Correlation{.value = weighted / count,
                     .by_chance = std::max(harmless_correlation, 2 / std::sqrt(count))};
}

}  // namespace ipcbench
