// B's figures as the two files that github-action-benchmark takes: its tools customSmallerIsBetter
// and customBiggerIsBetter.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

struct ActionBenchmarkTexts {
  std::string smaller_is_better;  ///< times and counts
  std::string bigger_is_better;   ///< throughput
};

[[nodiscard]] ActionBenchmarkTexts github_action_benchmark(const Comparison& comparison);

}  // namespace ipcbench
