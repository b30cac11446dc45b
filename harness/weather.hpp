// What a trial cost and what the machine did meanwhile: plain data, filled in by both processes.
#pragma once

#include <cstdint>
#include <optional>

#include "harness/placement.hpp"

namespace ipcbench {

/// What one process used up during its timed slices.
struct Usage {
  std::int64_t cpu_ns = 0;  ///< exact; the two below share it as the kernel's tick saw it
  std::int64_t user_ns = 0;
  std::int64_t system_ns = 0;
  std::uint64_t voluntary_switches = 0;
  std::uint64_t involuntary_switches = 0;
  std::uint64_t minor_faults = 0;
  std::uint64_t major_faults = 0;
  std::uint64_t migrations = 0;  ///< times that it was found on another CPU

  Usage& operator+=(const Usage& other);
};

/// Hardware counters of both processes together over some messages of a separate pass.
struct Counters {
  std::uint64_t messages = 0;
  std::uint64_t cycles = 0;
  std::uint64_t instructions = 0;
  std::uint64_t cache_misses = 0;
  bool kernel = false;  ///< whether the kernel's part is in it
};

/// What the machine did around and during a trial. What could not be read is empty.
struct Weather {
  /// A cache line's way there and back between the two CPUs, before and after.
  std::optional<double> distance_before_ns;
  std::optional<double> distance_after_ns;
  /// Time that the hypervisor gave to others, on the CPUs of the trial.
  std::optional<std::int64_t> steal_ns;
  /// The slower one of the two CPUs, after the trial.
  std::optional<double> frequency_mhz;
};

/// Time stolen so far from the CPUs of a placement (of all, where none are named).
[[nodiscard]] std::optional<std::int64_t> stolen_ns(const Cpus& cpus);
/// What the slower of these CPUs runs at now.
[[nodiscard]] std::optional<double> frequency_mhz(const Cpus& cpus);

}  // namespace ipcbench
