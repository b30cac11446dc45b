// What the rounds of a duel say: how much more B costs than A, round by round.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// What a round says of an arm in a metric's cost: ns of "rtt_p50" and "rtt_p99", ns a message of
/// "throughput". The median over the pairs that did not flip; a p99 is that of all the round's
/// messages together, where no pair flipped. Nothing where there is no such figure.
[[nodiscard]] std::optional<double> cost_of(const DuelRound& round, SliceFigures SlicePair::* arm,
                                            std::string_view metric);

/// The median over a round's pairs that did not flip of ln(cost of B / cost of A); positive: B is
/// slower. Of a p99 that of the round. Nothing if no pair is of use.
[[nodiscard]] std::optional<double> cost_change(const DuelRound& round, std::string_view metric);

/// Of all rounds of a phase that have one, in the order of the rounds.
[[nodiscard]] std::vector<double> changes(const ComparedCell& cell, std::string_view metric,
                                          DuelRound::Phase phase);

/// A round of one pair whose main metric changed so: for rounds that are drawn, not measured.
[[nodiscard]] DuelRound round_of_change(Pattern pattern, double change, DuelRound::Phase phase,
                                        std::uint64_t number);

/// Neither failed nor skipped.
[[nodiscard]] bool measurable(const ComparedCell& cell);

/// The cells that differ in their sizes alone, as indices; named by the first.
using MechanismCells = std::vector<std::size_t>;

/// All mechanisms with at least two sizes that were measured, and whose main metric is of interest,
/// in the order of their first cells.
/// A cell is named by A's side: B's other settings do not take it out of its row.
[[nodiscard]] std::vector<MechanismCells> mechanisms_of(const Comparison& comparison);

/// A round's change of a mechanism: the median over its sizes, of two the smaller change, where
/// more than half of them have one. Nothing if a size has no rounds of the phase at all.
[[nodiscard]] std::vector<double> changes(const Comparison& comparison,
                                          const MechanismCells& mechanism, DuelRound::Phase phase);

/// What matters when all sizes show it: a third of what matters in one cell. What most
/// sizes show wobbles that much less.
[[nodiscard]] constexpr double mechanism_delta(double cell_delta) {
  return cell_delta / 3;
}

}  // namespace ipcbench
