// A cell: one thing to measure. Pattern x mechanism x message size x placement.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/placement.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

enum class Pattern { round_trip, stream };

[[nodiscard]] constexpr std::string_view name_of(Pattern pattern) {
  return pattern == Pattern::round_trip ? "round_trip" : "stream";
}

/// The largest message of any cell: both processes hold it, and a ring holds it several times.
inline constexpr std::size_t largest_message_bytes = 64 * 1024 * 1024;

struct Cell {
  Pattern pattern;
  std::string mechanism;
  std::size_t message_bytes;
  Placement placement;
  Settings settings = {};

  /// "pipe", or with settings "pipe[capacity=1048576]": the row of a table.
  [[nodiscard]] std::string row() const;
  /// "round_trip/pipe/64/cross": the name in Google Benchmark's filters and in messages.
  [[nodiscard]] std::string name() const;
};

}  // namespace ipcbench
