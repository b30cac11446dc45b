// From the rounds of a duel to findings and a verdict: pure functions over the model.
#pragma once

#include "results/candidates.hpp"
#include "results/changes.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// The control cell may differ from itself by this part of delta_p50 before the machine is unfit;
/// it must do so with a p below this in one direction, for every job that its luck calls unfit is a
/// verdict less; and its interval may be so many delta_p50 wide, half of it.
inline constexpr double control_share = 1.0 / 4;
inline constexpr double control_p = 0.005;
inline constexpr double control_half_width = 2;

/// Fills the findings of cells, mechanisms and control, whether the machine was fit, the verdict
/// and the summary: from all rounds that there are, at any stage. A cell with a finding that is an
/// error or skipped keeps its findings. Leaves Finding::detectable to add_detectable().
///
/// Screening and fresh rounds are never put together: the screening chose, and would choose its own
/// luck. Where a cell has 6 fresh rounds or more, they alone count. Only for an all-clear all
/// rounds count, and the two looks, at the screening and at all, have half of alpha each.
void judge(Comparison& comparison);

}  // namespace ipcbench
