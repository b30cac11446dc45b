// The rounds of A and of B as two texts of Go's benchmark format: `benchstat a.txt b.txt`.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

struct BenchstatTexts {
  std::string a, b;
};

/// A line a round, `ns/op` and `p99-ns/op` of round trips, `ns/op` and `MB/s` of streams. Without
/// rounds (stored results) a line with the medians. benchstat compares the two sets, which is
/// weaker than a duel's verdict: it does not know which round of A belongs to which of B.
[[nodiscard]] BenchstatTexts comparison_benchstat(const Comparison& comparison);

}  // namespace ipcbench
