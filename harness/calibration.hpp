// How many messages a slice of a session needs, found out while it warms up.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

#include "harness/slice.hpp"

namespace ipcbench {

/// Says how long each slice of a warm-up is, hears how long it took, and knows when it is enough.
class Calibration {
 public:
  /// `expected_ns`: what a message of this cell has taken before. One who knows needs fewer slices.
  explicit Calibration(std::chrono::nanoseconds warmup, std::optional<double> expected_ns = {});

  /// Messages of the next slice.
  [[nodiscard]] std::uint64_t messages() const { return messages_; }
  /// `since_began`: the time since the first slice was ordered.
  void note(const Slice& slice, std::chrono::nanoseconds since_began);
  [[nodiscard]] bool over() const { return over_; }
  /// The fastest slice says it: start-up and preemption make a slice slower, and nothing makes one
  /// faster than the mechanism is.
  [[nodiscard]] double ns_per_message() const { return fastest_ns_; }

 private:
  std::chrono::nanoseconds warmup_;
  std::optional<double> expected_ns_;
  double target_ns_;
  std::uint64_t messages_;
  unsigned slices_ = 0;
  double fastest_ns_ = std::numeric_limits<double>::infinity();
  bool over_ = false;
};

}  // namespace ipcbench
