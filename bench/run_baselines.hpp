// What `run` does with baselines: keeps the result as one, compares it with one.
#pragma once

#include <optional>
#include <string>

#include "bench/baselines.hpp"
#include "bench/files.hpp"
#include "bench/run_options.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// After a run that came to its end; the exit code. `baseline` is what `options` want it compared
/// with.
[[nodiscard]] int settle_baselines(const RunResult& run, const RunOptions& options,
                                   const OutputFiles& files, std::optional<StoredRuns> baseline,
                                   const std::string& result_path);

}  // namespace ipcbench
