// What the coordinator and the two measured processes say to each other.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

#include "base/error.hpp"
#include "base/histogram.hpp"
#include "harness/distance.hpp"
#include "harness/weather.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

enum class Action : std::uint32_t { attach, check, distance, round_trips, stream };

[[nodiscard]] constexpr std::string_view name_of(Action action) {
  switch (action) {
    case Action::attach:
      return "attach";
    case Action::check:
      return "the checked exchange";
    case Action::distance:
      return "the distance probe";
    case Action::round_trips:
      return "round trips";
    case Action::stream:
      return "the stream";
  }
  return "";
}

/// How much the checked exchange checks. Brief is for a cell that has passed the thorough one in
/// this run.
enum class Thoroughness : std::uint32_t { thorough, brief };

/// From the coordinator to a process: do this. Both sides of a pair get the same order.
struct Order {
  Action action = Action::attach;
  std::uint64_t warmup = 0;    ///< messages that are not timed, first
  std::uint64_t messages = 0;  ///< messages that are
  Thoroughness check = Thoroughness::thorough;
  bool counted = false;  ///< by hardware counters, which makes its times worthless
};

/// From a process to the coordinator: done, or why not.
struct Reply {
  static constexpr std::size_t text_bytes = 160;

  bool ok = true;
  int code = 0;
  char text[text_bytes] = {};
  std::uint64_t messages = 0;  ///< sent by the client of a stream, received by its server
  std::uint64_t lost = 0;
  std::int64_t began_ns = 0;  ///< of a stream without a peer; otherwise the client's counts
  std::int64_t ended_ns = 0;
  double distance_ns = 0;  ///< measured by the client; 0: it could not
  Usage usage = {};        ///< of round trips and streams, all of the order's messages
  std::optional<Counters> counters = {};  ///< of a counted order, where the machine has them

  static Reply failure(std::string_view text, int code) {
    Reply reply{.ok = false, .code = code};
    std::memcpy(reply.text, text.data(), std::min(text.size(), text_bytes - 1));
    return reply;
  }
  static Reply of(Status status) {
    return status.ok() ? Reply{} : failure(status.call(), status.code());
  }
  static Reply of(const Error& error) { return failure(error.message(), 0); }
};

static_assert(std::is_trivially_copyable_v<Order> && std::is_trivially_copyable_v<Reply>);

/// Shared by the coordinator and the pair. Written by one side at a time, read after its reply.
struct ControlBlock {
  DistanceLine distance;
  /// The message of the checked exchange that is on its way, for mechanisms that may lose it.
  std::atomic<std::uint64_t> checked_sequence{0};
  /// The client has sent its last message of this order.
  std::atomic<std::uint32_t> client_done{0};
  /// The server has received the warm-up of a stream; the client sleeps on it.
  std::atomic<std::uint32_t> warmed_up{0};
  /// When the client began the timed part of a stream.
  std::atomic<std::int64_t> began_ns{0};
  /// Round trips of the session so far, recorded by the client.
  Histogram round_trips;
};

}  // namespace ipcbench
