// The signals that interrupt a run: from a terminal, from whoever ends a job, when a terminal goes.
#pragma once

#include <array>
#include <csignal>

namespace ipcbench {

inline constexpr std::array interrupting_signals = {SIGINT, SIGTERM, SIGHUP};

}  // namespace ipcbench
