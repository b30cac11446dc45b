// The CPUs that this process was given, by taskset, by a container, or all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

/// Those of the calling process's affinity mask.
[[nodiscard]] Expected<std::vector<int>> own_cpus();

/// Why this process is not to run on these CPUs: one of them is not its own, and pin_to() would
/// silently take it. Nothing if all is well.
[[nodiscard]] std::optional<std::string> forbidden_cpu(const Cpus& cpus);

}  // namespace ipcbench
