// SIGINT, SIGTERM and SIGHUP as something that a poll can wait for.
#pragma once

#include <utility>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace ipcbench {

/// While it exists, these signals no longer end the process; they are noted and make fd() readable.
/// One at a time.
class Interrupt {
 public:
  static Expected<Interrupt> install();

  Interrupt(Interrupt&&) noexcept = default;
  Interrupt& operator=(Interrupt&&) = delete;
  ~Interrupt();

  /// Readable for good once a signal has come.
  [[nodiscard]] int fd() const { return event_.get(); }
  /// The first signal that came, or 0.
  [[nodiscard]] static int signal();
  /// Forgets the signal; for tests.
  void clear();

 private:
  explicit Interrupt(Fd event) : event_(std::move(event)) {}

  Fd event_;
};

}  // namespace ipcbench
