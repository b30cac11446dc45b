// What is to be seen of a result that was read: filters, and the order of the rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/command_line.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// As typed; empty means all.
struct ResultSelection {
  std::string patterns = {};    ///< "round_trip,stream"
  std::string mechanisms = {};  ///< names and globs: "pipe,unix_*"
  std::string families = {};    ///< "pipe,unix socket"; an underscore is as good as a blank
  std::string sort = {};        ///< "name", or a size: rows by their value there, the best first
  std::string metric = {};      ///< what a size sorts by; empty: the pattern's main metric
};

/// Reads a result file, "-" is standard input. Cells that nobody has visited become skipped ones.
/// `regime` is which trials count ("near", ...); empty: those that the run chose. Throws
/// UsageError.
[[nodiscard]] RunResult load_result(const std::string& path, const std::string& regime = {});

/// The same of one that was read already; `path` is for what is wrong.
void prepare_result(RunResult& run, const std::string& path, const std::string& regime);

/// --regime, as every command has it that shows a saved result.
void add_regime_option(CommandLine& app, std::string& regime);

/// Takes away the cells that were not asked for, and sorts the others. Throws UsageError when
/// nothing is left; `path` is for that text.
void apply(const ResultSelection& selection, RunResult& run, const std::string& path);

/// Throws UsageError if no cell of the runs has this metric.
void require_metric(const std::string& metric, const std::vector<const RunResult*>& runs);

}  // namespace ipcbench
