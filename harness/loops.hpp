// The measured loops. Each is a free function with all it uses in the argument list.
#pragma once

#include <cstdint>
#include <span>

#include "base/clock.hpp"
#include "base/futex.hpp"
#include "base/histogram.hpp"
#include "harness/protocol.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

/// Counts messages: how many of them are not timed, and how many are.
struct LoopCounts {
  std::uint64_t warmup;
  std::uint64_t messages;
};

/// The private buffers of one process, a message each.
struct Buffers {
  std::span<std::byte> out;
  std::span<std::byte> in;
};

/// Messages that the server answers for `counts`: see client_round_trips() for the last one.
[[nodiscard]] constexpr std::uint64_t round_trips_answered(LoopCounts counts) {
  return counts.warmup + counts.messages + 1;
}

/// Sends, waits for the answer, `messages` times, and records how long each round took.
///
/// The clock is read once a round, *after* the next message is on its way: the read and the
/// record overlap with the flight of that message and do not lengthen the round that they time.
/// A round is thus from the end of one send to the end of the next, and one more message is sent
/// than rounds are recorded.
template <Endpoint End, class Clock>
Status client_round_trips(End& end, Buffers buffers, LoopCounts counts, Clock clock,
                          Histogram& histogram) {
  for (std::uint64_t i = 0; i < counts.warmup; ++i) {
    if (const Status s = end.send(buffers.out); !s.ok()) return s;
    if (const Status s = end.receive(buffers.in); !s.ok()) return s;
  }
  if (const Status s = end.send(buffers.out); !s.ok()) return s;
  std::int64_t began_ns = clock();
  for (std::uint64_t i = 0; i < counts.messages; ++i) {
    if (const Status s = end.receive(buffers.in); !s.ok()) return s;
    if (const Status s = end.send(buffers.out); !s.ok()) return s;
    const std::int64_t ended_ns = clock();
    histogram.record(static_cast<std::uint64_t>(ended_ns - began_ns));
    began_ns = ended_ns;
  }
  return end.receive(buffers.in);
}

/// Answers each message with itself.
template <Endpoint End>
Status server_round_trips(End& end, Buffers buffers, LoopCounts counts) {
  for (std::uint64_t i = 0; i < round_trips_answered(counts); ++i) {
    if (const Status s = end.receive(buffers.in); !s.ok()) return s;
    if (const Status s = end.send(buffers.in); !s.ok()) return s;
  }
  return {};
}

/// The sending side of a stream. The timed part begins when the receiver has all of the warm-up,
/// so no message that was sent before is counted for nothing.
template <Endpoint End, class Clock>
Status client_stream(End& end, Buffers buffers, LoopCounts counts, Clock clock,
                     ControlBlock& control) {
  for (std::uint64_t i = 0; i < counts.warmup; ++i) {
    if (const Status s = end.send(buffers.out); !s.ok()) return s;
  }
  while (counts.warmup != 0 && control.warmed_up.load(std::memory_order_acquire) == 0) {
    futex_wait(control.warmed_up, 0);
  }
  control.began_ns.store(clock(), std::memory_order_relaxed);
  for (std::uint64_t i = 0; i < counts.messages; ++i) {
    if (const Status s = end.send(buffers.out); !s.ok()) return s;
  }
  return {};
}

/// The receiving side; `ended_ns` is when the last message was whole in this process's memory.
template <Endpoint End, class Clock>
Status server_stream(End& end, Buffers buffers, LoopCounts counts, Clock clock,
                     ControlBlock& control, std::int64_t& ended_ns) {
  for (std::uint64_t i = 0; i < counts.warmup; ++i) {
    if (const Status s = end.receive(buffers.in); !s.ok()) return s;
  }
  control.warmed_up.store(1, std::memory_order_release);
  futex_wake(control.warmed_up, 1);
  for (std::uint64_t i = 0; i < counts.messages; ++i) {
    if (const Status s = end.receive(buffers.in); !s.ok()) return s;
  }
  ended_ns = clock();
  return {};
}

}  // namespace ipcbench
