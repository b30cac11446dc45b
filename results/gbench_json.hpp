// A run in the JSON format of Google Benchmark, for the programs that read it.
#pragma once

#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// A benchmark for each cell, a repetition for each trial that counts, then the aggregates.
/// `real_time` is a round trip (its median) or a message of a stream; `cpu_time` is what both
/// processes used up for it.
[[nodiscard]] std::string to_gbench_json(const RunResult& run);

}  // namespace ipcbench
