// What the doctor says about others on the machine: programs, containers, hypervisors.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/company.hpp"
#include "harness/cpu_quota.hpp"
#include "harness/doctor_checks.hpp"
#include "harness/machine.hpp"

namespace ipcbench {

namespace {

std::optional<Symptom> check_load(const Machine& machine) {
  if (!machine.company || machine.company->cpus.empty()) return {};
  const auto& [cpus, waiting] = *machine.company;
  double busy = 0;
  for (const WatchedCpu& cpu : cpus) busy += others_share(cpu);
  const WatchedCpu& busiest = *std::ranges::max_element(cpus, {}, others_share);
  Symptom finding{.name = "load",
                  .severity = Severity::good,
                  .value = fmt::format("others use {:.2f} of {} CPU{}", busy, cpus.size(),
                                       cpus.size() == 1 ? "" : "s")};
  // Of the busiest CPU, for one that is busy is enough to slow a pair that sleeps; of all of them;
  // or of the time in which somebody waits for one.
  constexpr double noticeable = 0.1;
  constexpr double a_lot = 0.4;
  const double share = std::max(busy / static_cast<double>(cpus.size()), waiting.value_or(0));
  if (std::max(share, others_share(busiest)) < noticeable) return finding;
  if (cpus.size() > 1 && others_share(busiest) >= noticeable) {
    finding.value +=
        fmt::format(" ({:.0f} % of cpu {})", others_share(busiest) * 100, busiest.cpu.value_or(-1));
  }
  if (const double share_waited = waiting.value_or(0); share_waited >= noticeable) {
    finding.value +=
        fmt::format(", and somebody waits for one {:.0f} % of the time", share_waited * 100);
  }
  finding.severity = share < a_lot ? Severity::warning : Severity::bad;
  finding.effect =
      "rows that sleep take up to three times as long, for they wake up on a CPU that is in use; "
      "p99, maxima and rows that spin lose milliseconds at a time";
  finding.remedy = "see `top` for who it is, stop it or wait for its end";
  return finding;
}

std::optional<Symptom> check_quota(const Machine& machine) {
  const CpuQuota quota = cpu_quota(machine.files);
  if (!quota.known) return {};
  if (!quota.cpus) {
    return Symptom{.name = "cpu_quota", .severity = Severity::good, .value = "no CPU quota"};
  }
  Symptom finding{.name = "cpu_quota",
                  .severity = Severity::warning,
                  .value = fmt::format("CPU quota of {:.2f} CPUs", *quota.cpus),
                  .effect = {},
                  .remedy =
                      "docker run --cpus=0, no `limits: cpu:` in Kubernetes, or "
                      "systemctl set-property UNIT CPUQuota="};
  if (const long long times = quota.throttled.value_or(0); times > 0) {
    finding.value += fmt::format(", used up {} times so far", times);
  }
  // Both sides at work and a coordinator that sleeps.
  constexpr double enough = 2.5;
  if (*quota.cpus < enough) {
    finding.severity = Severity::bad;
    finding.effect =
        "when it is used up, everything stands still for tens of milliseconds: first the rows "
        "that spin, then all";
  } else {
    finding.effect = "enough for one pair, unless something else in the group needs it, too";
  }
  return finding;
}

std::optional<Symptom> check_steal(const Machine& machine) {
  const auto time = cpu_time(machine.files, machine.allowed_cpus);
  if (!time || time->total <= 0) return {};
  const double share = static_cast<double>(time->stolen) / static_cast<double>(time->total);
  Symptom finding{.name = "steal",
                  .severity = Severity::good,
                  .value = fmt::format("{:.2f} % of CPU time stolen since boot", share * 100)};
  constexpr double noticeable = 0.005;
  constexpr double a_lot = 0.05;
  if (share < noticeable) return finding;
  finding.severity = share < a_lot ? Severity::note : Severity::warning;
  finding.effect =
      "the host runs others on these CPUs: gaps of milliseconds in p99, maxima and spinning rows";
  finding.remedy = "ask the host for CPUs of your own (dedicated, pinned)";
  return finding;
}

std::optional<Symptom> check_hypervisor(const Machine& machine) {
  const auto guest = is_virtual(machine.files);
  if (!guest) return {};
  if (!*guest) {
    return Symptom{.name = "hypervisor", .severity = Severity::good, .value = "no hypervisor"};
  }
  const auto name = hypervisor_name(machine.files);
  return Symptom{.name = "hypervisor",
                 .severity = Severity::warning,
                 .value = "virtual machine" + (name ? " (" + *name + ")" : std::string()),
                 .effect =
                     "waking an idle CPU goes through the host and costs tens of us, in all "
                     "rows that sleep; the CPUs move on the host, and their distance with "
                     "them",
                 .remedy = "nothing in here mends it: compare within one run, or on bare metal"};
}

std::optional<Symptom> check_container(const Machine& machine) {
  const auto kind = container_kind(machine.files);
  if (!kind) return {};
  return Symptom{.name = "container",
                 .severity = Severity::note,
                 .value = fmt::format("container ({})", *kind),
                 .effect =
                     "its filters may forbid calls, its limits on /dev/shm, queues and CPU "
                     "time apply, and its loopback has rules of its own",
                 .remedy = {}};
}

std::optional<Symptom> check_memory(const Machine& machine) {
  const auto text = machine.files.value_of("/proc/meminfo", "MemAvailable");
  const auto available_kib = text ? leading_number(*text) : std::nullopt;
  if (!available_kib) return {};
  const long long available_mib = *available_kib / 1024;
  Symptom finding{.name = "memory",
                  .severity = Severity::good,
                  .value = fmt::format("{} MiB of memory available", available_mib)};
  constexpr long long enough_mib = 512;
  if (available_mib < enough_mib) {
    finding.severity = Severity::warning;
    finding.effect = "the kernel reclaims pages while rings and mapped files are measured";
    finding.remedy = "stop what uses the memory";
  }
  return finding;
}

std::optional<Symptom> check_battery(const Machine& machine) {
  const std::string folder = "/sys/class/power_supply";
  bool mains = false;
  bool online = false;
  for (const std::string& supply : machine.files.names_in(folder)) {
    if (machine.files.line(fmt::format("{}/{}/type", folder, supply)) != "Mains") continue;
    mains = true;
    online = online ||
             machine.files.number(fmt::format("{}/{}/online", folder, supply)).value_or(0) != 0;
  }
  if (!mains || online) return {};
  return Symptom{.name = "battery",
                 .severity = Severity::warning,
                 .value = "running on battery",
                 .effect = "clock speeds are held down and change: all figures",
                 .remedy = "plug it in"};
}

constexpr std::array<Check, 7> checks = {check_load,       check_quota,     check_steal,
                                         check_hypervisor, check_container, check_memory,
                                         check_battery};

}  // namespace

std::span<const Check> company_checks() {
  return checks;
}

}  // namespace ipcbench
