// Where a verdict goes: the table, the files that were asked for, and what GitHub reads.
#pragma once

#include <cstdio>
#include <string>

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

/// Finds out beforehand what could not be written. Throws UsageError.
void require_verdict_outputs(const VerdictOptions& options, const std::string& json_file);

/// Reports and the JSON file. Throws UsageError when one cannot be written.
void write_verdict_files(const Comparison& comparison, const VerdictOptions& options,
                         const std::string& json_file);

/// The files; the table; in a job of GitHub Actions its summary and annotations. The exit code.
[[nodiscard]] int deliver_verdict(const Comparison& comparison, const VerdictOptions& options,
                                  const VerdictOutput& output);

}  // namespace ipcbench
