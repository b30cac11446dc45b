// What the doctor says about processors.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/doctor_checks.hpp"
#include "harness/machine.hpp"

namespace ipcbench {

namespace {

std::optional<Symptom> check_cpus(const Machine& machine) {
  const std::size_t count = machine.allowed_cpus.size();
  if (count == 0) return {};
  Symptom finding{.name = "cpus",
                  .severity = Severity::good,
                  .value = fmt::format("{} CPU{} allowed ({})", count, count == 1 ? "" : "s",
                                       cpu_list_text(machine.allowed_cpus))};
  if (count == 1) {
    finding.severity = Severity::warning;
    finding.effect = "only the placement `same` can be measured, and no mechanism that spins";
    finding.remedy = "allow a second CPU: taskset, cpuset or the virtual machine's settings";
  } else if (count == 2) {
    finding.severity = Severity::note;
    finding.effect =
        "everything else on the machine runs on the two measured CPUs: p99 and maxima are "
        "partly other programs";
    finding.remedy = "stop what need not run";
  }
  return finding;
}

std::optional<Symptom> check_cpuset(const Machine& machine) {
  const auto online = machine.files.line("/sys/devices/system/cpu/online");
  if (!online || machine.allowed_cpus.empty()) return {};
  const auto cpus = parse_cpu_list(*online);
  if (!cpus || cpus->size() <= machine.allowed_cpus.size()) return {};
  return Symptom{
      .name = "cpuset",
      .severity = Severity::note,
      .value = fmt::format("allowed CPUs {} of {}", cpu_list_text(machine.allowed_cpus), *online),
      .effect = "placements are chosen among these; others may load their siblings",
      .remedy = {}};
}

std::optional<Symptom> check_governor(const Machine& machine) {
  const auto found = governors(machine.files, machine.allowed_cpus);
  if (!found) return {};
  Symptom finding{
      .name = "governor", .severity = Severity::good, .value = "CPU governor " + *found};
  if (*found != "performance") {
    finding.severity = Severity::warning;
    finding.effect =
        "the clock speed follows the load: short trials and mechanisms that sleep are slower "
        "and scatter more";
    finding.remedy =
        "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor";
  }
  return finding;
}

std::optional<Symptom> check_turbo(const Machine& machine) {
  const auto on = turbo(machine.files);
  if (!on) return {};
  if (!*on) return Symptom{.name = "turbo", .severity = Severity::good, .value = "turbo is off"};
  const bool intel = machine.files.exists("/sys/devices/system/cpu/intel_pstate/no_turbo");
  return Symptom{.name = "turbo",
                 .severity = Severity::note,
                 .value = "turbo is on",
                 .effect =
                     "clock speed depends on heat and on how many cores work: all figures drift by "
                     "some per cent within a run",
                 .remedy = intel ? "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo"
                                 : "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost"};
}

std::optional<Symptom> check_smt(const Machine& machine) {
  const auto active = machine.files.number("/sys/devices/system/cpu/smt/active");
  if (!active) return {};
  if (*active == 0) {
    return Symptom{.name = "smt", .severity = Severity::good, .value = "no sibling threads"};
  }
  return Symptom{.name = "smt",
                 .severity = Severity::note,
                 .value = "SMT is on",
                 .effect =
                     "work on a core's sibling thread slows the measured one: a spinning "
                     "mechanism by a third and more",
                 .remedy = "echo off | sudo tee /sys/devices/system/cpu/smt/control"};
}

/// The deepest sleep that is switched on: its name and what waking up from it takes.
struct Sleep {
  std::string name;
  long long latency_us;
};

std::optional<Sleep> deepest_sleep(const SystemFiles& files, int cpu) {
  const std::string folder = fmt::format("/sys/devices/system/cpu/cpu{}/cpuidle", cpu);
  std::optional<Sleep> deepest;
  for (const std::string& state : files.names_in(folder)) {
    const auto name = files.line(fmt::format("{}/{}/name", folder, state));
    const auto latency = files.number(fmt::format("{}/{}/latency", folder, state));
    if (!name || !latency) continue;
    if (files.number(fmt::format("{}/{}/disable", folder, state)).value_or(0) != 0) continue;
    if (!deepest || *latency > deepest->latency_us) {
      deepest = Sleep{.name = *name, .latency_us = *latency};
    }
  }
  return deepest;
}

std::optional<Symptom> check_sleep(const Machine& machine) {
  if (machine.allowed_cpus.empty()) return {};
  const auto sleep = deepest_sleep(machine.files, machine.allowed_cpus.front());
  if (!sleep) return {};
  Symptom finding{.name = "idle_states",
                  .severity = Severity::good,
                  .value = fmt::format("idle CPUs sleep as deep as {} ({} us to wake up)",
                                       sleep->name, sleep->latency_us)};
  constexpr long long noticeable_us = 10;
  if (sleep->latency_us >= noticeable_us) {
    finding.severity = Severity::note;
    finding.effect =
        "every mechanism that sleeps pays for waking the other core; only those that spin "
        "do not";
    finding.remedy = fmt::format("sudo cpupower idle-set -D {}", noticeable_us);
  }
  return finding;
}

std::optional<Symptom> check_mitigations(const Machine& machine) {
  std::string mitigated;
  std::size_t known = 0;
  for (const auto& [name, state] : cpu_vulnerabilities(machine.files)) {
    ++known;
    // Those that make every entry into the kernel, or every switch, dearer.
    for (const auto* dear : {"PTI", "Retpoline", "IBRS", "Clear CPU buffers", "Safe RET", "IBPB"}) {
      if (state.starts_with("Mitigation") && state.find(dear) != std::string::npos) {
        mitigated += (mitigated.empty() ? "" : ", ") + name;
        break;
      }
    }
  }
  if (known == 0) return {};
  if (mitigated.empty()) {
    return Symptom{.name = "mitigations",
                   .severity = Severity::good,
                   .value = "no mitigation that makes system calls dearer"};
  }
  return Symptom{.name = "mitigations",
                 .severity = Severity::note,
                 .value = "mitigations: " + mitigated,
                 .effect =
                     "every system call and switch costs more, memory traffic does not: "
                     "compare with machines of the same mitigations only",
                 .remedy = {}};
}

std::optional<Symptom> check_nodes(const Machine& machine) {
  const auto online = machine.files.line("/sys/devices/system/node/online");
  const auto nodes = online ? parse_cpu_list(*online) : std::nullopt;
  if (!nodes || nodes->size() < 2) return {};
  const bool moves = machine.files.number("/proc/sys/kernel/numa_balancing").value_or(0) != 0;
  Symptom finding{.name = "numa",
                  .severity = Severity::note,
                  .value = fmt::format("{} memory nodes{}", nodes->size(),
                                       moves ? ", pages are moved between them" : ""),
                  .effect = "two CPUs of different nodes are several times further apart",
                  .remedy = {}};
  if (moves) {
    finding.effect += "; moving pages costs faults in the middle of trials";
    finding.remedy = "sudo sysctl kernel.numa_balancing=0";
  }
  return finding;
}

/// Clocks that clock_gettime(2) reads without entering the kernel.
constexpr std::array<std::string_view, 7> quick_clocks = {"tsc",
                                                          "kvm-clock",
                                                          "hyperv_clocksource_tsc_page",
                                                          "arch_sys_counter",
                                                          "tod",
                                                          "riscv_clocksource",
                                                          "timebase"};

std::optional<Symptom> check_clock_source(const Machine& machine) {
  const std::string folder = "/sys/devices/system/clocksource/clocksource0/";
  const auto source = machine.files.line(folder + "current_clocksource");
  if (!source) return {};
  Symptom finding{
      .name = "clock_source", .severity = Severity::good, .value = "clock source " + *source};
  if (std::ranges::find(quick_clocks, *source) != quick_clocks.end()) return finding;
  const auto others = words_of(machine.files.line(folder + "available_clocksource").value_or(""));
  const bool has_tsc = std::ranges::find(others, "tsc") != others.end();
  const bool known_slow = *source == "hpet" || *source == "acpi_pm" || *source == "jiffies";
  finding.severity = known_slow ? Severity::bad : Severity::warning;
  finding.effect =
      "reading the clock is a system call of up to some us, once in every round trip: the rows "
      "of shared memory measure the clock";
  finding.remedy = has_tsc ? "echo tsc | sudo tee " + folder + "current_clocksource"
                           : "boot with clocksource=tsc, or ask the host why the TSC is unstable";
  return finding;
}

constexpr std::array<Check, 9> checks = {check_cpus,        check_cpuset, check_governor,
                                         check_turbo,       check_smt,    check_sleep,
                                         check_mitigations, check_nodes,  check_clock_source};

}  // namespace

std::span<const Check> processor_checks() {
  return checks;
}

}  // namespace ipcbench
