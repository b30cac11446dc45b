// The HTML report of a comparison: is B slower than A, by what, and how sure is that?
#pragma once

#include "plots/report.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// Of a duel or of stored results. The page has no scripts: verdict, findings, the forest of
/// changes, the noise, both arms, and how it was judged.
[[nodiscard]] Report report_of(const Comparison& comparison);

}  // namespace ipcbench
