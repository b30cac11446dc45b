// The CPU time that control groups allow this process: how containers are kept small.
#pragma once

#include <optional>

#include "base/system_files.hpp"

namespace ipcbench {

/// The lowest limit of this process's groups, versions 1 and 2.
struct CpuQuota {
  bool known = false;                  ///< whether there was a group to look at
  std::optional<double> cpus;          ///< nothing: no limit
  std::optional<long long> throttled;  ///< times that the group had to pause
};
[[nodiscard]] CpuQuota cpu_quota(const SystemFiles& files);

}  // namespace ipcbench
