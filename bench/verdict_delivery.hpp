// Where a verdict goes: the table, the files that were asked for, and what GitHub reads.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "bench/files.hpp"
#include "bench/verdict_options.hpp"
#include "plots/verdict_table.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// What is shown of it, besides the reports of its options.
struct VerdictOutput {
  std::string json_file = {};  ///< everything; empty: none; "-": standard output
  Detail detail = Detail::changes;
  bool quiet = false;
  std::FILE* table = stdout;  ///< standard error where a file takes standard output
};

/// Of all reports, a second file of one included.
[[nodiscard]] std::vector<std::string> report_paths(const VerdictOptions& options);

/// The files of a verdict. Throws UsageError for what could not be written.
[[nodiscard]] OutputFiles require_verdict_outputs(const VerdictOptions& options,
                                                  const std::string& json_file);

/// A report goes to standard output, so that the table must not.
[[nodiscard]] bool takes_stdout(const VerdictOptions& options);

/// The files, or a UsageError; the table; in a job of GitHub Actions its summary and annotations.
/// The exit code.
[[nodiscard]] int deliver_verdict(const Comparison& comparison, const VerdictOptions& options,
                                  const OutputFiles& files, const VerdictOutput& output);

}  // namespace ipcbench
