// Packages, cores, threads and caches as the kernel lists them, in a line each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/system_files.hpp"

namespace ipcbench {

struct CoreCounts {
  std::size_t packages = 0;
  std::size_t cores = 0;
  std::size_t threads = 0;
};

/// Of these CPUs; nothing if the kernel does not show their cores.
[[nodiscard]] std::optional<CoreCounts> core_counts(const SystemFiles& files,
                                                    const std::vector<int>& cpus);

/// "L1d 48K (cpus 0), L2 1024K (cpus 0), L3 32768K (cpus 0-1)": those that this CPU uses.
[[nodiscard]] std::optional<std::string> caches_text(const SystemFiles& files, int cpu);

}  // namespace ipcbench
