// Two seconds of looking at the machine: its clock, its wake-ups, its gaps, its distances.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/system_files.hpp"
#include "harness/doctor.hpp"

namespace ipcbench {

struct ClockNoise {
  double cost_ns = 0;        ///< of one reading
  std::int64_t step_ns = 0;  ///< the smallest difference of two readings
};

/// Two threads that wake each other in turn, as mechanisms do that sleep.
struct WakeUpNoise {
  int cpu_a = 0;
  int cpu_b = 0;
  double p50_ns = 0;  ///< there and back: two wake-ups
  double p99_ns = 0;
};

/// What a thread that only reads the clock does not see.
struct LostTime {
  int cpu = 0;
  double share = 0;  ///< of its time, lost in gaps of more than `noticeable_gap_ns`
  std::uint64_t gaps = 0;
  std::int64_t longest_ns = 0;
};
inline constexpr std::int64_t noticeable_gap_ns = 5'000;

/// A cache line's way there and back between two CPUs, again and again.
struct PairDistance {
  int cpu_a = 0;
  int cpu_b = 0;
  std::vector<double> samples_ns = {};

  [[nodiscard]] double quantile(double q) const;
  /// Times that it changed from near to far or back, and stayed there for more than one sample.
  [[nodiscard]] unsigned flips() const;
  /// Whether it is far at some times and near at others.
  [[nodiscard]] bool changes() const;
};

/// What could not be measured is empty: on one CPU there are no distances.
struct Noise {
  double seconds = 0;
  ClockNoise clock;
  std::optional<WakeUpNoise> wake_up = {};
  std::vector<LostTime> lost = {};
  std::vector<PairDistance> distances = {};
  std::optional<double> stolen_share = {};  ///< of the CPUs' time, while this was measured
};

/// Takes about `budget`. `cpu_a` and `cpu_b` are the pair that a run would use; they may be equal.
[[nodiscard]] Noise measure_noise(const std::vector<int>& allowed_cpus, int cpu_a, int cpu_b,
                                  std::chrono::nanoseconds budget);

/// What that means for a run.
[[nodiscard]] std::vector<Symptom> judge(const Noise& noise);

/// At most so many of them, evenly chosen: what fits into a matrix.
[[nodiscard]] std::vector<int> some_of(const std::vector<int>& cpus, std::size_t most);

}  // namespace ipcbench
