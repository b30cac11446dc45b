// The verdict of a whole comparison, and the sentence that says why.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

/// From the findings of cells and mechanisms: sets the verdict and the summary. judge() calls it;
/// a comparison of stored results has findings of its own and calls it, too.
void conclude(Comparison& comparison);

/// "+5.1 % [4.2, 6.3]"; without an interval "+5.1 %".
[[nodiscard]] std::string change_text(const Estimate& change);

}  // namespace ipcbench
