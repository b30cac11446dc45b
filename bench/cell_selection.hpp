// The cells of a run: a suite's, narrowed by the command line.
#pragma once

#include <string>
#include <vector>

#include "bench/command_line.hpp"
#include "bench/suites.hpp"
#include "harness/cell.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

/// What was typed; an option that was given twice is a longer list.
struct TypedSelection {
  std::vector<std::string> mechanisms = {}, sizes = {}, patterns = {}, placements = {},
                           settings = {};
};

/// The options that select; `typed` must outlive the parsing.
void declare_selection(CommandLine& app, TypedSelection& typed);

/// The suite, and what `--mechanism` names without being in it: a mechanism that it leaves out is
/// measured where its others are. Throws UsageError.
[[nodiscard]] Suite with_named_mechanisms(Suite suite, const TypedSelection& typed,
                                          const Topology& topology);

/// `--mechanism` keeps a part of the suite; sizes, patterns and placements replace those of all its
/// matrices; `--set` comes on top. Throws UsageError, also if something that was named has no cell.
[[nodiscard]] std::vector<Cell> select_cells(const Suite& suite, const TypedSelection& typed,
                                             const Topology& topology);

}  // namespace ipcbench
