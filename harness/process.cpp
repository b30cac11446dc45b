// Watching and ending children.
#include "harness/process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <utility>

#include "base/syscall.hpp"
#include "harness/interrupting_signals.hpp"

namespace ipcbench {

namespace {

void reap(pid_t pid, int* status) {
  (void)retried([&] { return ::waitpid(pid, status, 0); });
}

std::string hint_for_pidfd(int code) {
  if (code == EMFILE) return "this process may not open more files: see ulimit -n";
  if (code == ENFILE) return "the machine has no more open files to give: see fs.file-max";
  return "needs Linux 5.3 and no seccomp filter on it";
}

}  // namespace

Expected<ChildProcess> ChildProcess::watch(pid_t pid) {
  Fd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (pidfd.valid()) return ChildProcess(pid, std::move(pidfd));
  const int code = errno;
  ::kill(pid, SIGKILL);
  reap(pid, nullptr);
  return std::unexpected(Error{.call = "pidfd_open", .code = code, .hint = hint_for_pidfd(code)});
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      pidfd_(std::move(other.pidfd_)),
      wait_status_(other.wait_status_) {}

ChildProcess::~ChildProcess() {
  if (pid_ == 0 || wait_status_) return;
  signal(SIGKILL);
  reap(pid_, nullptr);
}

void ChildProcess::signal(int number) const {
  if (pid_ != 0 && !wait_status_) ::kill(pid_, number);
}

bool ChildProcess::wait_dead(int timeout_ms) {
  if (pid_ == 0 || wait_status_) return true;
  pollfd death{.fd = pidfd_.get(), .events = POLLIN, .revents = 0};
  if (retried([&] { return ::poll(&death, 1, timeout_ms); }) <= 0) return false;
  int status = 0;
  reap(pid_, &status);
  wait_status_ = status;
  return true;
}

std::optional<std::string> ChildProcess::unnatural_death() const {
  if (!wait_status_) return {};
  if (WIFSIGNALED(*wait_status_)) {
    const int number = WTERMSIG(*wait_status_);
    return fmt::format("killed by signal {} ({})", number, ::strsignal(number));
  }
  if (WEXITSTATUS(*wait_status_) != 0) {
    return fmt::format("exited with status {}", WEXITSTATUS(*wait_status_));
  }
  return {};
}

bool become_participant(pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The parent may have died before the line above took effect.
  if (::getppid() != parent) return false;
  // Whoever ends a job signals all of its processes (scancel, systemd), these perhaps before their
  // coordinator. What the signal means is for that one to say; it kills.
  for (const int number : interrupting_signals) ::signal(number, SIG_IGN);
  for (const int number : {SIGALRM, SIGCHLD}) ::signal(number, SIG_DFL);
  // A write to a dead peer must say EPIPE, not end the process without a word.
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  return true;
}

}  // namespace ipcbench
