// `ipcbench compare`: a result beside a stored one, with a verdict and an exit code.
#include "bench/compare_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <optional>

#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/result_selection.hpp"
#include "bench/usage_error.hpp"
#include "bench/verdict_delivery.hpp"
#include "results/environment.hpp"
#include "results/stored_comparison.hpp"

namespace ipcbench {

namespace {

struct Typed {
  std::vector<std::string> paths;
  std::optional<std::string> baseline;
  bool force = false;
  bool all = false;
  bool quiet = false;
  std::string out;
  VerdictOptions verdict;
};

void declare(CommandLine& app, Typed& typed) {
  app.add_option("results", typed.paths, "OLD (or a folder of runs) and NEW")
      .type_name("RESULT")
      .required();
  app.add_option("--baseline", typed.baseline, "Instead of OLD: what run --save-baseline NAME kept")
      .type_name("NAME");
  app.add_option("--out", typed.out, "Everything that was judged, as JSON").type_name("FILE");
  app.add_flag("--all", typed.all, "Show the cells that did not change, too");
  app.add_flag("--quiet", typed.quiet, "No table");
  add_verdict_options(app, typed.verdict);
  app.add_flag("--force", typed.force, "Compare although machine or build differ");
  app.footer(formats_text() +
             "\nA machine drifts between two runs: a stored result is the weaker way.\n"
             "Both must be from the same machine, kernel, compiler and flags.\n"
             "\nExit codes: 0 no regression, 1 regression, 2 an error or nothing in common,\n"
             "3 inconclusive, 4 not comparable.\n"
             "\nExamples:\n"
             "  ipcbench compare old.json new.json\n"
             "  ipcbench compare results/runs new.json --only 'unix_*,rtt_p50'\n"
             "  ipcbench compare --baseline main new.json --delta rtt_p50=3%,throughput=8%\n");
}

void keep_wanted(RunResult& run, const Only& only) {
  std::erase_if(run.cells, [&](const CellResult& cell) { return !only.wants(cell.cell); });
  // They are indices of all cells.
  run.settings.order.clear();
}

void require_cells(const Only& only, const StoredRuns& stored, const RunResult& newer) {
  std::vector<Cell> cells;
  for (const RunResult* run : {&stored.base, &newer}) {
    for (const CellResult& cell : run->cells) cells.push_back(cell.cell);
  }
  only.require_matches(cells);
}

}  // namespace

Comparison compare_with(StoredRuns stored, RunResult newer, const std::string& newer_name,
                        const VerdictOptions& options, bool force) {
  require_cells(options.only, stored, newer);
  keep_wanted(stored.base, options.only);
  keep_wanted(newer, options.only);
  Comparison comparison =
      compare_stored(stored.base, newer, stored.earlier, options.rules,
                     {.force = force, .metrics = options.only.wanted_metrics()});
  comparison.started_at = utc_now();
  // Who compares them is of no interest. What A's machine has otherwise is in its own.
  comparison.environment = newer.environment;
  comparison.arms[0].command = stored.path;
  comparison.arms[1].command = newer_name;
  comparison.notes.insert(comparison.notes.end(), stored.notes.begin(), stored.notes.end());
  return comparison;
}

int compare_command(const std::vector<std::string>& arguments) {
  CommandLine app("compare", "Compare a result with a stored one: a verdict, and an exit code.");
  Typed typed;
  declare(app, typed);
  if (const auto code = app.parse(arguments)) return *code;

  const bool named = typed.baseline.has_value();
  const std::size_t wanted = named ? 1 : 2;
  if (typed.paths.size() != wanted) {
    throw UsageError(named ? "--baseline stands for OLD: only NEW is wanted beside it"
                           : "OLD and NEW are wanted, two results (or --baseline NAME and NEW)");
  }
  if (!named && typed.paths[0] == "-" && typed.paths[1] == "-") {
    throw UsageError("standard input can be only one of the two");
  }
  typed.verdict.only.require_stored_metrics();
  typed.out = output_name(typed.out);
  const OutputFiles files = require_verdict_outputs(typed.verdict, typed.out);
  const std::string& newer_path = typed.paths.back();
  RunResult newer = load_result(newer_path);
  StoredRuns stored =
      named ? load_baseline(*typed.baseline) : load_stored(typed.paths.front(), newer, newer_path);
  Comparison comparison =
      compare_with(std::move(stored), std::move(newer), newer_path, typed.verdict, typed.force);
  comparison.command_line = fmt::format("ipcbench compare {}", fmt::join(arguments, " "));
  return deliver_verdict(comparison, typed.verdict, files,
                         {.json_file = typed.out,
                          .detail = typed.all ? Detail::all : Detail::changes,
                          .quiet = typed.quiet});
}

}  // namespace ipcbench
