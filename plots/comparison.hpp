// Several runs side by side: a table for each size, a column for each run.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "plots/differences.hpp"

namespace ipcbench {

/// Values, intervals, and the ratio to the first run. An empty metric means the main one of each
/// pattern. Says who the runs are, and in what they differ.
[[nodiscard]] std::string comparison_tables(std::span<const NamedRun> runs, std::string_view metric,
                                            std::size_t width);

}  // namespace ipcbench
