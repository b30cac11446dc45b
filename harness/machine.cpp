// Reading the machine's files.
#include "harness/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>
#include <set>
#include <string_view>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

namespace ipcbench {

namespace {

constexpr std::pair<std::string_view, std::string_view> known_hypervisors[] = {
    {"KVMKVMKVM", "KVM"},         {"Microsoft Hv", "Hyper-V"},    {"VMwareVMware", "VMware"},
    {"XenVMMXenVMM", "Xen"},      {"VBoxVBoxVBox", "VirtualBox"}, {"bhyve bhyve ", "bhyve"},
    {"TCGTCGTCGTCG", "QEMU TCG"}, {"ACRNACRNACRN", "ACRN"},
};

/// Clocks that a kernel has only as the guest of one hypervisor.
constexpr std::pair<std::string_view, std::string_view> clocks_of_guests[] = {
    {"kvm-clock", "KVM"},
    {"hyperv_clocksource_tsc_page", "Hyper-V"},
    {"hyperv_clocksource_msr", "Hyper-V"},
    {"xen", "Xen"},
};

std::optional<std::string> hypervisor_by_cpuid(std::string_view signature) {
  for (const auto& [known, name] : known_hypervisors) {
    if (signature.starts_with(known)) return std::string(name);
  }
  return {};
}

std::optional<std::string> hypervisor_by_kernel(const SystemFiles& files) {
  if (auto type = files.line("/sys/hypervisor/type")) return type;
  const auto clocks =
      words_of(files.line("/sys/devices/system/clocksource/clocksource0/available_clocksource")
                   .value_or(""));
  for (const auto& [clock, name] : clocks_of_guests) {
    if (std::ranges::find(clocks, clock) != clocks.end()) return std::string(name);
  }
  return {};
}

/// "Xen" and "xen" are the same name.
bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](unsigned char c) { return std::tolower(c); };
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// What the hypervisor calls itself to programs: "KVMKVMKVM", "Microsoft Hv".
std::string hypervisor_signature() {
#if defined(__x86_64__) || defined(__i386__)
  constexpr unsigned hypervisor_leaf = 0x40000000;
  unsigned a = 0;
  unsigned words[3] = {};
  __cpuid(hypervisor_leaf, a, words[0], words[1], words[2]);
  char text[sizeof words + 1] = {};
  std::memcpy(text, words, sizeof words);
  return text;
#else
  return {};
#endif
}

}  // namespace

std::string cpu_list_text(const std::vector<int>& cpus) {
  std::string text;
  for (std::size_t i = 0; i < cpus.size();) {
    std::size_t last = i;
    while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) ++last;
    text += fmt::format("{}{}", text.empty() ? "" : ",", cpus[i]);
    if (last > i) text += fmt::format("-{}", cpus[last]);
    i = last + 1;
  }
  return text;
}

std::optional<std::vector<int>> parse_cpu_list(const std::string& text) {
  constexpr int most_cpus = 8192;
  std::vector<int> cpus;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    int first = 0;
    auto parsed = std::from_chars(at, end, first);
    int last = first;
    if (parsed.ec == std::errc{} && parsed.ptr != end && *parsed.ptr == '-') {
      parsed = std::from_chars(parsed.ptr + 1, end, last);
    }
    if (parsed.ec != std::errc{} || first < 0 || last < first || last >= most_cpus) return {};
    for (int cpu = first; cpu <= last; ++cpu) cpus.push_back(cpu);
    at = parsed.ptr;
    if (at == end) break;
    if (*at != ',') return {};
    ++at;
  }
  return cpus;
}

std::optional<std::string> cpu_model(const SystemFiles& files) {
  // ARM has numbers only, of which the part is the telling one.
  for (const char* key : {"model name", "CPU part", "uarch", "cpu"}) {
    if (auto value = files.value_of("/proc/cpuinfo", key)) return value;
  }
  return {};
}

std::optional<bool> is_virtual(const SystemFiles& files) {
  if (files.exists("/sys/hypervisor/type")) return true;
  const auto flags = files.value_of("/proc/cpuinfo", "flags");
  if (!flags) return {};
  return (" " + *flags + " ").find(" hypervisor ") != std::string::npos;
}

std::optional<std::string> hypervisor_name(const SystemFiles& files) {
  // The CPU is that of the machine that we run on.
  return hypervisor_name(files, files.are_real() ? hypervisor_signature() : "");
}

std::optional<std::string> hypervisor_name(const SystemFiles& files, std::string_view signature) {
  auto by_cpuid = hypervisor_by_cpuid(signature);
  auto by_kernel = hypervisor_by_kernel(files);
  // A nested guest may see the CPUID of the host's host, which the kernel below it knows nothing
  // of.
  if (by_cpuid && by_kernel && !same_name(*by_cpuid, *by_kernel)) {
    return fmt::format("{} by CPUID, {} by the kernel", *by_cpuid, *by_kernel);
  }
  if (by_kernel) return by_kernel;
  if (by_cpuid) return by_cpuid;
  const auto vendor = files.line("/sys/class/dmi/id/sys_vendor");
  const auto product = files.line("/sys/class/dmi/id/product_name");
  if (!vendor && !product) return {};
  return trimmed(vendor.value_or("") + " " + product.value_or(""));
}

std::optional<std::string> container_kind(const SystemFiles& files) {
  if (auto kind = files.line("/run/systemd/container")) return kind;
  if (files.exists("/run/.containerenv")) return "podman";
  std::string groups;
  for (const std::string& line : files.lines("/proc/self/cgroup")) groups += line + "\n";
  for (const auto& [part, kind] : {std::pair{"kubepods", "kubernetes"},
                                   std::pair{"/docker", "docker"}, std::pair{"/lxc", "lxc"}}) {
    if (groups.find(part) != std::string::npos) return kind;
  }
  if (files.exists("/.dockerenv")) return "docker";
  return {};
}

std::vector<std::pair<std::string, std::string>> cpu_vulnerabilities(const SystemFiles& files) {
  const std::string folder = "/sys/devices/system/cpu/vulnerabilities";
  std::vector<std::pair<std::string, std::string>> states;
  for (const std::string& name : files.names_in(folder)) {
    if (auto state = files.line(fmt::format("{}/{}", folder, name)))
      states.emplace_back(name, std::move(*state));
  }
  return states;
}

std::optional<std::string> governors(const SystemFiles& files, const std::vector<int>& cpus) {
  std::set<std::string> found;
  for (const int cpu : cpus) {
    if (auto governor = files.line(
            fmt::format("/sys/devices/system/cpu/cpu{}/cpufreq/scaling_governor", cpu))) {
      found.insert(std::move(*governor));
    }
  }
  if (found.empty()) return {};
  std::string text;
  for (const std::string& governor : found) text += (text.empty() ? "" : ", ") + governor;
  return text;
}

std::optional<bool> turbo(const SystemFiles& files) {
  if (const auto off = files.number("/sys/devices/system/cpu/intel_pstate/no_turbo")) {
    return *off == 0;
  }
  if (const auto on = files.number("/sys/devices/system/cpu/cpufreq/boost")) return *on != 0;
  return {};
}

std::vector<std::pair<int, CpuTime>> cpu_times(const SystemFiles& files,
                                               const std::vector<int>& cpus) {
  // user nice system idle iowait irq softirq steal; guest time is in user already.
  constexpr std::size_t last_program_column = 3;
  constexpr std::size_t iowait_column = 5;
  constexpr std::size_t steal_column = 8;
  constexpr std::string_view label = "cpu";
  std::vector<std::pair<int, CpuTime>> times;
  for (const std::string& line : files.lines("/proc/stat")) {
    if (!line.starts_with(label)) continue;
    const auto cpu = leading_number(std::string_view(line).substr(label.size()));
    if (!cpu || std::ranges::find(cpus, *cpu) == cpus.end()) continue;
    const auto words = words_of(line);
    if (words.size() <= steal_column) continue;
    CpuTime time;
    for (std::size_t i = 1; i <= steal_column; ++i) {
      const long long ticks = leading_number(words[i]).value_or(0);
      time.total += ticks;
      if (i <= last_program_column) {
        time.programs += ticks;
      } else if (i <= iowait_column) {
        time.idle += ticks;
      } else if (i == steal_column) {
        time.stolen = ticks;
      }
    }
    times.emplace_back(static_cast<int>(*cpu), time);
  }
  return times;
}

std::optional<CpuTime> cpu_time(const SystemFiles& files, const std::vector<int>& cpus) {
  const auto times = cpu_times(files, cpus);
  if (times.empty()) return {};
  CpuTime sum;
  for (const auto& [cpu, time] : times) {
    sum.total += time.total;
    sum.idle += time.idle;
    sum.programs += time.programs;
    sum.stolen += time.stolen;
  }
  return sum;
}

}  // namespace ipcbench
