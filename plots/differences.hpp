// In what runs differ besides their figures: machines, builds, settings.
#pragma once

#include <span>
#include <string>

#include "results/model.hpp"

namespace ipcbench {

struct NamedRun {
  std::string name;  ///< of its file, short
  RunResult run;
};

/// "A", "B", ... and "#27" after the last: the run's name in tables.
[[nodiscard]] std::string letter_of(std::size_t run);

/// "  kernel: A,C 6.18.44; B 6.1.0", a line for each fact or setting that decides about figures and
/// is not the same everywhere; empty if there is none.
[[nodiscard]] std::string environment_differences(std::span<const NamedRun> runs,
                                                  std::size_t width = 80);

}  // namespace ipcbench
