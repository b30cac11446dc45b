// The machine and the build that a result comes from.
#pragma once

#include <string>

#include "base/system_files.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// All that a reader needs to reproduce a comparison or to refuse it; docs/environment.md explains
/// each key. What cannot be read is "unknown". Takes some milliseconds.
[[nodiscard]] Environment describe_environment(const SystemFiles& files = SystemFiles());
[[nodiscard]] std::string host_name();
/// "2026-11-21T03:31:24Z"
[[nodiscard]] std::string utc_now();

}  // namespace ipcbench
