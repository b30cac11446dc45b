// Noting signals.
#include "harness/interrupt.hpp"

#include <sys/eventfd.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "harness/interrupting_signals.hpp"

namespace ipcbench {

namespace {

// A signal handler can reach nothing but globals.
std::atomic<int> first_signal{0};
std::atomic<int> event_fd{-1};
std::atomic<pid_t> owner{0};

void note(int signal) {
  // A fresh child has this handler, and the event, until it has set its own: a signal to the child
  // is none to us.
  if (::getpid() != owner.load()) return;
  const int saved = errno;
  int none = 0;
  first_signal.compare_exchange_strong(none, signal);
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(event_fd.load(), &one, sizeof one);
  errno = saved;
}

void set_handlers(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int signal : interrupting_signals) {
    struct sigaction before{};
    ::sigaction(signal, nullptr, &before);
    // nohup(1) ignores SIGHUP so that the run survives its terminal. A shell ignores SIGINT for
    // background jobs, which is about the keyboard: a SIGINT that comes all the same is meant.
    if (signal == SIGHUP && before.sa_handler == SIG_IGN) continue;
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace

Expected<Interrupt> Interrupt::install() {
  Fd event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event.valid()) return unexpected_errno("eventfd");
  first_signal = 0;
  event_fd = event.get();
  owner = ::getpid();
  set_handlers(note);
  return Interrupt(std::move(event));
}

Interrupt::~Interrupt() {
  if (event_.valid()) set_handlers(SIG_DFL);
}

int Interrupt::signal() {
  return first_signal;
}

void Interrupt::clear() {
  first_signal = 0;
  std::uint64_t ignored = 0;
  [[maybe_unused]] const ssize_t got = ::read(event_.get(), &ignored, sizeof ignored);
}

}  // namespace ipcbench
