// Stops and restarts.
#include "harness/tracer.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "base/clock.hpp"
#include "base/syscall.hpp"
#include "base/system_files.hpp"

namespace ipcbench {

namespace {

/// A process that is to be let go stops at its next instruction, unless it hangs in the kernel.
constexpr std::int64_t stop_patience_ns = 500'000'000;
/// Added to the signal of a stop at a system call (PTRACE_O_TRACESYSGOOD).
constexpr int syscall_mark = 0x80;

/// What waitid(2) says of a traced process that has stopped.
struct Stop {
  int signal;
  int event;

  [[nodiscard]] bool at_syscall() const { return signal == (SIGTRAP | syscall_mark); }
  [[nodiscard]] bool by_us() const { return event == PTRACE_EVENT_STOP && signal == SIGTRAP; }
  [[nodiscard]] bool of_its_group() const { return event == PTRACE_EVENT_STOP && !by_us(); }
  /// The signal that it must get when it goes on, or none.
  [[nodiscard]] int signal_to_deliver() const { return at_syscall() || event != 0 ? 0 : signal; }
};

/// Never collects a death: that belongs to the process's owner.
std::optional<Stop> next_stop(pid_t pid) {
  siginfo_t info{};
  if (retried([&] { return ::waitid(P_PID, static_cast<id_t>(pid), &info, WSTOPPED | WNOHANG); }) !=
          0 ||
      info.si_pid == 0) {
    return {};
  }
  return Stop{.signal = info.si_status & 0xff, .event = info.si_status >> 8};
}

bool is_dead(pid_t pid) {
  siginfo_t info{};
  const int result = retried(
      [&] { return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT); });
  // Of a traced process waitid(2) tells every stop, asked or not.
  return result != 0 || (info.si_pid != 0 && info.si_code != CLD_TRAPPED);
}

/// ptrace(2) takes its last argument as a pointer, whatever it is.
long request(__ptrace_request what, pid_t pid, std::uintptr_t data = 0) {
  return ::ptrace(what, pid, nullptr, reinterpret_cast<void*>(data));
}

std::string hint_for_ptrace(int code) {
  if (code != EPERM && code != EACCES) return {};
  const long long scope = SystemFiles().number("/proc/sys/kernel/yama/ptrace_scope").value_or(0);
  if (scope >= 2) return fmt::format("kernel.yama.ptrace_scope is {}", scope);
  return "a container's seccomp filter may forbid it, or a debugger be there already";
}

Status seize_one(pid_t pid) {
  const long result = request(PTRACE_SEIZE, pid, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  return result == 0 ? Status{} : last_error("ptrace");
}

/// The kernel's own codes for "a signal came; once more, please", which no program ever sees.
bool was_interrupted(std::int64_t result) {
  constexpr std::int64_t first_restart_code = 512;
  constexpr std::int64_t last_restart_code = 516;
  return result == -EINTR || (-result >= first_restart_code && -result <= last_restart_code);
}

}  // namespace

Expected<ChildSignals> ChildSignals::watch() {
  ChildSignals signals;
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  signals.fd_ = Fd(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!signals.fd_.valid()) return unexpected_errno("signalfd");
  ::pthread_sigmask(SIG_BLOCK, &child, &signals.mask_before_);
  // The kernel does not report stops to who ignores SIGCHLD, even if it is blocked.
  struct sigaction usual{};
  usual.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &usual, &signals.action_before_);
  return signals;
}

ChildSignals::ChildSignals(ChildSignals&& other) noexcept
    : fd_(std::move(other.fd_)),
      mask_before_(other.mask_before_),
      action_before_(other.action_before_) {}

ChildSignals::~ChildSignals() {
  if (!fd_.valid()) return;
  ::sigaction(SIGCHLD, &action_before_, nullptr);
  ::pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
}

void ChildSignals::drain() const {
  signalfd_siginfo info;
  while (::read(fd_.get(), &info, sizeof info) > 0) {
  }
}

Expected<Tracer> Tracer::seize(const ChildSignals& signals, const std::vector<Traced>& traced) {
  Tracer tracer(signals);
  for (const Traced& who : traced) {
    if (const Status s = seize_one(who.pid); !s.ok()) {
      return std::unexpected(
          Error{.call = s.call(), .code = s.code(), .hint = hint_for_ptrace(s.code())});
    }
    tracer.followers_.push_back({.who = who});
    // It stops before its next instruction, so it gets no order that is not seen.
    request(PTRACE_INTERRUPT, who.pid);
  }
  return tracer;
}

Tracer::~Tracer() {
  for (const Follower& follower : followers_) let_go(follower);
}

void Tracer::turn() {
  // First, so that a stop that comes after this look at its process makes it readable again.
  signals_->drain();
  for (Follower& follower : followers_) take_a_stop(follower);
}

void Tracer::take_a_stop(Follower& follower) {
  const auto stop = next_stop(follower.who.pid);
  if (!stop) return;
  if (stop->at_syscall()) note_call(follower);
  // One that was sent SIGSTOP shall stay so; it listens for SIGCONT.
  const auto onwards = stop->of_its_group() ? PTRACE_LISTEN : PTRACE_SYSCALL;
  // It may have been killed meanwhile; then its owner hears of it.
  request(onwards, follower.who.pid, static_cast<std::uintptr_t>(stop->signal_to_deliver()));
}

void Tracer::note_call(Follower& follower) {
  __ptrace_syscall_info info{};
  // Here the address is a size.
  if (::ptrace(PTRACE_GET_SYSCALL_INFO, follower.who.pid, reinterpret_cast<void*>(sizeof info),
               &info) <= 0) {
    return;
  }
  if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
    const auto number = info.entry.nr;
    const bool about_orders = (number == SYS_recvfrom || number == SYS_sendto) &&
                              static_cast<int>(info.entry.args[0]) == follower.who.orders_fd;
    follower.harness_call =
        about_orders || number == SYS_clock_gettime || number == SYS_rt_sigreturn;
  } else if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
    if (!follower.harness_call && !was_interrupted(info.exit.rval)) ++calls_;
  }
}

void Tracer::let_go(const Follower& follower) const {
  const pid_t pid = follower.who.pid;
  if (request(PTRACE_INTERRUPT, pid) != 0) return;
  const std::int64_t give_up_ns = now_ns() + stop_patience_ns;
  while (now_ns() < give_up_ns) {
    signals_->drain();
    if (const auto stop = next_stop(pid)) {
      request(PTRACE_DETACH, pid, static_cast<std::uintptr_t>(stop->signal_to_deliver()));
      return;
    }
    if (is_dead(pid)) return;
    pollfd change{.fd = signals_->fd(), .events = POLLIN, .revents = 0};
    constexpr int look_again_ms = 10;
    ::poll(&change, 1, look_again_ms);
  }
  ::kill(pid, SIGKILL);
}

std::string tracing_refused() {
  const pid_t pid = ::fork();
  if (pid < 0) return last_error("fork").error().message();
  if (pid == 0) {
    for (;;) ::pause();
  }
  const Status seized = seize_one(pid);
  ::kill(pid, SIGKILL);
  (void)retried([&] { return ::waitpid(pid, nullptr, 0); });
  if (seized.ok()) return {};
  return Error{.call = seized.call(), .code = seized.code(), .hint = hint_for_ptrace(seized.code())}
      .message();
}

}  // namespace ipcbench
