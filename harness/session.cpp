// Forking, ordering and watching the pair.
#include "harness/session.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <new>

#include "base/clock.hpp"
#include "base/syscall.hpp"
#include "harness/effective.hpp"

namespace ipcbench {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds attach_deadline{5'000};
// Long enough for a process that has nothing to do but notice that its socket is closed.
constexpr int leave_patience_ms = 250;
// When one side reports an error, the other is often dead, which is the better reason; the kernel
// shows it a moment later.
constexpr int death_grace_ms = 50;
// How often a server that may wait for a lost message is reminded that there is none to come.
constexpr int nudge_ms = 1;
// How often a client that has not got on since the last look gets a tick.
constexpr int tick_ms = 200;

constexpr std::string_view name_of(Side side) {
  return side == Side::client ? "client" : "server";
}

Failure failed(std::string reason) {
  return {.reason = std::move(reason)};
}

Failure failed_call(const char* call) {
  return failed(Error{.call = call, .code = errno}.message());
}

bool is_about_the_peer(int code) {
  return code == peer_closed || code == EPIPE || code == ECONNREFUSED || code == ENOTCONN;
}

/// The child's half of fork: never returns.
[[noreturn]] void live_as_participant(pid_t parent, OpenLink& link, const Seat& seat,
                                      std::optional<int> cpu) {
  if (!become_participant(parent)) ::_exit(1);
  if (cpu) {
    if (const Status pinned = pin_to(*cpu); !pinned.ok()) {
      answer(seat, Reply::failure(
                       fmt::format("cannot pin to cpu {}: {}", *cpu, pinned.error().message()), 0));
      ::_exit(0);
    }
  }
  link.participate(seat);
  // No destructor and no atexit handler of the coordinator's may run here.
  ::_exit(0);
}

}  // namespace

Outcome<Session> Session::start(const Mechanism& mechanism, const LinkOptions& options, Cpus cpus,
                                const Interrupt* interrupt) {
  Session session;
  session.interrupt_ = interrupt;
  session.may_drop_ = mechanism.descriptor->delivery == Delivery::may_drop;
  auto memory = Mapping::anonymous_shared(sizeof(ControlBlock));
  if (!memory) return std::unexpected(failed(memory.error().message()));
  session.memory_ = std::move(*memory);
  new (session.memory_.data()) ControlBlock();

  auto link = mechanism.open(options);
  if (!link) return std::unexpected(failed(link.error().message()));
  for (const Side side : {Side::server, Side::client}) {
    const auto cpu = side == Side::server ? cpus.server : cpus.client;
    if (auto forked = session.fork_participant(side, *link, options, cpu); !forked) {
      session.broken_ = true;
      return std::unexpected(forked.error());
    }
  }
  const auto attached = session.await_replies(Action::attach, attach_deadline);
  if (!attached) return std::unexpected(attached.error());
  session.effective_ = effective_of_pair(attached->client, attached->server);
  // From here on the coordinator holds no end of the link: a dead peer must be noticed by the
  // other side, and a name that both have opened is needed no longer.
  session.residue_ = link->settle();
  return session;
}

Outcome<void> Session::fork_participant(Side side, OpenLink& link, const LinkOptions& options,
                                        std::optional<int> cpu) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return std::unexpected(failed_call("socketpair"));
  }
  Fd ours(ends[0]);
  const Fd theirs(ends[1]);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return std::unexpected(failed_call("fork"));
  if (pid == 0) {
    ours.reset();
    for (auto& sibling : participants_) {
      if (sibling) sibling->orders.reset();
    }
    live_as_participant(parent, link,
                        {.side = side,
                         .message_bytes = options.message_bytes,
                         .control = &control(),
                         .orders_fd = theirs.get()},
                        cpu);
  }
  auto process = ChildProcess::watch(pid);
  if (!process) return std::unexpected(failed(process.error().message()));
  participants_[static_cast<unsigned>(side)] = std::make_unique<Participant>(Participant{
      .process = std::move(*process), .orders = std::move(ours), .orders_fd_there = theirs.get()});
  return {};
}

Session::~Session() {
  for (auto& member : participants_) {
    // A side that waits for its next order sees the end of the socket and leaves by itself; one
    // that hangs in its mechanism sees nothing and is killed by ~ChildProcess.
    if (member) member->orders.reset();
  }
  for (auto& member : participants_) {
    if (member && !broken_) member->process.wait_dead(leave_patience_ms);
  }
}

Outcome<SliceReplies> Session::obey(const Order& order, std::chrono::nanoseconds deadline) {
  control().client_done.store(0, std::memory_order_relaxed);
  control().warmed_up.store(0, std::memory_order_relaxed);
  control().distance.turn.store(0, std::memory_order_relaxed);
  // The server first, so that it waits already when the client's first message comes.
  for (const Side side : {Side::server, Side::client}) {
    const int fd = participant(side).orders.get();
    if (retried([&] { return ::send(fd, &order, sizeof order, MSG_NOSIGNAL); }) < 0) {
      const Failure reason = failed_call("send an order");
      broken_ = true;
      return std::unexpected(death(death_grace_ms).value_or(reason));
    }
  }
  return await_replies(order.action, deadline);
}

std::optional<Failure> Session::death(int timeout_ms) {
  for (const Side side : {Side::client, Side::server}) {
    ChildProcess& process = participant(side).process;
    if (!process.wait_dead(timeout_ms)) continue;
    if (const auto how = process.unnatural_death()) {
      return failed(fmt::format("{} {}", name_of(side), *how));
    }
  }
  return {};
}

/// One side has reported an error. Often that is only how it sees the other one's: a peer that was
/// killed or that gave up first is the better reason.
Failure Session::failure_of(Side side, const Reply& reply) {
  if (auto killed = death(death_grace_ms)) return *killed;
  Side culprit = side;
  Reply reason = reply;
  if (is_about_the_peer(reply.code)) {
    Reply of_peer;
    const int fd = participant(other(side)).orders.get();
    const ssize_t got = ::recv(fd, &of_peer, sizeof of_peer, MSG_DONTWAIT);
    if (got == sizeof of_peer && !of_peer.ok) {
      culprit = other(side);
      reason = of_peer;
    }
  }
  return failed(fmt::format("{}: {}", name_of(culprit),
                            Error{.call = reason.text, .code = reason.code}.message()));
}

/// Whether the client has recorded a round trip since this was asked last.
bool Session::client_got_on() {
  // The client writes the count as plain data; here it is only compared with its older self.
  const std::uint64_t count = control().round_trips.count();
  return std::exchange(seen_round_trips_, count) != count;
}

Outcome<SliceReplies> Session::await_replies(Action action, std::chrono::nanoseconds deadline) {
  const std::int64_t give_up_ns = now_ns() + deadline.count();
  std::array<std::optional<Reply>, 2> replies;
  // Until everything has gone well, the destructor does not wait for a polite exit.
  broken_ = true;
  while (!replies[0] || !replies[1]) {
    std::array<pollfd, 6> watched{};
    for (const Side side : {Side::client, Side::server}) {
      const auto i = static_cast<unsigned>(side);
      // poll(2) passes over negative descriptors.
      watched[i] = {
          .fd = replies[i] ? -1 : participant(side).orders.get(), .events = POLLIN, .revents = 0};
      // Who has answered owes nothing more; if it dies now, its next order will tell.
      watched[2 + i] = {.fd = replies[i] ? -1 : participant(side).process.pidfd(),
                        .events = POLLIN,
                        .revents = 0};
    }
    watched[4] = {
        .fd = interrupt_ != nullptr ? interrupt_->fd() : -1, .events = POLLIN, .revents = 0};
    watched[5] = {.fd = attendant_.fd, .events = POLLIN, .revents = 0};

    const std::int64_t left_ms = (give_up_ns - now_ns()) / 1'000'000;
    if (left_ms <= 0) {
      const Side silent = replies[0] ? Side::server : Side::client;
      return std::unexpected(failed(
          fmt::format("no answer from the {} within {:.1f} s during {}", name_of(silent),
                      std::chrono::duration<double>(deadline).count(), ipcbench::name_of(action))));
    }
    // Of a lossy mechanism, either side may be waiting for what was dropped.
    const bool may_wait_for_nothing = may_drop_ && action != Action::attach;
    const int patience_ms = replies[0] ? nudge_ms : tick_ms;
    const int timeout = may_wait_for_nothing ? patience_ms : static_cast<int>(left_ms) + 1;
    const int ready = ::poll(watched.data(), watched.size(), timeout);
    if (ready < 0 && errno != EINTR) return std::unexpected(failed_call("poll"));
    if (ready == 0 && may_wait_for_nothing) {
      if (replies[0]) {
        participant(Side::server).process.signal(SIGALRM);
      } else if (!client_got_on()) {
        participant(Side::client).process.signal(SIGALRM);
      }
    }
    if (ready <= 0) continue;
    if (watched[5].revents != 0) attendant_.turn();

    if (watched[4].revents != 0) {
      return std::unexpected(Failure{.reason = "interrupted", .interrupted = true});
    }
    for (const Side side : {Side::client, Side::server}) {
      const auto i = static_cast<unsigned>(side);
      if ((watched[i].revents & POLLIN) == 0) continue;
      Reply reply;
      const ssize_t got = ::recv(watched[i].fd, &reply, sizeof reply, MSG_DONTWAIT);
      if (got != sizeof reply) continue;  // the end of the socket: the pidfd tells why
      if (!reply.ok) return std::unexpected(failure_of(side, reply));
      replies[i] = reply;
    }
    for (const Side side : {Side::client, Side::server}) {
      const auto i = static_cast<unsigned>(side);
      // An answer may have been its last deed; it was read above.
      if (watched[2 + i].revents == 0 || replies[i]) continue;
      return std::unexpected(
          death(death_grace_ms)
              .value_or(failed(fmt::format("{} left without a word", name_of(side)))));
    }
  }
  broken_ = false;
  return SliceReplies{.client = replies[0].value_or(Reply{}),
                      .server = replies[1].value_or(Reply{})};
}

}  // namespace ipcbench
