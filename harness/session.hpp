// A session: a fresh pair of processes for one cell, kept alive and told what to do slice by slice.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "base/mapping.hpp"
#include "harness/interrupt.hpp"
#include "harness/mechanism.hpp"
#include "harness/placement.hpp"
#include "harness/process.hpp"
#include "harness/protocol.hpp"

namespace ipcbench {

/// Why a session ended early.
struct Failure {
  std::string reason;
  bool interrupted = false;  ///< by a signal to the coordinator, not by a fault of the cell
};

template <class T>
using Outcome = std::expected<T, Failure>;

/// What both sides said after an order.
struct SliceReplies {
  Reply client;
  Reply server;
};

/// Somebody who wants a turn while the coordinator waits for replies, whenever `fd` is readable.
struct Attendant {
  int fd = -1;
  std::function<void()> turn = {};
};

class Session {
 public:
  /// Forks, pins, attaches. `interrupt` may be null.
  static Outcome<Session> start(const Mechanism& mechanism, const LinkOptions& options, Cpus cpus,
                                const Interrupt* interrupt);

  Session(Session&&) noexcept = default;
  Session& operator=(Session&&) = delete;
  /// Ends both processes; whatever they were doing.
  ~Session();

  /// Gives the order to both and waits for both. After a failure the session is over.
  Outcome<SliceReplies> obey(const Order& order, std::chrono::nanoseconds deadline);

  /// From the next order on; `turn` must outlive the session's last order.
  void set_attendant(Attendant attendant) { attendant_ = std::move(attendant); }

  /// What the pair shares with the coordinator; to be read between orders.
  [[nodiscard]] ControlBlock& control() const {
    return *reinterpret_cast<ControlBlock*>(memory_.data());
  }
  /// The tunables that are in effect, as both sides read them back from the kernel.
  [[nodiscard]] const EffectiveSettings& effective() const { return effective_; }
  [[nodiscard]] std::pair<pid_t, pid_t> pids() const {
    return {participants_[0]->process.pid(), participants_[1]->process.pid()};
  }
  /// The number of the descriptor on which a participant hears its orders, as that process has it.
  [[nodiscard]] int orders_fd_of(Side side) const {
    return participants_[static_cast<unsigned>(side)]->orders_fd_there;
  }

 private:
  struct Participant {
    ChildProcess process;
    Fd orders;
    int orders_fd_there;
  };

  Session() = default;
  Outcome<void> fork_participant(Side side, OpenLink& link, const LinkOptions& options,
                                 std::optional<int> cpu);
  Outcome<SliceReplies> await_replies(Action action, std::chrono::nanoseconds deadline);
  Failure failure_of(Side side, const Reply& reply);
  std::optional<Failure> death(int timeout_ms);
  bool client_got_on();
  Participant& participant(Side side) { return *participants_[static_cast<unsigned>(side)]; }

  Mapping memory_;
  std::shared_ptr<void> residue_;
  EffectiveSettings effective_;
  std::array<std::unique_ptr<Participant>, 2> participants_;  // client, server
  const Interrupt* interrupt_ = nullptr;
  Attendant attendant_;
  bool may_drop_ = false;
  std::uint64_t seen_round_trips_ = 0;
  bool broken_ = false;
};

}  // namespace ipcbench
