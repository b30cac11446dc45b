// A comparison in Bencher's metric format (BMF): B's figures and the changes, with their bounds.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

/// A benchmark is a cell; its measures are the metrics of B ("rtt_p50" in ns, "throughput" in
/// MB/s) and how much slower B is than A ("rtt_p50_change" in %), which wanders far less.
[[nodiscard]] std::string comparison_bencher(const Comparison& comparison);

}  // namespace ipcbench
