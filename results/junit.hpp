// A comparison as JUnit XML: a suite a mechanism, a test case a cell and metric.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

/// A regression is a failure, an error an error; skipped and inconclusive ones are skipped, with
/// the reason. The first suite is the comparison itself, so that nothing compared never passes.
/// Well-formed XML 1.0 in UTF-8 whatever the names are.
[[nodiscard]] std::string comparison_junit(const Comparison& comparison);

}  // namespace ipcbench
