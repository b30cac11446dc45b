// Reading /sys/devices/system/cpu/cpu*/topology and cache.
#include "harness/topology_facts.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace ipcbench {

std::optional<CoreCounts> core_counts(const SystemFiles& files, const std::vector<int>& cpus) {
  std::set<long long> packages;
  std::set<std::pair<long long, long long>> cores;
  std::size_t threads = 0;
  for (const int cpu : cpus) {
    const std::string folder = fmt::format("/sys/devices/system/cpu/cpu{}/topology", cpu);
    const auto package = files.number(folder + "/physical_package_id");
    const auto core = files.number(folder + "/core_id");
    if (!package || !core) continue;
    packages.insert(*package);
    cores.emplace(*package, *core);
    ++threads;
  }
  if (threads == 0) return {};
  return CoreCounts{.packages = packages.size(), .cores = cores.size(), .threads = threads};
}

std::optional<std::string> caches_text(const SystemFiles& files, int cpu) {
  const std::string folder = fmt::format("/sys/devices/system/cpu/cpu{}/cache", cpu);
  std::string text;
  for (const std::string& name : files.names_in(folder)) {
    const auto level = files.number(fmt::format("{}/{}/level", folder, name));
    const auto size = files.line(fmt::format("{}/{}/size", folder, name));
    if (!level || !size) continue;
    const auto type = files.line(fmt::format("{}/{}/type", folder, name)).value_or("");
    const auto cpus = files.line(fmt::format("{}/{}/shared_cpu_list", folder, name));
    text += fmt::format("{}L{}{} {}", text.empty() ? "" : ", ", *level,
                        type == "Data" ? "d" : (type == "Instruction" ? "i" : ""), *size);
    if (cpus) text += fmt::format(" (cpus {})", *cpus);
  }
  if (text.empty()) return {};
  return text;
}

}  // namespace ipcbench
