// What one arm's cell has for consumers that compare two sets of values themselves.
#pragma once

#include <vector>

#include "results/round_values.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// A value a round. A stored result has no rounds: its medians then, as one.
[[nodiscard]] std::vector<RoundValue> samples_of(const ComparedCell& cell, WhichArm arm);

}  // namespace ipcbench
