// The machine and the build that a result comes from.
#pragma once

#include <string>

#include "results/model.hpp"

namespace ipcbench {

[[nodiscard]] Environment describe_environment();
[[nodiscard]] std::string host_name();
/// "2026-11-21T03:31:24Z"
[[nodiscard]] std::string utc_now();

}  // namespace ipcbench
