// What `ipcbench run` was asked for, checked, with the suite's answers where nothing was said.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/gbench.hpp"
#include "bench/verdict_options.hpp"
#include "harness/cell.hpp"
#include "harness/placement.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

struct RunOptions {
  std::string suite;
  std::string suite_toml;
  /// What the suite and the command line come to, in the order of the tables.
  std::vector<Cell> cells;
  unsigned rounds = 0;
  /// A trial: what the suite says, what it may be cut down to, and what it may grow to.
  std::chrono::nanoseconds measured{};
  std::chrono::nanoseconds shortest{};
  std::chrono::nanoseconds longest{};
  /// Before a trial is timed; nothing: a tenth of the trial.
  std::optional<std::chrono::nanoseconds> warmup;
  /// What the trials share; the run ends when it is used up, unless only rounds were asked for.
  std::optional<std::chrono::nanoseconds> budget;
  bool ends_with_budget = true;
  /// Rounds go on within the budget until the intervals are so narrow, see RunSettings.
  double interval_target = 0.02;
  RegimeChoice regime = RegimeChoice::automatic;
  std::uint64_t seed = 0;
  std::string out;            ///< empty: results/runs; "-": standard output, at the end
  std::string csv;            ///< empty: none; "-": standard output
  std::string json_stream;    ///< the same
  std::string save_baseline;  ///< a name under which the result is kept; empty: none
  std::string baseline;       ///< the name of the one that the result is compared with; the same
  std::string html;           ///< the folder for the page; empty: beside the result
  bool no_html = false;       ///< no page
  VerdictOptions verdict;     ///< what is made of that comparison
  bool quiet = false;
  bool dry_run = false;
  GbenchFlags gbench;
};

/// The options, or an exit code if the command is over (help). Throws UsageError.
[[nodiscard]] std::expected<RunOptions, int> parse_run_options(std::vector<std::string> arguments,
                                                               const Topology& topology);

}  // namespace ipcbench
