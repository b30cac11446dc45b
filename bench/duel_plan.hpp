// A duel before it begins, and from its beginning to its verdict.
#pragma once

#include <string>
#include <vector>

#include "bench/duel_options.hpp"
#include "harness/interrupt.hpp"
#include "harness/placement.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// Cells, control cell, arms and rules; what this machine cannot measure is skipped already.
/// Throws UsageError if nothing is left, or if the budget is too small.
[[nodiscard]] Comparison plan_duel(const DuelOptions& options,
                                   const std::vector<std::string>& arguments,
                                   const Topology& topology);

/// For --dry-run: the cells, and what the time is spent on.
[[nodiscard]] std::string duel_plan_text(const Comparison& planned, const DuelOptions& options);

/// Measures and judges. Throws UsageError if an arm cannot be started at all.
[[nodiscard]] Comparison run_duel(const Comparison& planned, const DuelOptions& options,
                                  const Interrupt& interrupt);

}  // namespace ipcbench
