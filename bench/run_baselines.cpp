// Keeping and comparing after a run.
#include "bench/run_baselines.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <utility>

#include "bench/compare_command.hpp"
#include "bench/outputs.hpp"
#include "bench/usage_error.hpp"
#include "bench/verdict_delivery.hpp"
#include "results/json.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

void save_baseline(const std::string& name, const RunResult& run, const OutputFiles& files) {
  const std::string path = baseline_path(name);
  const bool replaces = std::filesystem::exists(files.at(path).where());
  files.write(path, to_json(run));
  fmt::print(stderr, "baseline: {}{}\n", files.at(path).where(),
             replaces ? " (the one before is replaced)" : "");
}

}  // namespace

int settle_baselines(const RunResult& run, const RunOptions& options, const OutputFiles& files,
                     std::optional<StoredRuns> baseline, const std::string& result_path) {
  int code = exit_code::fine;
  bool regression = false;
  if (baseline) {
    Comparison comparison =
        compare_with(std::move(*baseline), run, result_path, options.verdict, /*force=*/false);
    comparison.command_line = run.settings.command_line;
    regression = comparison.verdict == Verdict::regression;
    if (options.quiet) fmt::print(stderr, "ipcbench: {}\n", headline(comparison));
    code = deliver_verdict(comparison, options.verdict, files,
                           {.quiet = options.quiet, .table = table_stream(options)});
  }
  if (options.save_baseline.empty()) return code;
  // With --warn-only, too.
  if (regression) {
    // It would be the baseline that hides itself.
    fmt::print(stderr, "ipcbench: a regression is no baseline: {} was not saved\n",
               options.save_baseline);
  } else {
    save_baseline(options.save_baseline, run, files);
  }
  return code;
}

}  // namespace ipcbench
