// The measured loops for mechanisms that may drop a message: nothing waits for one for ever.
#pragma once

#include <cerrno>
#include <csignal>
#include <cstdint>

#include "harness/loops.hpp"

namespace ipcbench {

/// A message counts as lost after this many of the coordinator's ticks without it: 200 to 400 ms.
inline constexpr unsigned patience_ticks = 2;

/// What a lossy loop has to report besides how it ended.
struct Arrivals {
  std::uint64_t received = 0;
  std::uint64_t lost = 0;
  std::int64_t ended_ns = 0;
};

/// Waits for one message until it comes or patience ends. ETIMEDOUT: it is lost.
template <LossyEndpoint End>
Status receive_patiently(End& end, std::span<std::byte> message) {
  for (unsigned ticks = 0; ticks < patience_ticks; ++ticks) {
    const Status s = end.receive_until_tick(message);
    if (s.code() != EINTR) return s;
  }
  return Status::failure("receive", ETIMEDOUT);
}

/// A message that was given up may still come. Until nothing has come for a tick, what is received
/// could be the answer to an older question.
template <LossyEndpoint End>
Status drain(End& end, std::span<std::byte> message) {
  for (;;) {
    const Status s = end.receive_until_tick(message);
    if (s.code() == EINTR) return {};
    if (!s.ok()) return s;
  }
}

/// client_round_trips() that goes on after a loss. A round with a loss is counted, not timed.
template <LossyEndpoint End, class Clock>
Status lossy_client_round_trips(End& end, Buffers buffers, LoopCounts counts, Clock clock,
                                Histogram& histogram, Arrivals& arrivals) {
  bool timed = false;
  std::int64_t began_ns = 0;
  if (const Status s = end.send(buffers.out); !s.ok()) return s;
  for (std::uint64_t i = 0; i < counts.warmup + counts.messages; ++i) {
    const Status got = receive_patiently(end, buffers.in);
    if (got.code() == ETIMEDOUT) {
      ++arrivals.lost;
      timed = false;
      if (const Status s = drain(end, buffers.in); !s.ok()) return s;
    } else if (!got.ok()) {
      return got;
    }
    if (const Status s = end.send(buffers.out); !s.ok()) return s;
    const std::int64_t ended_ns = clock();
    if (got.ok() && timed) {
      ++arrivals.received;
      histogram.record(static_cast<std::uint64_t>(ended_ns - began_ns));
    }
    timed = got.ok() ? i + 1 >= counts.warmup : false;
    began_ns = ended_ns;
  }
  const Status last = receive_patiently(end, buffers.in);
  if (last.code() != ETIMEDOUT) return last;
  // The answer to the untimed last message must not be found by the next slice.
  ++arrivals.lost;
  return drain(end, buffers.in);
}

/// Answers until the client is done; the coordinator's signal ends the wait for what never comes.
template <LossyEndpoint End>
Status lossy_server_round_trips(End& end, Buffers buffers, ControlBlock& control) {
  for (;;) {
    const Status got = end.receive_until_tick(buffers.in);
    if (got.code() == EINTR) {
      if (control.client_done.load(std::memory_order_acquire) != 0) return {};
      continue;
    }
    if (!got.ok()) return got;
    if (const Status s = end.send(buffers.in); !s.ok()) return s;
  }
}

/// Counts what arrives until the sender is done and nothing is left.
template <LossyEndpoint End, class Clock>
Status lossy_server_stream(End& end, Buffers buffers, Clock clock, ControlBlock& control,
                           Arrivals& arrivals) {
  for (;;) {
    const Status got = end.receive_until_tick(buffers.in);
    if (got.ok()) {
      ++arrivals.received;
      arrivals.ended_ns = clock();
    } else if (got.code() != EINTR) {
      return got;
    } else if (control.client_done.load(std::memory_order_acquire) != 0) {
      return {};
    }
  }
}

}  // namespace ipcbench
