// A look at changes: the estimate and both tests. Everything is in logarithms.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "results/signed_rank.hpp"

namespace ipcbench {

/// A first look suspects a change when its p is below this.
inline constexpr double p_of_suspicion = 0.11;

/// The least estimate that is suspected, in parts of delta.
inline constexpr double suspicious_share = 1.0 / 3;

struct Look {
  std::size_t rounds = 0;
  Estimate change = {};  ///< of ln(B / A); 0 without rounds
  double p_slower = 1, p_faster = 1;

  /// Whether its interval leaves a slowdown (speedup) of `delta`, a logarithm, possible.
  [[nodiscard]] bool may_be_slower_by(double delta) const {
    return !change.interval || change.interval->second >= delta;
  }
  [[nodiscard]] bool may_be_faster_by(double delta) const {
    return !change.interval || change.interval->first <= -delta;
  }
  /// There seems to be a change, and it may be one that matters.
  [[nodiscard]] bool suspects_slower(double delta) const {
    return p_slower < p_of_suspicion && change.value > delta * suspicious_share &&
           may_be_slower_by(delta);
  }
  [[nodiscard]] bool suspects_faster(double delta) const {
    return p_faster < p_of_suspicion && change.value < -delta * suspicious_share &&
           may_be_faster_by(delta);
  }
};

/// A change of logarithms as parts of A: 0.05 is 5 % more.
[[nodiscard]] inline Estimate as_parts(const Estimate& logarithms) {
  Estimate parts{.value = std::expm1(logarithms.value), .interval = {}};
  if (logarithms.interval) {
    parts.interval = {std::expm1(logarithms.interval->first),
                      std::expm1(logarithms.interval->second)};
  }
  return parts;
}

[[nodiscard]] inline std::vector<double> joined(std::vector<double> first,
                                                const std::vector<double>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// What the median change is at most, a logarithm: an order statistic, too small in at most half
/// of alpha; half, because a cell has two looks at which it may pass. Infinite for too few rounds.
///
/// It asks only on which side of it the changes are, not how far: of 21 rounds five may be
/// disturbed by any amount. An interval of Walsh averages, as in a Look, ends far out after three.
[[nodiscard]] inline double most_change(std::vector<double> changes, double alpha) {
  const auto count = critical_sign_count(changes.size(), alpha / 2);
  if (!count) return std::numeric_limits<double>::infinity();
  std::ranges::sort(changes);
  return changes[*count - 1];
}

[[nodiscard]] inline Look look_at(std::span<const double> changes) {
  if (changes.empty()) return {};
  std::vector<double> mirrored(changes.begin(), changes.end());
  for (double& change : mirrored) change = -change;
  return {.rounds = changes.size(),
          .change = hodges_lehmann(changes),
          .p_slower = signed_rank_p(changes),
          .p_faster = signed_rank_p(mirrored)};
}

}  // namespace ipcbench
