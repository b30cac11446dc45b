// The part of the noise that takes two CPUs: how long a wake-up takes, how far a cache line goes.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "harness/noise.hpp"

namespace ipcbench {

/// Both throw std::system_error when there is no thread to be had. Nothing, or no samples, where a
/// CPU may not be used.
[[nodiscard]] std::optional<WakeUpNoise> look_at_wake_ups(int cpu_a, int cpu_b,
                                                          std::chrono::nanoseconds budget);
[[nodiscard]] std::vector<PairDistance> look_at_distances(const std::vector<int>& cpus,
                                                          std::chrono::nanoseconds budget);

}  // namespace ipcbench
