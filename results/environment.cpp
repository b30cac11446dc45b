// Asking the kernel who it is.
#include "results/environment.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <ctime>
#include <fstream>

#include "base/proc_file.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

namespace {

std::string cpu_model() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    // "model name" on x86; ARM has numbers only, of which the part is the telling one.
    if (!line.starts_with("model name") && !line.starts_with("CPU part")) continue;
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

bool has_hypervisor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with("flags")) return line.find(" hypervisor") != std::string::npos;
  }
  return false;
}

}  // namespace

std::string host_name() {
  utsname names{};
  return ::uname(&names) == 0 ? names.nodename : "unknown";
}

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

Environment describe_environment() {
  utsname names{};
  ::uname(&names);
  const auto topology = Topology::detect();
  Environment facts{
      {"ipcbench", IPCBENCH_VERSION},
      {"compiler", __VERSION__},
      {"host", names.nodename},
      {"kernel", fmt::format("{} {}", names.release, names.version)},
      {"architecture", names.machine},
      {"cpu", cpu_model()},
      {"cpus_online", std::to_string(::sysconf(_SC_NPROCESSORS_ONLN))},
      {"cpus_allowed", topology ? topology->allowed_text() : "unknown"},
      {"virtual_machine", has_hypervisor() ? "yes" : "no"},
  };
  const std::pair<const char*, const char*> files[] = {
      {"clock_source", "/sys/devices/system/clocksource/clocksource0/current_clocksource"},
      {"governor", "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"},
      {"load_average", "/proc/loadavg"},
  };
  for (const auto& [name, path] : files) {
    facts.emplace_back(name, read_kernel_line(path).value_or("unknown"));
  }
  return facts;
}

}  // namespace ipcbench
