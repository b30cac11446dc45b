// Jobs made of recorded rounds, and how often they cry wolf.
#include "results/self_test.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <random>

#include "results/figures.hpp"
#include "results/judge.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

using Phase = DuelRound::Phase;

std::vector<double> all_changes(const ComparedCell& cell) {
  const auto metric = main_metric(cell.cell.pattern);
  auto all = changes(cell, metric, Phase::screening);
  std::ranges::copy(changes(cell, metric, Phase::confirmation), std::back_inserter(all));
  return all;
}

/// What a round says of each cell; nothing of one that it did not visit.
using RecordedRound = std::vector<std::optional<double>>;

/// A duel with the cells of another, and what there is to draw their rounds from.
struct Source {
  Comparison empty;
  std::vector<RecordedRound> screening, fresh;
  /// By cell: whether its fresh rounds are enough to draw from.
  std::vector<bool> has_fresh;
};

/// Puts a cell's rounds of a phase where the other cells have theirs of the same numbers.
void record(std::vector<RecordedRound>& recorded, const ComparedCell& cell, std::size_t index,
            std::size_t cells, Phase phase) {
  for (const DuelRound& round : cell.rounds) {
    if (round.phase != phase) continue;
    if (recorded.size() <= round.number) recorded.resize(round.number + 1);
    recorded[round.number].resize(cells);
    recorded[round.number][index] = cost_change(round, main_metric(cell.cell.pattern));
  }
}

bool enough(const ComparedCell& cell, Phase phase) {
  return changes(cell, main_metric(cell.cell.pattern), phase).size() >= trials_for_interval;
}

Source source_of(const Comparison& recorded) {
  Source source;
  source.empty.rules = recorded.rules;
  std::vector<const ComparedCell*> cells;
  for (const ComparedCell& cell : recorded.cells) {
    if (!recorded.rules.wants(main_metric(cell.cell.pattern))) continue;
    if (measurable(cell) && enough(cell, Phase::screening)) cells.push_back(&cell);
  }
  for (std::size_t index = 0; index < cells.size(); ++index) {
    const ComparedCell& cell = *cells[index];
    source.empty.cells.push_back({.cell = cell.cell});
    source.has_fresh.push_back(enough(cell, Phase::confirmation));
    record(source.screening, cell, index, cells.size(), Phase::screening);
    record(source.fresh, cell, index, cells.size(), Phase::confirmation);
  }
  // Numbers that no cell has.
  const auto is_empty = [](const RecordedRound& round) { return round.empty(); };
  std::erase_if(source.screening, is_empty);
  std::erase_if(source.fresh, is_empty);
  return source;
}

const RecordedRound& drawn(const std::vector<RecordedRound>& rounds, std::mt19937_64& random) {
  return rounds[std::uniform_int_distribution<std::size_t>(0, rounds.size() - 1)(random)];
}

/// One round of some cells. What a recorded round did to its cells stays together, and so does
/// which arm was A: all cells of a round are measured by the same two processes. Fresh rounds,
/// whose visits are longer, are drawn from fresh ones; a cell that had none takes a screening
/// round.
void add_round(Comparison& job, const Source& source, const std::vector<std::size_t>& cells,
               Phase phase, std::uint64_t number, std::mt19937_64& random) {
  const RecordedRound& screening = drawn(source.screening, random);
  const bool is_fresh = phase == Phase::confirmation && !source.fresh.empty();
  const RecordedRound& fresh = is_fresh ? drawn(source.fresh, random) : screening;
  const double sign = (random() >> 63U) == 0 ? 1 : -1;
  for (const std::size_t index : cells) {
    const auto& change = source.has_fresh[index] ? fresh[index] : screening[index];
    if (!change) continue;
    ComparedCell& cell = job.cells[index];
    cell.rounds.push_back(round_of_change(cell.cell.pattern, sign * *change, phase, number));
  }
}

bool has_regression(const Source& source, std::mt19937_64& random) {
  Comparison job = source.empty;
  std::vector<std::size_t> all(job.cells.size());
  for (std::size_t index = 0; index < all.size(); ++index) all[index] = index;
  for (std::uint64_t number = 0; number < job.rules.screening_rounds; ++number) {
    add_round(job, source, all, Phase::screening, number, random);
  }
  auto [chosen, unclear, undecided] = candidates(job);
  std::ranges::copy(unclear, std::back_inserter(chosen));
  std::ranges::copy(undecided, std::back_inserter(chosen));
  for (std::uint64_t number = 0; number < job.rules.confirmation_rounds; ++number) {
    add_round(job, source, chosen, Phase::confirmation, number, random);
  }
  judge(job);
  return job.verdict == Verdict::regression;
}

/// Sums over many short series, each counted by its length.
struct Autocorrelation {
  double weighted = 0;
  double rounds = 0;

  void add(const std::vector<double>& series) {
    if (series.size() < trials_for_interval) return;
    const auto count = static_cast<double>(series.size());
    const double mean = std::accumulate(series.begin(), series.end(), 0.0) / count;
    double spread = 0;
    double together = 0;
    for (std::size_t index = 0; index < series.size(); ++index) {
      const double here = series[index] - mean;
      spread += here * here;
      if (index != 0) together += here * (series[index - 1] - mean);
    }
    if (spread <= 0) return;
    // A short series strays to both sides of its own mean: without any correlation this is
    // -1 / count.
    weighted += (together / spread + 1 / count) * count;
    rounds += count;
  }
};

std::optional<double> autocorrelation_of(const Comparison& comparison) {
  Autocorrelation sum;
  for (const ComparedCell& cell : comparison.cells) {
    const auto metric = main_metric(cell.cell.pattern);
    sum.add(changes(cell, metric, Phase::screening));
    sum.add(changes(cell, metric, Phase::confirmation));
  }
  if (sum.rounds == 0) return {};
  return sum.weighted / sum.rounds;
}

/// How probable at most `events` of `trials` are at a rate.
double binomial_at_most(std::size_t events, std::size_t trials, double rate) {
  double sum = 0;
  for (std::size_t count = 0; count <= events; ++count) {
    const auto k = static_cast<double>(count);
    const auto n = static_cast<double>(trials);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                    k * std::log(rate) + (n - k) * std::log1p(-rate));
  }
  return sum;
}

void count_recorded(SelfTest& self_test, const Finding& finding) {
  if (!finding.judged) return;
  if (finding.verdict == Verdict::regression) ++self_test.regressions_recorded;
  if (finding.verdict == Verdict::improvement) ++self_test.improvements_recorded;
}

void append_power(SelfTest& self_test, const ComparedCell& cell) {
  if (!measurable(cell) || cell.findings.empty()) return;
  const Finding& main = cell.findings.front();
  // Of what is counted the smallest change is one, on every machine.
  if (is_counter(main.metric)) return;
  self_test.cells.push_back({.cell = cell.cell.name(),
                             .metric = main.metric,
                             .detectable = main.detectable,
                             .delta = main.delta,
                             .rounds = all_changes(cell).size()});
}

}  // namespace

double rate_upper_bound(std::size_t events, std::size_t trials) {
  if (events >= trials) return 1;
  constexpr double doubt = 0.05;
  double low = 0;
  double high = 1;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (binomial_at_most(events, trials, middle) > doubt ? low : high) = middle;
  }
  return high;
}

SelfTest self_test_of(const Comparison& comparison, std::size_t jobs) {
  SelfTest self_test;
  for (const ComparedCell& cell : comparison.cells) {
    for (const Finding& finding : cell.findings) count_recorded(self_test, finding);
    append_power(self_test, cell);
  }
  for (const auto& mechanism : comparison.mechanisms) count_recorded(self_test, mechanism.finding);
  self_test.autocorrelation = autocorrelation_of(comparison);
  const Source source = source_of(comparison);
  if (source.empty.cells.empty()) return self_test;
  std::mt19937_64 random(comparison.seed);
  self_test.jobs = jobs;
  for (std::size_t job = 0; job < jobs; ++job) {
    if (has_regression(source, random)) ++self_test.jobs_with_regression;
  }
  self_test.false_alarm_rate = static_cast<double>(self_test.jobs_with_regression) /
                               static_cast<double>(std::max<std::size_t>(jobs, 1));
  self_test.false_alarm_upper = rate_upper_bound(self_test.jobs_with_regression, jobs);
  return self_test;
}

}  // namespace ipcbench
