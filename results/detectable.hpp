// The smallest slowdown that a duel would have found, by its own noise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "results/verdict.hpp"

namespace ipcbench {

/// Which cells get fresh rounds: the budget may end before the undecided have theirs.
enum class Confirms { all_candidates, suspects };

/// How a change is looked for: what decides besides its noise.
struct Procedure {
  std::size_t screening_rounds = 6, confirmation_rounds = 15;
  double alpha = 0.05;
  double delta = 0.02;     ///< as a part
  std::size_t family = 1;  ///< tests that are confirmed together
  Confirms confirms = Confirms::all_candidates;
};

/// The smallest slowdown (as a part: 0.03 is 3 %) that becomes a regression nine times out of ten:
/// a candidate after the screening, then confirmed. From the changes of a cell's own rounds,
/// centred, drawn again with signs at random. Nothing with fewer than 6 changes, or if no slowdown
/// would do.
[[nodiscard]] std::optional<double> smallest_detectable(std::span<const double> changes,
                                                        const Procedure& procedure,
                                                        std::uint64_t seed);

/// Fills Finding::detectable of all cells and mechanisms that judge() has judged by their times.
void add_detectable(Comparison& comparison);

}  // namespace ipcbench
