// The checked exchange: before anything is timed, every byte of some messages is compared.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>

#include "harness/lossy_loops.hpp"
#include "harness/protocol.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

/// Fills a message with bytes that depend on its number and on each byte's place.
void fill_pattern(std::span<std::byte> message, std::uint64_t sequence);

/// The answer to a request: each of its bytes changed, so that an echo of the wrong message, or of
/// none, cannot pass for it.
void derive_reply(std::span<const std::byte> request, std::span<std::byte> reply);

/// "byte 17 of message 3 is 0x2a, not 0x9c", or nothing if they are the same.
[[nodiscard]] std::optional<std::string> difference(std::span<const std::byte> got,
                                                    std::span<const std::byte> expected,
                                                    std::uint64_t sequence);

/// How much is checked.
struct CheckedCounts {
  std::uint64_t round_trips;
  std::uint64_t burst;  ///< messages that nobody answers
};

/// No more than a few milliseconds of any mechanism. A question and its answer cost two wake-ups, a
/// burst costs next to none and wraps every ring.
[[nodiscard]] constexpr CheckedCounts checked_counts(std::size_t message_bytes,
                                                     Thoroughness thoroughness) {
  // Enough for two ends that were joined in a wrong way, or with what another session left.
  if (thoroughness == Thoroughness::brief) return {.round_trips = 2, .burst = 4};
  const std::uint64_t some = 256 * 1024 / message_bytes;
  return {.round_trips = std::clamp<std::uint64_t>(some, 4, 16),
          .burst = std::clamp<std::uint64_t>(some, 4, 100)};
}

/// What is wrong with the question of this number; `expected` is working memory.
[[nodiscard]] std::optional<std::string> unlike(std::uint64_t sequence,
                                                std::span<const std::byte> got,
                                                std::span<std::byte> expected);

/// The same where a question may come late, when newer ones have been asked already.
[[nodiscard]] std::optional<std::string> unlike_any_up_to(std::uint64_t sequence,
                                                          std::span<const std::byte> got,
                                                          std::span<std::byte> expected);

namespace detail {

template <Delivery delivery, class End>
Status receive_checked(End& end, std::span<std::byte> message) {
  if constexpr (delivery == Delivery::may_drop) {
    return receive_patiently(end, message);
  } else {
    return end.receive(message);
  }
}

}  // namespace detail

/// Question and answer, then (for what is reliable) a burst that nobody answers: a stream must keep
/// the order while it waits for room.
template <Delivery delivery, Endpoint End>
Reply check_as_client(End& end, Buffers buffers, std::span<std::byte> expected,
                      CheckedCounts counts, ControlBlock& control) {
  const std::uint64_t count = counts.round_trips;
  std::uint64_t lost = 0;
  for (std::uint64_t i = 1; i <= count; ++i) {
    fill_pattern(buffers.out, i);
    derive_reply(buffers.out, expected);
    control.checked_sequence.store(i, std::memory_order_release);
    if (const Status s = end.send(buffers.out); !s.ok()) return Reply::of(s);
    const Status s = detail::receive_checked<delivery>(end, buffers.in);
    if (delivery == Delivery::may_drop && s.code() == ETIMEDOUT) {
      if (++lost > count / 2) return Reply::failure("most checked messages were lost", 0);
      if constexpr (delivery == Delivery::may_drop) {
        if (const Status drained = drain(end, buffers.in); !drained.ok()) return Reply::of(drained);
      }
      continue;
    }
    if (!s.ok()) return Reply::of(s);
    if (const auto text = difference(buffers.in, expected, i)) return Reply::failure(*text, 0);
  }
  if constexpr (delivery == Delivery::reliable) {
    for (std::uint64_t i = 1; i <= counts.burst; ++i) {
      fill_pattern(buffers.out, count + i);
      if (const Status s = end.send(buffers.out); !s.ok()) return Reply::of(s);
    }
  }
  return {};
}

template <Delivery delivery, Endpoint End>
Reply check_as_server(End& end, Buffers buffers, std::span<std::byte> expected,
                      CheckedCounts counts, ControlBlock& control) {
  const std::uint64_t count = counts.round_trips;
  const std::uint64_t burst = delivery == Delivery::reliable ? counts.burst : 0;
  for (std::uint64_t i = 1; i <= count + burst; ++i) {
    Status s;
    if constexpr (delivery == Delivery::may_drop) {
      s = end.receive_until_tick(buffers.in);
      if (s.code() == EINTR) {
        if (control.client_done.load(std::memory_order_acquire) != 0) return {};
        --i;
        continue;
      }
      i = control.checked_sequence.load(std::memory_order_acquire);
    } else {
      s = end.receive(buffers.in);
    }
    if (!s.ok()) return Reply::of(s);
    const auto wrong = delivery == Delivery::may_drop ? unlike_any_up_to(i, buffers.in, expected)
                                                      : unlike(i, buffers.in, expected);
    if (wrong) return Reply::failure(*wrong, 0);
    if (i > count) continue;
    derive_reply(buffers.in, buffers.out);
    if (const Status sent = end.send(buffers.out); !sent.ok()) return Reply::of(sent);
  }
  return {};
}

}  // namespace ipcbench
