// Comparing a result with one that was stored earlier: the second, weaker way to a verdict.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

struct StoredOptions {
  /// Machines and builds may differ: there are verdicts all the same, and the summary says so.
  bool force = false;
  /// Names of metrics; empty: all that a verdict knows.
  std::vector<std::string> metrics = {};
};

/// What became of `older` in `newer`. `earlier` are runs from before `newer`, in any order, with
/// or without `older`; those of another fingerprint are passed over. From 20 on they decide how
/// much a cell may move.
[[nodiscard]] Comparison compare_stored(const RunResult& older, const RunResult& newer,
                                        std::span<const RunResult> earlier,
                                        const ComparisonRules& rules,
                                        const StoredOptions& options = {});

}  // namespace ipcbench
