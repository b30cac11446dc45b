// How far apart two CPUs are: the time that a cache line takes there and back between them.
//
// On a virtual machine this changes by the minute, when the hypervisor moves a CPU, and every
// mechanism changes with it. Measured right before and after a trial, it is the trial's weather.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace ipcbench {

/// The line that the two processes pass back and forth; on lines of its own.
struct DistanceLine {
  alignas(128) std::atomic<std::uint64_t> turn{0};
  alignas(128) std::byte end_of_line{};
};

/// How long a probe takes: a thousand passes at half a microsecond each.
inline constexpr std::chrono::microseconds distance_probe_time{500};

/// The client's half: the time there and back in ns, the median over short batches, so that a
/// preemption in one of them does not count. Nothing if the other side did not come in time.
[[nodiscard]] std::optional<double> probe_distance_as_client(DistanceLine& line);

/// The server's half: answers until the client has enough.
void probe_distance_as_server(DistanceLine& line);

}  // namespace ipcbench
