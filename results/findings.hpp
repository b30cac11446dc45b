// What there is to be found in a cell, before the times are judged.
#pragma once

#include <string_view>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// A metric's levels in both arms: of the fresh rounds, if there are enough.
[[nodiscard]] Finding timing_finding(const ComparedCell& cell, std::string_view metric,
                                     const ComparisonRules& rules);

/// All findings of interest, the main metric first. Those on counters have their verdicts.
[[nodiscard]] std::vector<Finding> findings_of(const ComparedCell& cell,
                                               const ComparisonRules& rules);

}  // namespace ipcbench
