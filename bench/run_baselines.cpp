// Keeping and comparing after a run.
#include "bench/run_baselines.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "bench/compare_command.hpp"
#include "bench/outputs.hpp"
#include "bench/usage_error.hpp"
#include "bench/verdict_delivery.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

int settle_baselines(const RunResult& run, const RunOptions& options,
                     std::optional<StoredRuns> baseline, const std::string& result_path) {
  if (!options.save_baseline.empty()) save_baseline(options.save_baseline, run);
  if (!baseline) return exit_code::fine;
  const VerdictOptions usual;
  const Comparison comparison =
      compare_with(std::move(*baseline), run, result_path, usual, /*force=*/false);
  if (options.quiet) {
    fmt::print(stderr, "ipcbench: {}\n", headline(comparison));
    return exit_code_of(comparison, usual);
  }
  return deliver_verdict(comparison, usual, {.table = table_stream(options)});
}

}  // namespace ipcbench
