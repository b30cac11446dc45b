// Reading control groups.
#include "harness/cpu_quota.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace ipcbench {

namespace {

/// The folders in which a control group's files may lie, from the group itself upwards.
std::vector<std::string> group_folders(const SystemFiles& files, std::string_view mount,
                                       std::string group) {
  std::vector<std::string> folders;
  for (;;) {
    // In a container the name is often one outside of what is mounted here: then only the root is.
    const std::string folder = fmt::format("{}{}", mount, group == "/" ? "" : group);
    if (files.exists(folder)) folders.push_back(folder);
    const std::size_t slash = group.rfind('/');
    if (group == "/" || slash == std::string::npos) return folders;
    group.resize(slash);
  }
}

/// The group of this process in a hierarchy; that of version 2 has no controller's name.
std::optional<std::string> group_in(const SystemFiles& files, std::string_view controller) {
  for (const std::string& line : files.lines("/proc/self/cgroup")) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string list = "," + line.substr(first + 1, second - first - 1) + ",";
    if (list.find(fmt::format(",{},", controller)) == std::string::npos) continue;
    return line.substr(second + 1);
  }
  return {};
}

void lower_to(std::optional<double>& limit, double other) {
  limit = limit ? std::min(*limit, other) : other;
}

void read_throttling(const SystemFiles& files, const std::string& folder, CpuQuota& quota) {
  for (const std::string& line : files.lines(folder + "/cpu.stat")) {
    const auto words = words_of(line);
    if (words.size() != 2 || words[0] != "nr_throttled") continue;
    quota.throttled = std::max(quota.throttled.value_or(0), leading_number(words[1]).value_or(0));
  }
}

void read_version_2(const SystemFiles& files, const std::string& folder, CpuQuota& quota) {
  // The controller may be off for a group, and the uppermost one has no limits: still a group.
  if (files.exists(folder + "/cgroup.controllers")) quota.known = true;
  // "max 100000" or "150000 100000": microseconds of each period.
  const auto words = words_of(files.line(folder + "/cpu.max").value_or(""));
  if (words.size() != 2) return;
  quota.known = true;
  const auto allowed = leading_number(words[0]);
  const auto period = leading_number(words[1]);
  if (!allowed || !period || *period <= 0) return;
  lower_to(quota.cpus, static_cast<double>(*allowed) / static_cast<double>(*period));
  read_throttling(files, folder, quota);
}

void read_version_1(const SystemFiles& files, const std::string& folder, CpuQuota& quota) {
  const auto allowed = files.number(folder + "/cpu.cfs_quota_us");
  const auto period = files.number(folder + "/cpu.cfs_period_us");
  if (!allowed || !period) return;
  quota.known = true;
  if (*allowed <= 0 || *period <= 0) return;
  lower_to(quota.cpus, static_cast<double>(*allowed) / static_cast<double>(*period));
  read_throttling(files, folder, quota);
}

}  // namespace

CpuQuota cpu_quota(const SystemFiles& files) {
  CpuQuota quota;
  if (const auto group = group_in(files, "")) {
    for (const char* mount : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
      for (const auto& folder : group_folders(files, mount, *group)) {
        read_version_2(files, folder, quota);
      }
    }
  }
  if (const auto group = group_in(files, "cpu")) {
    for (const char* mount : {"/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct"}) {
      for (const auto& folder : group_folders(files, mount, *group)) {
        read_version_1(files, folder, quota);
      }
    }
  }
  return quota;
}

}  // namespace ipcbench
