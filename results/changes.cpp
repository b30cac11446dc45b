// Slices to costs, pairs to a round's change, cells to mechanisms.
#include "results/changes.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "results/figures.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

std::optional<double> usable(double cost) {
  if (!std::isfinite(cost) || cost <= 0) return {};
  return cost;
}

std::optional<double> cost_of(const SliceFigures& slice, std::string_view metric) {
  if (metric == "rtt_p50") return usable(slice.p50_ns);
  if (metric == "throughput") return usable(slice.ns_per_message());
  return {};
}

/// A slice is a few hundred messages; all slices of a round together have a p99. What a flipped
/// pair brought into it cannot be taken out again.
std::optional<double> pooled_p99(const DuelRound& round, SliceFigures SlicePair::* arm) {
  if (round.pairs.empty() || std::ranges::any_of(round.pairs, &SlicePair::flipped)) return {};
  const SliceFigures& last = round.pairs.back().*arm;
  if (last.pooled_messages < p99_messages) return {};
  return usable(last.pooled_p99_ns);
}

/// A difference of logarithms and not one of a ratio: with A and B swapped it is the same to the
/// last digit but for its sign, so that ties stay ties.
std::optional<double> difference(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return {};
  return std::log(*b) - std::log(*a);
}

}  // namespace

std::optional<double> cost_of(const DuelRound& round, SliceFigures SlicePair::* arm,
                              std::string_view metric) {
  if (metric == "rtt_p99") return pooled_p99(round, arm);
  std::vector<double> costs;
  for (const SlicePair& pair : round.pairs) {
    const auto cost = cost_of(pair.*arm, metric);
    if (!pair.flipped && cost) costs.push_back(*cost);
  }
  if (costs.empty()) return {};
  return median(std::move(costs));
}

std::optional<double> cost_change(const DuelRound& round, std::string_view metric) {
  if (metric == "rtt_p99") {
    return difference(pooled_p99(round, &SlicePair::a), pooled_p99(round, &SlicePair::b));
  }
  std::vector<double> differences;
  for (const SlicePair& pair : round.pairs) {
    if (pair.flipped) continue;
    const auto change = difference(cost_of(pair.a, metric), cost_of(pair.b, metric));
    if (change) differences.push_back(*change);
  }
  if (differences.empty()) return {};
  return median(std::move(differences));
}

std::vector<double> changes(const ComparedCell& cell, std::string_view metric,
                            DuelRound::Phase phase) {
  std::vector<double> values;
  for (const DuelRound& round : cell.rounds) {
    if (round.phase != phase) continue;
    if (const auto change = cost_change(round, metric)) values.push_back(*change);
  }
  return values;
}

namespace {

/// The median. Of two sizes it would be their mean, and one of them would speak for both: there it
/// is the smaller change, and none if they go different ways. Swapping the arms still only turns
/// the sign.
double shown_by_sizes(std::vector<double> changes) {
  if (changes.size() != 2) return median(std::move(changes));
  const auto [low, high] = std::minmax(changes[0], changes[1]);
  if (low > 0) return low;
  return high < 0 ? high : 0;
}

bool all_have_rounds(const Comparison& comparison, const MechanismCells& mechanism,
                     DuelRound::Phase phase) {
  return std::ranges::all_of(mechanism, [&](std::size_t index) {
    const auto& rounds = comparison.cells[index].rounds;
    return std::ranges::find(rounds, phase, &DuelRound::phase) != rounds.end();
  });
}

}  // namespace

DuelRound round_of_change(Pattern pattern, double change, DuelRound::Phase phase,
                          std::uint64_t number) {
  const auto slice = [&](double cost) {
    return pattern == Pattern::round_trip
               ? SliceFigures{.messages = 1, .received = 1, .p50_ns = cost}
               : SliceFigures{.messages = 1, .received = 1, .elapsed_ns = cost};
  };
  DuelRound round{.phase = phase, .number = number};
  round.pairs.push_back({.a = slice(1), .b = slice(std::exp(change))});
  return round;
}

bool measurable(const ComparedCell& cell) {
  return std::ranges::none_of(cell.findings, [](const Finding& finding) {
    return finding.verdict == Verdict::error || finding.verdict == Verdict::skipped;
  });
}

std::vector<MechanismCells> mechanisms_of(const Comparison& comparison) {
  std::vector<MechanismCells> mechanisms;
  for (std::size_t index = 0; index < comparison.cells.size(); ++index) {
    const ComparedCell& compared = comparison.cells[index];
    if (!measurable(compared)) continue;
    if (!comparison.rules.wants(main_metric(compared.cell.pattern))) continue;
    const auto same = std::ranges::find_if(mechanisms, [&](const MechanismCells& mechanism) {
      const Cell& first = comparison.cells[mechanism.front()].cell;
      return first.pattern == compared.cell.pattern && first.row() == compared.cell.row() &&
             first.placement == compared.cell.placement;
    });
    if (same == mechanisms.end()) {
      mechanisms.push_back({index});
    } else {
      same->push_back(index);
    }
  }
  std::erase_if(mechanisms, [](const MechanismCells& mechanism) { return mechanism.size() < 2; });
  return mechanisms;
}

std::vector<double> changes(const Comparison& comparison, const MechanismCells& mechanism,
                            DuelRound::Phase phase) {
  if (!all_have_rounds(comparison, mechanism, phase)) return {};
  std::map<std::uint64_t, std::vector<double>> by_round;
  for (const std::size_t index : mechanism) {
    const ComparedCell& cell = comparison.cells[index];
    for (const DuelRound& round : cell.rounds) {
      if (round.phase != phase) continue;
      const auto change = cost_change(round, main_metric(cell.cell.pattern));
      if (change) by_round[round.number].push_back(*change);
    }
  }
  std::vector<double> values;
  for (auto& [number, of_sizes] : by_round) {
    // What one size shows is not what all of them show.
    if (of_sizes.size() >= 2 && 2 * of_sizes.size() > mechanism.size()) {
      values.push_back(shown_by_sizes(std::move(of_sizes)));
    }
  }
  return values;
}

}  // namespace ipcbench
