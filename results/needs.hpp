// What somebody needs of a mechanism, and by what the mechanisms that have it are ranked.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/cell.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

/// Something that a mechanism has or has not; its descriptor says so.
enum class Need {
  no_spin,     ///< a receiver that waits sleeps
  unrelated,   ///< the processes do not inherit the link
  network,     ///< the peer may be another machine
  boundaries,  ///< what was sent as one message arrives as one
  reliable,    ///< nothing is dropped
  peer_loss,   ///< a dead peer is noticed by both calls
  fan_in       ///< one receiver waits for several senders
};

[[nodiscard]] constexpr std::string_view name_of(Need need) {
  switch (need) {
    case Need::no_spin:
      return "no_spin";
    case Need::unrelated:
      return "unrelated";
    case Need::network:
      return "network";
    case Need::boundaries:
      return "boundaries";
    case Need::reliable:
      return "reliable";
    case Need::peer_loss:
      return "peer_loss";
    case Need::fan_in:
      return "fan_in";
  }
  return "";
}

enum class RankedBy { p50, p99, throughput, cpu };

[[nodiscard]] constexpr std::string_view name_of(RankedBy by) {
  switch (by) {
    case RankedBy::p50:
      return "p50";
    case RankedBy::p99:
      return "p99";
    case RankedBy::throughput:
      return "throughput";
    case RankedBy::cpu:
      return "cpu";
  }
  return "";
}

struct Needs {
  std::size_t message_bytes = 4096;
  Pattern pattern = Pattern::round_trip;
  /// One that the pattern has: a round trip has no throughput, a stream no quantiles.
  RankedBy ranked_by = RankedBy::p50;
  std::vector<Need> needs = {};
  /// Nothing: the usual one, see recommendation.hpp.
  std::optional<Placement> placement = {};
};

/// What is usually asked of a pattern: its p50, or its throughput.
[[nodiscard]] constexpr RankedBy usual_ranking(Pattern pattern) {
  return pattern == Pattern::round_trip ? RankedBy::p50 : RankedBy::throughput;
}
[[nodiscard]] constexpr bool has_ranking(Pattern pattern, RankedBy by) {
  if (by == RankedBy::cpu) return true;
  return (by == RankedBy::throughput) == (pattern == Pattern::stream);
}

}  // namespace ipcbench
