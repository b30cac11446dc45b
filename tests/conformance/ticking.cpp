// The timer and its empty handler.
#include "tests/conformance/ticking.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>

namespace ipcbench::conformance {

void start_ticking_every_ms() {
  struct sigaction action{};
  action.sa_handler = [](int) {};
  ::sigaction(SIGALRM, &action, nullptr);  // no SA_RESTART
  const timeval tick{.tv_sec = 0, .tv_usec = 1000};
  const itimerval every{.it_interval = tick, .it_value = tick};
  ::setitimer(ITIMER_REAL, &every, nullptr);
}

void dawdle() {
  constexpr int ticks = 20;
  for (int i = 0; i < ticks; ++i) ::pause();
}

}  // namespace ipcbench::conformance
