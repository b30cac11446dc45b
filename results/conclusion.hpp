// The verdict of a whole comparison, and the sentence that says why.
#pragma once

#include <cstddef>
#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

/// With more than a quarter of its cells undecided a comparison has not looked: neither a duel nor
/// one of stored results.
[[nodiscard]] constexpr bool too_many_undecided(std::size_t undecided, std::size_t cells) {
  return undecided * 4 > cells;
}

/// From the findings of cells and mechanisms: sets the verdict and the summary. judge() calls it.
///
/// An error, or nothing that was compared: error. Else a regression; else inconclusive if nothing
/// was judged, the machine was unfit, a signal ended it, a slowdown that was seen was never
/// confirmed, or too many cells are undecided. Else equivalent: no regression. What would be
/// inconclusive is clear where an all-clear was asked for and all cells are sure not to be slower
/// by its limit.
void conclude(Comparison& comparison);

/// "+5.1 % [4.2, 6.3]"; without an interval "+5.1 %".
[[nodiscard]] std::string change_text(const Estimate& change);

}  // namespace ipcbench
