// What all participants share, whatever they measure.
#include "harness/participant.hpp"

#include <sys/socket.h>

#include <csignal>
#include <cstring>

#include "base/syscall.hpp"
#include "harness/counters.hpp"

namespace ipcbench {

std::optional<Order> next_order(const Seat& seat) {
  Order order;
  const ssize_t got = retried([&] { return ::recv(seat.orders_fd, &order, sizeof order, 0); });
  if (got != sizeof order) return {};
  return order;
}

void answer(const Seat& seat, const Reply& reply) {
  // Nobody is left to hear of a failure here: the coordinator is dead, and so is this process soon.
  (void)retried([&] { return ::send(seat.orders_fd, &reply, sizeof reply, MSG_NOSIGNAL); });
}

void let_ticks_interrupt() {
  struct sigaction action{};
  action.sa_handler = [](int) {};
  // No SA_RESTART: interrupting the wait is what the signal is for.
  ::sigaction(SIGALRM, &action, nullptr);
}

Reply counted(const std::function<Reply()>& measure) {
  auto counters = HardwareCounters::open();
  const bool counting = counters && counters->start().ok();
  Reply reply = measure();
  if (!counting) return reply;
  if (const auto counts = counters->stop()) reply.counters = *counts;
  return reply;
}

Reply do_distance(const Seat& seat) {
  Reply reply;
  if (seat.side == Side::server) {
    probe_distance_as_server(seat.control->distance);
  } else {
    reply.distance_ns = probe_distance_as_client(seat.control->distance).value_or(0);
  }
  return reply;
}

Expected<ParticipantMemory> ParticipantMemory::allocate(std::size_t message_bytes) {
  constexpr std::size_t page = 4096;
  const std::size_t stride = (message_bytes + page - 1) / page * page;
  auto mapping = Mapping::anonymous_private(3 * stride);
  if (!mapping) return std::unexpected(mapping.error());
  std::byte* first = mapping->data();
  ParticipantMemory memory{
      .mapping = std::move(*mapping),
      .buffers = {.out = {first, message_bytes}, .in = {first + stride, message_bytes}},
      .expected = {first + 2 * stride, message_bytes}};
  // Pages of zeroes are all one page to the kernel until they are written to.
  std::memset(first, 0x55, 3 * stride);
  return memory;
}

}  // namespace ipcbench
