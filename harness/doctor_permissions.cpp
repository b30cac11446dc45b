// What the doctor says about permissions: what a run cannot find out here.
#include <array>

#include "harness/doctor_checks.hpp"

namespace ipcbench {

namespace {

/// What a refused permission takes away.
struct Permission {
  std::string_view name;
  std::string_view allowed;
  std::string_view effect;
  std::string_view remedy;
};

Symptom judge(const std::string& refused, const Permission& permission) {
  if (refused.empty()) {
    return {.name = std::string(permission.name),
            .severity = Severity::good,
            .value = std::string(permission.allowed)};
  }
  return {.name = std::string(permission.name),
          .severity = Severity::note,
          .value = refused,
          .effect = std::string(permission.effect),
          .remedy = std::string(permission.remedy)};
}

std::optional<Symptom> check_counters(const Machine& machine) {
  if (!machine.refusals) return {};
  const long long paranoid =
      machine.files.number("/proc/sys/kernel/perf_event_paranoid").value_or(0);
  return judge(machine.refusals->counters,
               {.name = "perf",
                .allowed = "hardware counters can be read",
                .effect = "no cycles, instructions and cache misses per message; no figure suffers",
                .remedy = paranoid > 2 ? "sudo sysctl kernel.perf_event_paranoid=2" : ""});
}

std::optional<Symptom> check_tracing(const Machine& machine) {
  if (!machine.refusals) return {};
  return judge(machine.refusals->tracing,
               {.name = "ptrace",
                .allowed = "children can be traced",
                .effect = "no system calls per message; no figure suffers",
                .remedy = "sudo sysctl kernel.yama.ptrace_scope=1, or docker run "
                          "--cap-add=SYS_PTRACE"});
}

std::optional<Symptom> check_io_uring(const Machine& machine) {
  if (!machine.refusals) return {};
  return judge(machine.refusals->io_uring,
               {.name = "io_uring",
                .allowed = "io_uring is allowed",
                .effect = "mechanisms on io_uring cannot be measured; no other is affected",
                .remedy = machine.files.number("/proc/sys/kernel/io_uring_disabled").value_or(0) > 0
                              ? "sudo sysctl kernel.io_uring_disabled=0"
                              : ""});
}

constexpr std::array<Check, 3> checks = {check_counters, check_tracing, check_io_uring};

}  // namespace

std::span<const Check> permission_checks() {
  return checks;
}

}  // namespace ipcbench
