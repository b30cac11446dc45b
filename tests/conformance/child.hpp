// A forked process of a test: complains by a text, is killed when it hangs, and is always reaped.
#pragma once

#include <sys/types.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace ipcbench::conformance {

/// How long a process may take before it counts as hung. What works takes milliseconds, and on the
/// busiest machine never so long.
inline constexpr int patience_ms = 60'000;

/// Thrown in a child; the test that forked it fails with this text.
struct Complaint : std::runtime_error {
  using runtime_error::runtime_error;
};

/// Complains unless the status is good.
void require(const Status& status, const std::string& what);
void require(bool good, const std::string& otherwise);

template <class T>
T take(Expected<T> made, const std::string& what) {
  if (!made) throw Complaint(what + ": " + made.error().message());
  return std::move(*made);
}

class Child {
 public:
  /// Forks; the body's exception is the child's complaint.
  Child(std::string name, const std::function<void()>& body);
  Child(Child&&) = delete;
  /// KILL, if it still lives; then the child is reaped.
  ~Child() { kill(); }

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// SIGKILL, and back only when the process is gone.
  void kill();

  /// In the child: the descriptor on which it complains, for a program that it becomes by exec.
  static int complaints_fd();
  /// Runs `body`, writes what it complains of to `fd` and ends this process.
  [[noreturn]] static void end_after(const std::function<void()>& body, int fd);

 private:
  friend std::string complaint_of(const std::vector<Child*>& children);
  [[nodiscard]] std::string verdict();

  std::string name_;
  pid_t pid_ = -1;
  Fd complaints_;
};

/// Waits until all have ended, or until one complains, dies or hangs; the rest is then killed.
/// Empty if all were content.
[[nodiscard]] std::string complaint_of(const std::vector<Child*>& children);

/// Runs the body in a process of its own, under the watchdog. Empty if it was content.
[[nodiscard]] std::string complaint_in_child(const std::function<void()>& body);

/// A door between processes that share it by fork: `pass` waits for one `open` each.
class Gate {
 public:
  Gate();
  void open() const;
  /// False if nobody opens it in time.
  [[nodiscard]] bool passed() const;
  void pass() const { require(passed(), "nobody opened a gate in time"); }

 private:
  Fd out_;
  Fd in_;
};

/// Looks again and again until it holds; complains if it never does.
void await(const std::function<bool()>& condition, const std::string& what);
/// Whether the process sleeps in the kernel at this moment.
[[nodiscard]] bool is_asleep(pid_t pid);

}  // namespace ipcbench::conformance
