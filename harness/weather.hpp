// What a trial cost and what the machine did meanwhile: plain data, filled in by both processes.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

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

/// What a CPU did while it was watched. Others are told from us by results/company.hpp, over many
/// trials: the kernel counts in ticks of 10 ms, ours alone is exact.
struct WatchedCpu {
  std::optional<int> cpu = {};  ///< nothing: all that the pair may use, together
  std::int64_t watched_ns = 0;  ///< time that passed, on each of them
  std::int64_t idle_ns = 0;
  std::int64_t stolen_ns = 0;    ///< by the hypervisor
  std::int64_t programs_ns = 0;  ///< as the timer tick saw them, ours among them
  std::int64_t ours_ns = 0;      ///< both sides' that run there, and the coordinator's

  WatchedCpu& operator+=(const WatchedCpu& other);
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
  /// From the warm-up to the last slice, each CPU once.
  std::vector<WatchedCpu> cpus = {};
  /// How long each side was ready and waited for a CPU, from the first timed slice to the last.
  std::optional<std::int64_t> client_waited_ns = {}, server_waited_ns = {};
};

/// What the slower of these CPUs runs at now.
[[nodiscard]] std::optional<double> frequency_mhz(const Cpus& cpus);

}  // namespace ipcbench
