// Rows that were measured in the same rounds, compared by their ratios within the rounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace ipcbench {

/// What a row cost in each round in which it counts, as the logarithm. Less is better.
using RoundCosts = std::map<std::uint64_t, double>;

/// With fewer rounds in common two rows are not compared by them: simulated families of equal rows
/// were told apart too often.
inline constexpr std::size_t rounds_for_ratio = 5;

/// How many times the cost of another a row has.
struct RoundRatio {
  double value = 1, low = 1, high = 1;

  [[nodiscard]] RoundRatio inverse() const { return {1 / value, 1 / high, 1 / low}; }
  [[nodiscard]] bool holds_1() const { return low <= 1 && 1 <= high; }
};

/// The family of all rows that are ranked together: each pair's ratio, with an interval so wide
/// that in at most 5 % of the runs of equal rows any of them leaves out 1.
///
/// Seven rounds alone do not tell how much a ratio scatters, so each pair learns from all others.
/// The method and its simulated error: docs/decisions.md.
class RoundRatios {
 public:
  explicit RoundRatios(const std::vector<RoundCosts>& rows);

  /// A row beside `other`: the geometric mean of the rounds. Nothing where they share too few.
  [[nodiscard]] std::optional<RoundRatio> ratio(std::size_t row, std::size_t other) const;

 private:
  struct Interval {
    double middle = 0;  ///< of the differences of logarithms
    double half = 0;
  };

  std::map<std::pair<std::size_t, std::size_t>, Interval> pairs_;  ///< the first is the smaller one
};

}  // namespace ipcbench
