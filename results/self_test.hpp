// What a duel of a build with itself says of the machine: how often it cries wolf, what it can see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// The largest rate that `events` of `trials` leave possible, with 95 % confidence (Clopper and
/// Pearson, one-sided): 0 of 60 is 0.0487. 1 without trials.
[[nodiscard]] double rate_upper_bound(std::size_t events, std::size_t trials);

struct CellPower {
  std::string cell;    ///< its name
  std::string metric;  ///< its main one, or the first that was asked for
  /// The smallest slowdown found nine times out of ten, as a part; nothing: none would be.
  std::optional<double> detectable = {};
  double delta = 0;
  std::size_t rounds = 0;  ///< that say so
};

struct SelfTest {
  /// Whole jobs made of the recorded rounds, drawn again, A and B swapped at random in each round:
  /// in all its cells, for they have the same two processes. By p50 and throughput alone: 0 jobs if
  /// neither was asked for.
  std::size_t jobs = 0;
  std::size_t jobs_with_regression = 0;
  double false_alarm_rate = 0;
  double false_alarm_upper = 1;  ///< 95 % confidence, of the resampling alone
  /// What the recorded job itself found; on one build each is a false alarm.
  std::size_t regressions_recorded = 0, improvements_recorded = 0;
  std::vector<CellPower> cells = {};  ///< in the order of the comparison
  /// Of a round's change with that of the round before, over all cells. About 0 on a machine whose
  /// rounds do not hang together, which the tests take for granted.
  std::optional<double> autocorrelation = {};
};

/// Of a comparison that judge() and add_detectable() have seen. Deterministic by its seed.
[[nodiscard]] SelfTest self_test_of(const Comparison& comparison, std::size_t jobs);

}  // namespace ipcbench
