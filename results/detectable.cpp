// The procedure on a cell's own noise. Both the rank sum and the estimate grow with the change, so
// each draw has one smallest change that is found, and no search is needed.
#include "results/detectable.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "results/candidates.hpp"
#include "results/changes.hpp"
#include "results/look.hpp"
#include "results/signed_rank.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t draws = 500;
constexpr double power = 0.9;

/// Changes of rounds without a change, as this cell has them.
std::vector<double> noise_of(std::span<const double> changes) {
  const double center = hodges_lehmann(changes).value;
  const auto count = static_cast<double>(changes.size());
  // A few values stray less from their own center than from the one of all.
  const double widening = std::sqrt(count / (count - 1));
  std::vector<double> noise;
  for (const double change : changes) noise.push_back((change - center) * widening);
  return noise;
}

class Draws {
 public:
  Draws(std::vector<double> noise, std::uint64_t seed)
      : noise_(std::move(noise)), random_(seed), index_(0, noise_.size() - 1) {}

  /// The Walsh averages of so many rounds.
  std::vector<double> averages(std::size_t rounds) {
    std::vector<double> values;
    for (std::size_t round = 0; round < rounds; ++round) {
      const double value = noise_[index_(random_)];
      values.push_back((random_() >> 63U) == 0 ? value : -value);
    }
    return walsh_averages(values);
  }

 private:
  std::vector<double> noise_;
  std::mt19937_64 random_;
  std::uniform_int_distribution<std::size_t> index_;
};

double middle_of(const std::vector<double>& averages) {
  const std::size_t count = averages.size();
  return (averages[(count - 1) / 2] + averages[count / 2]) / 2;
}

/// The change that gives these averages a rank sum of `sum`: it is the number of positive ones.
double change_for(const std::vector<double>& averages, std::size_t sum) {
  return -averages[averages.size() - sum];
}

struct Thresholds {
  std::optional<std::size_t> interval;   // rank sums: of the screening's upper end,
  std::optional<std::size_t> suspicion;  // of a suspect, where the undecided are left out,
  std::size_t confirmation;              // and of a significant change
  double delta;                          // a logarithm
};

/// Nothing if the rounds are too few for a p so small.
std::optional<Thresholds> thresholds_of(const Procedure& procedure) {
  if (procedure.confirmation_rounds < trials_for_interval) return {};
  const auto family = static_cast<double>(std::max<std::size_t>(procedure.family, 1));
  const auto confirmation =
      critical_rank_sum(procedure.confirmation_rounds, procedure.alpha / family);
  if (!confirmation) return {};
  Thresholds thresholds{.interval = critical_rank_sum(procedure.screening_rounds, interval_tail),
                        .suspicion = {},
                        .confirmation = *confirmation,
                        .delta = std::log1p(procedure.delta)};
  if (procedure.confirms == Confirms::suspects) {
    thresholds.suspicion = critical_rank_sum(procedure.screening_rounds, p_of_suspicion);
    if (!thresholds.suspicion) return {};
  }
  return thresholds;
}

double smallest_found(const std::vector<double>& screening, const std::vector<double>& fresh,
                      const Thresholds& thresholds) {
  const double delta = thresholds.delta;
  double smallest = std::max(change_for(fresh, thresholds.confirmation), delta - middle_of(fresh));
  // Whatever may be slower by delta is a candidate, be it suspect or undecided.
  if (thresholds.interval) {
    smallest = std::max(smallest, delta - screening[*thresholds.interval - 1]);
  }
  if (thresholds.suspicion) {
    smallest = std::max({smallest, change_for(screening, *thresholds.suspicion),
                         delta * suspicious_share - middle_of(screening)});
  }
  return smallest;
}

/// Tests that fresh rounds have confirmed: they share the rate of false alarms.
std::size_t family_of(const Comparison& comparison) {
  std::size_t family = 0;
  const auto count = [&](const Finding& finding) {
    if (finding.p) ++family;
  };
  for (const ComparedCell& cell : comparison.cells) std::ranges::for_each(cell.findings, count);
  for (const auto& mechanism : comparison.mechanisms) count(mechanism.finding);
  return family;
}

/// By what was done: the undecided had their fresh rounds, or some had not.
Confirms confirms_of(const Comparison& comparison) {
  const auto undecided = candidates(comparison).undecided;
  const bool all = std::ranges::all_of(undecided, [&](std::size_t index) {
    const auto& findings = comparison.cells[index].findings;
    return !findings.empty() && findings.front().confirmed;
  });
  return all ? Confirms::all_candidates : Confirms::suspects;
}

Procedure procedure_of(const Comparison& comparison) {
  const ComparisonRules& rules = comparison.rules;
  return {.screening_rounds = rules.screening_rounds,
          .confirmation_rounds = rules.confirmation_rounds,
          .alpha = rules.alpha,
          .family = family_of(comparison),
          .confirms = confirms_of(comparison)};
}

}  // namespace

std::optional<double> smallest_detectable(std::span<const double> changes,
                                          const Procedure& procedure, std::uint64_t seed) {
  if (changes.size() < trials_for_interval) return {};
  const auto thresholds = thresholds_of(procedure);
  if (!thresholds) return {};
  Draws noise(noise_of(changes), seed);
  std::vector<double> found;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    const auto screening = noise.averages(procedure.screening_rounds);
    const auto fresh = noise.averages(procedure.confirmation_rounds);
    found.push_back(smallest_found(screening, fresh, *thresholds));
  }
  std::ranges::sort(found);
  return std::expm1(found[static_cast<std::size_t>(power * draws)]);
}

void add_detectable(Comparison& comparison) {
  Procedure procedure = procedure_of(comparison);
  std::uint64_t seed = comparison.seed;
  for (ComparedCell& cell : comparison.cells) {
    if (!measurable(cell)) continue;
    for (Finding& finding : cell.findings) {
      if (is_counter(finding.metric) || !finding.judged) continue;
      procedure.delta = finding.delta;
      finding.detectable =
          smallest_detectable(joined(changes(cell, finding.metric, DuelRound::Phase::screening),
                                     changes(cell, finding.metric, DuelRound::Phase::confirmation)),
                              procedure, seed++);
    }
  }
  const auto mechanisms = mechanisms_of(comparison);
  for (std::size_t index = 0; index < comparison.mechanisms.size(); ++index) {
    Finding& finding = comparison.mechanisms[index].finding;
    procedure.delta = finding.delta;
    finding.detectable = smallest_detectable(
        joined(changes(comparison, mechanisms[index], DuelRound::Phase::screening),
               changes(comparison, mechanisms[index], DuelRound::Phase::confirmation)),
        procedure, seed++);
  }
}

}  // namespace ipcbench
