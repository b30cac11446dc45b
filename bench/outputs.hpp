// Where a run's results go: the result file, CSV, Google Benchmark's formats, the table.
#pragma once

#include <cstdio>
#include <optional>
#include <string>

#include "bench/files.hpp"
#include "bench/gbench.hpp"
#include "bench/run_options.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// The files that the options ask for. Throws UsageError for what could not be written.
[[nodiscard]] OutputFiles require_outputs(const RunOptions& options);

/// Where the result is saved, from time to time and at the end: as the options say, or else in a
/// new file in results/runs of the project, which the front door names, or of this folder. Nothing:
/// standard output, at the end only.
[[nodiscard]] std::optional<OutputPlace> result_place(const RunOptions& options,
                                                      const OutputFiles& files,
                                                      const RunResult& run);

/// Where tables go: standard output, unless something for programs is there.
[[nodiscard]] std::FILE* table_stream(const RunOptions& options);

/// Files and standard output, in the form that was asked for.
void deliver(const RunResult& run, const GbenchDriver& driver, const RunOptions& options,
             const OutputFiles& files, const std::string& result_path);

}  // namespace ipcbench
