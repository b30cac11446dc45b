// How the controller of a duel and an arm talk: lines of words, versioned, so that an old and a
// new build can meet. docs/arm-protocol.md is the reference.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/cell.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

/// The versions that this build speaks.
inline constexpr unsigned oldest_arm_version = 1;
inline constexpr unsigned newest_arm_version = 1;

/// No line is longer.
inline constexpr std::size_t longest_arm_line = 4096;

/// A line: a word, then `key=value` words. Keys that are not known are for newer builds and are
/// passed over.
struct ArmLine {
  std::string word;
  std::vector<std::pair<std::string, std::string>> values = {};
  /// Of `error` and `unsupported`: the rest of the line.
  std::string text = {};

  [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const;
  bool operator==(const ArmLine&) const = default;
};

/// Without the end of the line. What cannot be in a value as it is becomes %XX, in a text a space.
[[nodiscard]] std::string to_text(const ArmLine& line);
/// Or what is wrong with it.
[[nodiscard]] std::expected<ArmLine, std::string> parse_arm_line(std::string_view text);

/// A text of somebody else's for a line of ours: printable, and not longer than `most`.
[[nodiscard]] std::string legible(std::string_view text, std::size_t most = 200);

/// The value of a key, which must be there. Or what is wrong with it.
[[nodiscard]] std::expected<std::uint64_t, std::string> count_in(const ArmLine& line,
                                                                 std::string_view key);
/// The same, for what need not be whole; never negative, never infinite.
[[nodiscard]] std::expected<double, std::string> amount_in(const ArmLine& line,
                                                           std::string_view key);

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
