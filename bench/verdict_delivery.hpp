// Where a verdict goes: the table, the files that were asked for, and what GitHub reads.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "bench/verdict_options.hpp"
#include "plots/verdict_table.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// What is shown of it, besides the reports of its options.
struct VerdictOutput {
  std::string json_file = {};  ///< everything; empty: none
  Detail detail = Detail::changes;
  bool quiet = false;
  std::FILE* table = stdout;  ///< standard error where a report takes standard output
};

/// Of all reports, a second file of one included.
[[nodiscard]] std::vector<std::string> report_paths(const VerdictOptions& options);

/// Finds out beforehand what could not be written. Throws UsageError.
void require_verdict_outputs(const VerdictOptions& options, const std::string& json_file);

/// A report goes to standard output, so that the table must not.
[[nodiscard]] bool takes_stdout(const VerdictOptions& options);

/// The files, or a UsageError; the table; in a job of GitHub Actions its summary and annotations.
/// The exit code.
[[nodiscard]] int deliver_verdict(const Comparison& comparison, const VerdictOptions& options,
                                  const VerdictOutput& output);

}  // namespace ipcbench
