// Counters that do not wobble: compared as they are, without statistics.
#pragma once

#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// The findings on a cell's system calls, context switches and page faults a message. System calls
/// are counted in passes of their own, a few rounds long, and reported also where they vary. The
/// others are taken from the timed slices and have a finding only where every round has the same
/// whole number: what depends on who had to wait is a matter for the clock.
[[nodiscard]] std::vector<Finding> compare_counters(const ComparedCell& cell);

}  // namespace ipcbench
