// Putting the findings together.
#include "harness/doctor.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/fd.hpp"
#include "harness/counters.hpp"
#include "harness/doctor_checks.hpp"
#include "harness/tracer.hpp"

namespace ipcbench {

namespace {

std::string io_uring_refused() {
#ifdef SYS_io_uring_setup
  // A ring of one entry; the structure is 120 bytes of zeroes as far as we are concerned.
  alignas(8) char parameters[256] = {};
  const Fd ring(static_cast<int>(::syscall(SYS_io_uring_setup, 1, parameters)));
  if (!ring.valid()) return last_error("io_uring_setup").error().message();
  return {};
#else
  return "the program was built without it";
#endif
}

}  // namespace

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::good:
      return "good";
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::bad:
      return "bad";
  }
  return "";
}

Machine inspect(std::vector<int> allowed_cpus) {
  Machine machine{.allowed_cpus = std::move(allowed_cpus)};
  rlimit queues{};
  if (::getrlimit(RLIMIT_MSGQUEUE, &queues) == 0) machine.queue_bytes = queues.rlim_cur;
  struct statvfs shm{};
  if (::statvfs("/dev/shm", &shm) == 0) {
    machine.shared_memory =
        Room{.total_bytes = shm.f_blocks * shm.f_frsize, .free_bytes = shm.f_bavail * shm.f_frsize};
  }
  return machine;
}

Refusals ask_for_permissions() {
  const auto counters = HardwareCounters::open();
  return {.counters = counters ? "" : counters.error().message(),
          .tracing = tracing_refused(),
          .io_uring = io_uring_refused()};
}

void sort_worst_first(std::vector<Symptom>& findings) {
  std::ranges::stable_sort(findings, std::ranges::greater{}, &Symptom::severity);
}

std::size_t count_of(const std::vector<Symptom>& findings, Severity severity) {
  return static_cast<std::size_t>(std::ranges::count(findings, severity, &Symptom::severity));
}

std::vector<Symptom> examine(const Machine& machine) {
  std::vector<Symptom> findings;
  for (const auto checks :
       {processor_checks(), company_checks(), limit_checks(), permission_checks()}) {
    for (const Check check : checks) {
      if (auto finding = check(machine)) findings.push_back(std::move(*finding));
    }
  }
  sort_worst_first(findings);
  return findings;
}

std::string verdict(const std::vector<Symptom>& findings) {
  if (count_of(findings, Severity::bad) != 0) {
    std::string names;
    for (const Symptom& finding : findings) {
      if (finding.severity != Severity::bad) continue;
      names += (names.empty() ? "" : ", ") + finding.name;
    }
    return "unfit: " + names;
  }
  const std::size_t warnings = count_of(findings, Severity::warning);
  if (warnings == 0) return "fit";
  return fmt::format("usable, with {} warning{}", warnings, warnings == 1 ? "" : "s");
}

std::vector<std::string> worst_of_machine(std::vector<int> allowed_cpus,
                                          const std::vector<int>& measured_cpus, std::size_t most) {
  std::vector<std::string> lines;
  Machine machine = inspect(std::move(allowed_cpus));
  machine.company = watch_company(machine.files, measured_cpus, company_time);
  for (const Symptom& finding : examine(machine)) {
    if (finding.severity < Severity::warning || lines.size() == most) break;
    lines.push_back(fmt::format("{}: {}", name_of(finding.severity), finding.value));
  }
  return lines;
}

}  // namespace ipcbench
