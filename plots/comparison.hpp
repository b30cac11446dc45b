// Several runs side by side: a table for each size, a column for each run.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "results/model.hpp"

namespace ipcbench {

struct NamedRun {
  std::string name;  ///< of its file, short
  RunResult run;
};

/// Values, intervals, and the ratio to the first run. An empty metric means the main one of each
/// pattern. Says who the runs are, and in what their environments differ.
[[nodiscard]] std::string comparison_tables(std::span<const NamedRun> runs, std::string_view metric,
                                            std::size_t width);

/// "kernel: A 6.18.44, B 6.1.0": facts that decide about figures and are not the same everywhere.
[[nodiscard]] std::string environment_differences(std::span<const NamedRun> runs);

}  // namespace ipcbench
