// Which cells of a duel get fresh rounds after the first look.
#pragma once

#include <cstddef>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// Cells that deserve fresh rounds, as indices into the comparison's; each is in one list only.
struct Candidates {
  /// The first look has them slower or faster, or has their mechanism so (then all its cells are
  /// here). Slower ones first, the most significant first: who must leave some out leaves the last.
  std::vector<std::size_t> suspects = {};
  /// Where an all-clear was asked for: those that would prevent it. The widest last.
  std::vector<std::size_t> unclear = {};
  /// The first look excludes nothing: a slowdown that matters is still within the interval. The
  /// widest last, for they gain the least.
  std::vector<std::size_t> undecided = {};
};

/// By the screening rounds alone, so that the fresh rounds know nothing of the choice.
[[nodiscard]] Candidates candidates(const Comparison& comparison);

}  // namespace ipcbench
