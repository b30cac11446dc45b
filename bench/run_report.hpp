// What `run` draws at its end: the report, beside the result.
#pragma once

#include <string>

#include "bench/run_options.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// Writes the report if the options want one and says where it is.
void report_at_end(const RunResult& run, const RunOptions& options, const std::string& result_path);

}  // namespace ipcbench
