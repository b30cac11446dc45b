// Asking the kernel.
#include "harness/usage.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <ctime>

namespace ipcbench {

namespace {

std::int64_t ns_of(const timeval& time) {
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_usec * std::int64_t{1'000};
}

}  // namespace

Usage UsageMeter::read() {
  Usage usage;
  // getrusage(2) has user and system time, but in microseconds and, on most kernels, as the timer
  // tick happened to see them; their sum is exact only here.
  timespec cpu{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
  usage.cpu_ns = cpu.tv_sec * std::int64_t{1'000'000'000} + cpu.tv_nsec;
  rusage resources{};
  ::getrusage(RUSAGE_SELF, &resources);
  usage.user_ns = ns_of(resources.ru_utime);
  usage.system_ns = ns_of(resources.ru_stime);
  usage.voluntary_switches = static_cast<std::uint64_t>(resources.ru_nvcsw);
  usage.involuntary_switches = static_cast<std::uint64_t>(resources.ru_nivcsw);
  usage.minor_faults = static_cast<std::uint64_t>(resources.ru_minflt);
  usage.major_faults = static_cast<std::uint64_t>(resources.ru_majflt);
  return usage;
}

int UsageMeter::current_cpu() {
  return ::sched_getcpu();
}

Usage UsageMeter::since_start() const {
  Usage now = read();
  now.cpu_ns -= before_.cpu_ns;
  now.user_ns -= before_.user_ns;
  now.system_ns -= before_.system_ns;
  now.voluntary_switches -= before_.voluntary_switches;
  now.involuntary_switches -= before_.involuntary_switches;
  now.minor_faults -= before_.minor_faults;
  now.major_faults -= before_.major_faults;
  now.migrations = current_cpu() == cpu_ ? 0 : 1;
  return now;
}

}  // namespace ipcbench
