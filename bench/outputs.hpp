// Where a run's results go: the result file, CSV, Google Benchmark's formats, the table.
#pragma once

#include <cstdio>
#include <string>

#include "bench/gbench.hpp"
#include "bench/run_options.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// Finds out beforehand what could not be written. Throws UsageError.
void require_outputs(const RunOptions& options);

/// Claims a new file in results/runs of the project, which the front door names, else of this
/// folder.
[[nodiscard]] std::string default_result_path(const RunResult& run);

/// Where tables go: standard output, unless something for programs is there.
[[nodiscard]] std::FILE* table_stream(const RunOptions& options);

/// Files and standard output, in the form that was asked for.
void deliver(const RunResult& run, const GbenchDriver& driver, const RunOptions& options,
             const std::string& result_path);

}  // namespace ipcbench
