// What the controller of a duel and an arm tell each other: versioned, so that an old and a new
// build can meet. docs/arm-protocol.md is the reference.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "harness/arm_line.hpp"
#include "harness/cell.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

/// The versions that this build speaks.
inline constexpr unsigned oldest_arm_version = 1;
inline constexpr unsigned newest_arm_version = 1;

/// What one slice came to. Times of a slice of a stream are in `elapsed_ns` alone.
struct SliceFigures {
  std::uint64_t messages = 0;  ///< sent, or round trips
  std::uint64_t received = 0;
  double elapsed_ns = 0;
  double p50_ns = 0, p90_ns = 0, p99_ns = 0, mean_ns = 0;  ///< of round trips
  double cpu_ns = 0;                                       ///< of both sides
  std::uint64_t voluntary_switches = 0, involuntary_switches = 0, faults = 0;
  /// Messages, the untimed too, that the two lines above are of; a round trip is two. 0: not said.
  std::uint64_t moved = 0;
  /// Of all round trips since the cell was opened: a single slice has too few for a p99. 0: not
  /// said.
  std::uint64_t pooled_messages = 0;
  double pooled_p99_ns = 0;

  [[nodiscard]] double ns_per_message() const {
    return received == 0 ? 0 : elapsed_ns / static_cast<double>(received);
  }
  bool operator==(const SliceFigures&) const = default;
};

[[nodiscard]] std::vector<std::pair<std::string, std::string>> values_of(const SliceFigures& slice);
[[nodiscard]] std::expected<SliceFigures, std::string> slice_of(const ArmLine& line);

/// What an arm opens. Settings are the cell's.
[[nodiscard]] ArmLine open_line(const Cell& cell, const Cpus& cpus);

/// What such a line asks for. Its cell's placement is not in it: the CPUs are.
struct OpenRequest {
  Cell cell;
  Cpus cpus;
};
[[nodiscard]] std::expected<OpenRequest, std::string> open_request_of(const ArmLine& line);

}  // namespace ipcbench
