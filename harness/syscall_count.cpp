// Two orders of different length: what an order costs by itself cancels out.
#include "harness/syscall_count.hpp"

#include <algorithm>

#include "harness/tracer.hpp"

namespace ipcbench {

namespace {

/// Messages of the two orders: few, for each call stops its process twice, and in a quick run that
/// is a twentieth of the time.
struct Lengths {
  std::uint64_t shorter;
  std::uint64_t longer;
};

Lengths lengths_for(Pattern pattern, std::size_t message_bytes) {
  // A large message may go in many pieces. A stream shall be longer than any buffer, so that its
  // sides have to wait for each other as they usually do.
  const bool stream = pattern == Pattern::stream;
  const std::size_t most_bytes = stream ? 4 * 1024 * 1024 : 256 * 1024;
  const auto unit = std::clamp<std::uint64_t>(most_bytes / message_bytes, 1, stream ? 64 : 8);
  return {.shorter = unit, .longer = 2 * unit};
}

Outcome<std::uint64_t> calls_of_order(Session& session, const Tracer& tracer, Pattern pattern,
                                      std::uint64_t messages, std::chrono::nanoseconds deadline) {
  const std::uint64_t before = tracer.calls();
  const auto replies =
      session.obey({.action = pattern == Pattern::round_trip ? Action::round_trips : Action::stream,
                    // A stream waits for the end of its warm-up, in one call or in several.
                    .warmup = 0,
                    .messages = messages},
                   deadline);
  if (!replies) return std::unexpected(replies.error());
  return tracer.calls() - before;
}

}  // namespace

Outcome<SyscallCount> count_syscalls(const Mechanism& mechanism, Pattern pattern,
                                     const LinkOptions& options, Cpus cpus,
                                     const Interrupt* interrupt,
                                     std::chrono::nanoseconds deadline_of_an_order) {
  const auto signals = ChildSignals::watch();
  if (!signals) return SyscallCount{.unavailable = signals.error().message()};
  auto session = Session::start(mechanism, options, cpus, interrupt);
  if (!session) return std::unexpected(session.error());
  // First messages may do what later ones do not: attach lazily, grow a buffer.
  const auto checked = session->obey({.action = Action::check}, deadline_of_an_order);
  if (!checked) return std::unexpected(checked.error());

  const auto [client, server] = session->pids();
  auto tracer =
      Tracer::seize(*signals, {{.pid = client, .orders_fd = session->orders_fd_of(Side::client)},
                               {.pid = server, .orders_fd = session->orders_fd_of(Side::server)}});
  if (!tracer) return SyscallCount{.unavailable = tracer.error().message()};
  session->set_attendant({.fd = signals->fd(), .turn = [&] { tracer->turn(); }});

  const Lengths lengths = lengths_for(pattern, options.message_bytes);
  const auto fewer =
      calls_of_order(*session, *tracer, pattern, lengths.shorter, deadline_of_an_order);
  if (!fewer) return std::unexpected(fewer.error());
  const auto more =
      calls_of_order(*session, *tracer, pattern, lengths.longer, deadline_of_an_order);
  if (!more) return std::unexpected(more.error());

  const std::uint64_t ways = pattern == Pattern::round_trip ? 2 : 1;
  const auto messages = static_cast<double>((lengths.longer - lengths.shorter) * ways);
  // Where calls depend on the time, the longer order may by luck have needed fewer. That says
  // nothing of a message.
  if (*more < *fewer) return SyscallCount{};
  return SyscallCount{.per_message = static_cast<double>(*more - *fewer) / messages};
}

}  // namespace ipcbench
