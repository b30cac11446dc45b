// One of the two measured processes: attaches its side, then does what it is ordered to.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "base/mapping.hpp"
#include "harness/check.hpp"
#include "harness/effective.hpp"
#include "harness/loops.hpp"
#include "harness/lossy_loops.hpp"
#include "harness/protocol.hpp"
#include "harness/usage.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

/// A process's place in a session: all it needs besides its end.
struct Seat {
  Side side;
  std::size_t message_bytes;
  ControlBlock* control;
  int orders_fd;  ///< a seqpacket socket to the coordinator
};

/// The next order; nothing when the coordinator has closed its end or is dead.
[[nodiscard]] std::optional<Order> next_order(const Seat& seat);
void answer(const Seat& seat, const Reply& reply);

/// Lets the coordinator's ticks (SIGALRM) interrupt a blocked receive, so that a lossy loop looks
/// up when nothing has come for a while. A timer in here would change how the idle CPU sleeps, and
/// with it the figures.
void let_ticks_interrupt();

/// Carries an order out under the hardware counters, if this machine lets us have them.
[[nodiscard]] Reply counted(const std::function<Reply()>& measure);

/// This side's half of the distance probe.
[[nodiscard]] Reply do_distance(const Seat& seat);

/// The private memory of a participant: what it sends, what it receives, what it expects.
struct ParticipantMemory {
  Mapping mapping;
  Buffers buffers;
  std::span<std::byte> expected;

  static Expected<ParticipantMemory> allocate(std::size_t message_bytes);
};

namespace detail {

template <Delivery delivery, Endpoint End>
Reply do_round_trips(End& end, const Seat& seat, Buffers buffers, LoopCounts counts) {
  ControlBlock& control = *seat.control;
  const MonotonicClock clock;
  if constexpr (delivery == Delivery::may_drop) {
    if (seat.side == Side::server)
      return Reply::of(lossy_server_round_trips(end, buffers, control));
    Arrivals arrivals;
    Reply reply = Reply::of(
        lossy_client_round_trips(end, buffers, counts, clock, control.round_trips, arrivals));
    reply.messages = arrivals.received;
    reply.lost = arrivals.lost;
    return reply;
  } else {
    if (seat.side == Side::server) return Reply::of(server_round_trips(end, buffers, counts));
    Reply reply = Reply::of(client_round_trips(end, buffers, counts, clock, control.round_trips));
    reply.messages = counts.messages;
    return reply;
  }
}

/// A floor has no peer: both processes run their half, and the server times its own.
template <Endpoint End>
Reply do_stream_without_peer(End& end, const Seat& seat, Buffers buffers, LoopCounts counts) {
  counts.warmup = 0;
  const MonotonicClock clock;
  Reply reply{.messages = counts.messages, .began_ns = clock()};
  const Status status =
      seat.side == Side::client
          ? client_stream(end, buffers, counts, clock, *seat.control)
          : server_stream(end, buffers, counts, clock, *seat.control, reply.ended_ns);
  return status.ok() ? reply : Reply::of(status);
}

template <Delivery delivery, Endpoint End>
Reply do_stream(End& end, const Seat& seat, Buffers buffers, LoopCounts counts) {
  ControlBlock& control = *seat.control;
  const MonotonicClock clock;
  // What a lossy warm-up loses, a receiver would wait for.
  if (delivery == Delivery::may_drop) counts.warmup = 0;
  if (seat.side == Side::client) {
    Reply reply = Reply::of(client_stream(end, buffers, counts, clock, control));
    reply.messages = counts.messages;
    return reply;
  }
  Arrivals arrivals{.received = counts.messages};
  Status status;
  if constexpr (delivery == Delivery::may_drop) {
    arrivals.received = 0;
    status = lossy_server_stream(end, buffers, clock, control, arrivals);
  } else {
    status = server_stream(end, buffers, counts, clock, control, arrivals.ended_ns);
  }
  Reply reply = Reply::of(status);
  reply.messages = arrivals.received;
  reply.ended_ns = arrivals.ended_ns;
  return reply;
}

/// The answer to `attach`, with what the kernel says of the end's tunables.
template <Endpoint End>
Reply attached(const End& end) {
  if constexpr (requires { end.effective(); }) {
    return reply_with(end.effective());
  } else {
    return {};
  }
}

/// Measures, and says what that used up.
template <class Measure>
Reply accounted(const Order& order, Measure measure) {
  if (order.counted) return counted(measure);
  const UsageMeter meter;
  Reply reply = measure();
  reply.usage = meter.since_start();
  return reply;
}

template <class T>
Reply obey(typename T::End& end, const Seat& seat, ParticipantMemory& memory, const Order& order) {
  constexpr Delivery delivery = T::descriptor.delivery;
  const LoopCounts counts{.warmup = order.warmup, .messages = order.messages};
  switch (order.action) {
    case Action::attach:
      break;
    case Action::check:
      // A floor has no peer whose bytes could be checked.
      if (T::descriptor.family == Family::floor) break;
      return seat.side == Side::client
                 ? check_as_client<delivery>(end, memory.buffers, memory.expected,
                                             checked_counts(seat.message_bytes, order.check),
                                             *seat.control)
                 : check_as_server<delivery>(end, memory.buffers, memory.expected,
                                             checked_counts(seat.message_bytes, order.check),
                                             *seat.control);
    case Action::distance:
      return do_distance(seat);
    case Action::round_trips:
      return accounted(order,
                       [&] { return do_round_trips<delivery>(end, seat, memory.buffers, counts); });
    case Action::stream:
      return accounted(order, [&] {
        if constexpr (T::descriptor.family == Family::floor) {
          return do_stream_without_peer(end, seat, memory.buffers, counts);
        } else {
          return do_stream<delivery>(end, seat, memory.buffers, counts);
        }
      });
  }
  return {};
}

}  // namespace detail

/// The life of a participant, from attaching to the last order.
template <Transport T>
void participate(T link, const Seat& seat) {
  auto memory = ParticipantMemory::allocate(seat.message_bytes);
  if (!memory) return answer(seat, Reply::of(memory.error()));
  auto end = std::move(link).attach(seat.side);
  if (!end) return answer(seat, Reply::of(end.error()));
  if (T::descriptor.delivery == Delivery::may_drop) let_ticks_interrupt();
  answer(seat, detail::attached(*end));
  while (const auto order = next_order(seat)) {
    const Reply reply = detail::obey<T>(*end, seat, *memory, *order);
    if (seat.side == Side::client) {
      seat.control->client_done.store(1, std::memory_order_release);
    }
    answer(seat, reply);
    if (!reply.ok) return;
  }
}

}  // namespace ipcbench
