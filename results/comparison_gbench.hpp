// A and B as two files of Google Benchmark's JSON: `compare.py benchmarks a.json b.json`.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

struct GbenchTexts {
  std::string a, b;
};

/// A repetition a round and no aggregates, which compare.py makes itself. `real_time` is the median
/// round trip, or the time a message; `cpu_time` is 0, for a slice's CPU time is that of its
/// untimed messages, too. Its U test knows neither of pairs nor of how many cells there are: a
/// duel's verdict is another one.
[[nodiscard]] GbenchTexts comparison_gbench(const Comparison& comparison);

}  // namespace ipcbench
