// Comparing a result with a stored one, for `compare` and for `run --baseline`.
#pragma once

#include <string>

#include "bench/baselines.hpp"
#include "bench/verdict_options.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// What the options want of `newer`, which is called `newer_name` in reports. Throws UsageError if
/// that is nothing.
[[nodiscard]] Comparison compare_with(StoredRuns stored, RunResult newer,
                                      const std::string& newer_name, const VerdictOptions& options,
                                      bool force);

}  // namespace ipcbench
