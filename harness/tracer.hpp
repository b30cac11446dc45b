// Follows the two participants of a session through ptrace(2) and counts their system calls.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace ipcbench {

/// SIGCHLD as something that a poll can wait for, in this thread. Before, the signal may have been
/// ignored or not; afterwards it is again what it was.
class ChildSignals {
 public:
  static Expected<ChildSignals> watch();

  ChildSignals(ChildSignals&& other) noexcept;
  ChildSignals& operator=(ChildSignals&&) = delete;
  ~ChildSignals();

  /// Readable when a child has stopped or died since drain().
  [[nodiscard]] int fd() const { return fd_.get(); }
  void drain() const;

 private:
  ChildSignals() = default;

  Fd fd_;
  sigset_t mask_before_{};
  struct sigaction action_before_{};
};

/// A process whose calls are counted. Those on its descriptor for orders are the harness's own.
struct Traced {
  pid_t pid;
  int orders_fd;
};

/// Traces children of this thread that wait for an order. Counts their finished system calls, but
/// not what the harness does itself: orders and answers, its clock where that is a system call, the
/// return from a tick, and a call that a tick has interrupted.
///
/// Whatever happens, nobody stays stopped: the destructor lets go of both, and if this process dies
/// they die with it. The owner must call turn() whenever the ChildSignals are readable.
class Tracer {
 public:
  /// An error says why this machine does not allow it.
  static Expected<Tracer> seize(const ChildSignals& signals, const std::vector<Traced>& traced);

  Tracer(Tracer&& other) noexcept = default;
  Tracer& operator=(Tracer&&) = delete;
  ~Tracer();

  /// Lets everybody who has stopped go on.
  void turn();
  /// Calls of all together so far.
  [[nodiscard]] std::uint64_t calls() const { return calls_; }

 private:
  struct Follower {
    Traced who;
    bool harness_call = false;  ///< the call that it is in is not to be counted
  };

  explicit Tracer(const ChildSignals& signals) : signals_(&signals) {}
  void take_a_stop(Follower& follower);
  void note_call(Follower& follower);
  void let_go(const Follower& follower) const;

  const ChildSignals* signals_;
  std::vector<Follower> followers_;
  std::uint64_t calls_ = 0;
};

/// Why ptrace(2) does not let this process trace a child of its own; an empty text if it does.
[[nodiscard]] std::string tracing_refused();

}  // namespace ipcbench
