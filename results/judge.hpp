// From the rounds of a duel to findings and a verdict: pure functions over the model.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// What a slice says in a metric's cost: ns of "rtt_p50" and "rtt_p99", ns a message of
/// "throughput". Nothing where the slice has no such figure.
[[nodiscard]] std::optional<double> cost_of(const SliceFigures& slice, std::string_view metric);

/// The median over a round's pairs that did not flip of ln(cost of B / cost of A); positive: B is
/// slower. Nothing if no pair is of use.
[[nodiscard]] std::optional<double> cost_change(const DuelRound& round, std::string_view metric);

/// Of all rounds of a phase that have one, in the order of the rounds.
[[nodiscard]] std::vector<double> changes(const ComparedCell& cell, std::string_view metric,
                                          DuelRound::Phase phase);

/// Cells that deserve fresh rounds, as indices into the comparison's; each is in one list only.
struct Candidates {
  /// The first look has them slower or faster, or has their mechanism so (then all its cells are
  /// here). Slower ones first, the most significant first: who must leave some out leaves the last.
  std::vector<std::size_t> suspects = {};
  /// The first look excludes nothing: a slowdown that matters is still within the interval. The
  /// widest last, for they gain the least.
  std::vector<std::size_t> undecided = {};
};

/// By the screening rounds alone, so that the fresh rounds know nothing of the choice.
[[nodiscard]] Candidates candidates(const Comparison& comparison);

/// Fills the findings of cells, mechanisms and control, whether the machine was fit, the verdict
/// and the summary: from all rounds that there are, at any stage. A cell with a finding that is an
/// error or skipped keeps its findings. Leaves Finding::detectable to add_detectable().
void judge(Comparison& comparison);

}  // namespace ipcbench
