// One forked child: watched through a pidfd, never outlives its owner.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace ipcbench {

class ChildProcess {
 public:
  /// Adopts a child that was just forked. Where pidfd_open(2) is not to be had, the child is
  /// killed and the error returned: without it a dead child would look like a slow one.
  static Expected<ChildProcess> watch(pid_t pid);

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  /// Kills it, which has nothing to tidy up, and reaps it.
  ~ChildProcess();

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Readable when the child is dead.
  [[nodiscard]] int pidfd() const { return pidfd_.get(); }
  void signal(int number) const;

  /// Waits for the death; false if it does not come in time.
  bool wait_dead(int timeout_ms);
  /// "killed by signal 9 (Killed)", once it is dead by more than its own will.
  [[nodiscard]] std::optional<std::string> unnatural_death() const;

 private:
  ChildProcess(pid_t pid, Fd pidfd) : pid_(pid), pidfd_(std::move(pidfd)) {}

  pid_t pid_;
  Fd pidfd_;
  std::optional<int> wait_status_;
};

/// In a fresh child: its own process group; dies with its parent, which alone acts on the signals
/// that interrupt; the other signals as usual. False if the parent is dead already.
[[nodiscard]] bool become_participant(pid_t parent);

}  // namespace ipcbench
