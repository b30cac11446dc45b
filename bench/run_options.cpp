// The command line of `ipcbench run`.
#include "bench/run_options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <random>

#include "bench/arguments.hpp"
#include "bench/baselines.hpp"
#include "bench/cell_selection.hpp"
#include "bench/command_line.hpp"
#include "bench/files.hpp"
#include "bench/suites.hpp"
#include "bench/usage_error.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

constexpr unsigned most_rounds = 1'000;
/// Below this a trial is mostly its own start-up.
constexpr std::chrono::milliseconds shortest_trial{5};

/// What was typed, before it is understood.
struct Typed {
  std::string suite = "quick";
  TypedSelection selection;
  std::optional<std::string> rounds, budget, seed, out, csv, json_stream, precision, regime;
  std::optional<std::string> html;
  std::optional<std::string> save_baseline, baseline;
};

std::string footer(const Topology& topology) {
  std::string text = "Suites:\n";
  for (const auto& [name, toml] : builtin_suites()) {
    const Suite suite = parse_suite(std::string(name), std::string(toml), topology);
    text += fmt::format("  {:<10}{}\n", name, suite.summary);
  }
  return text +
         "\nGoogle Benchmark's flags work too: --benchmark_filter=REGEX,\n"
         "--benchmark_list_tests, --benchmark_out=FILE, --benchmark_repetitions=N, ...\n"
         "Cells are called PATTERN/MECHANISM/SIZE/PLACEMENT: round_trip/pipe/64/cross.\n"
         "\nExamples:\n"
         "  ipcbench run --suite smoke\n"
         "  ipcbench run --mechanism 'pipe,unix_*' --size '1:1M:*4' --placement same,cross\n"
         "  ipcbench run --mechanism pipe --set pipe.capacity=default,1M\n"
         "  ipcbench run --suite ./mine.toml --dry-run\n"
         "  ipcbench run --mechanism tcp --csv - --quiet\n";
}

void declare(CommandLine& app, Typed& typed, RunOptions& options) {
  app.add_option("--suite", typed.suite, "smoke, quick (the default), full, or a TOML file")
      .type_name("NAME");
  declare_selection(app, typed.selection);
  app.add_option("--rounds", typed.rounds, "Trials of each cell, each in fresh processes")
      .type_name("N");
  app.add_option("--budget", typed.budget, "Time for the whole run: 60s, 5m").type_name("TIME");
  app.add_option("--precision", typed.precision, "Wanted: half of each interval at most this (2%)")
      .type_name("PERCENT");
  app.add_option("--regime", typed.regime, "Trials that count: near, far, all, auto")
      .type_name("NAME");
  app.add_option("--seed", typed.seed, "Draws the planned rounds of an earlier run").type_name("N");
  app.add_option("--out", typed.out, "The result file, or - (default: in results/runs)")
      .type_name("FILE");
  app.add_option("--csv", typed.csv, "The figures as CSV; - is standard output").type_name("FILE");
  app.add_option("--json-stream", typed.json_stream, "Events as they happen, one JSON a line")
      .type_name("FILE");
  app.add_option("--save-baseline", typed.save_baseline,
                 "Keep the result as results/baselines/NAME")
      .type_name("NAME");
  app.add_option("--baseline", typed.baseline, "Compare with what was kept so; see: compare")
      .type_name("NAME");
  app.add_option("--html", typed.html, "Where the page goes (default: beside the result)")
      .type_name("DIR");
  app.add_flag("--no-html", options.no_html, "No page; --out and --quiet have none either");
  add_verdict_options(app, options.verdict);
  app.only_with("--baseline", {"--delta", "--only", "--inconclusive", "--warn-only", "--report"});
  app.add_flag("--quiet", options.quiet, "No progress and no table, errors only");
  app.add_flag("--dry-run", options.dry_run, "Show the cells and the expected time only");
}

unsigned rounds_of(const Typed& typed, const GbenchFlags& gbench, unsigned otherwise) {
  std::optional<unsigned> rounds = gbench.repetitions;
  if (typed.rounds) {
    const auto given =
        static_cast<unsigned>(parse_number("--rounds", *typed.rounds, 1, most_rounds));
    if (rounds && *rounds != given) {
      throw UsageError("--rounds and --benchmark_repetitions mean the same; give one of them");
    }
    rounds = given;
  }
  if (rounds && *rounds > most_rounds) {
    throw UsageError(fmt::format("{} repetitions: at most {} are allowed", *rounds, most_rounds));
  }
  return rounds.value_or(otherwise);
}

RegimeChoice regime_of(const Typed& typed, unsigned rounds) {
  const auto choice =
      typed.regime ? parse_regime("--regime", *typed.regime) : RegimeChoice::automatic;
  // With too few trials for an interval, each one is needed.
  const bool needs_all = choice == RegimeChoice::automatic && rounds < trials_for_interval;
  return needs_all ? RegimeChoice::all : choice;
}

void understand_baselines(const Typed& typed, RunOptions& options) {
  if (typed.save_baseline) require_baseline_name("--save-baseline", *typed.save_baseline);
  if (typed.baseline) require_baseline_name("--baseline", *typed.baseline);
  options.save_baseline = typed.save_baseline.value_or("");
  options.baseline = typed.baseline.value_or("");
  options.verdict.only.require_matches(options.cells);
  options.verdict.only.require_stored_metrics();
  if (!options.baseline.empty() && options.baseline == options.save_baseline) {
    throw UsageError(
        "--baseline and --save-baseline of one name: a regression would replace what "
        "it is measured by");
  }
}

void understand(const Typed& typed, const Topology& topology, RunOptions& options) {
  const Suite suite = find_suite(typed.suite, topology);
  options.suite = suite.name;
  options.suite_toml = suite.text;
  options.cells = select_cells(suite, typed.selection, topology);
  options.rounds = rounds_of(typed, options.gbench, suite.rounds);
  options.measured = suite.measured;
  options.longest = suite.longest;
  options.budget = suite.budget;
  const bool rounds_given = typed.rounds.has_value() || options.gbench.repetitions.has_value();
  // Who names the rounds wants them all, each as long as the suite says or longer.
  options.ends_with_budget = !rounds_given || typed.budget.has_value();
  options.shortest = options.ends_with_budget ? shortest_trial : options.measured;
  if (typed.budget) options.budget = parse_duration(*typed.budget);
  if (options.gbench.min_time_s) {
    options.measured = parse_duration(fmt::format("{}s", *options.gbench.min_time_s));
    options.shortest = options.longest = options.measured;
    options.ends_with_budget = typed.budget.has_value();
  }
  if (options.gbench.warmup_time_s) {
    options.warmup = parse_duration(fmt::format("{}s", *options.gbench.warmup_time_s));
  }
  options.seed =
      typed.seed ? parse_number("--seed", *typed.seed, 0, UINT64_MAX) : std::random_device{}();
  if (typed.precision) options.interval_target = parse_percent("--precision", *typed.precision);
  options.regime = regime_of(typed, options.rounds);
  options.out = typed.out.value_or("");
  options.csv = output_name(typed.csv.value_or(""));
  options.json_stream = output_name(typed.json_stream.value_or(""));
  options.gbench.out = output_name(options.gbench.out);
  understand_baselines(typed, options);
  options.html = typed.html.value_or("");
  if (typed.html && options.no_html) throw UsageError("--html and --no-html exclude each other");
}

}  // namespace

std::expected<RunOptions, int> parse_run_options(std::vector<std::string> arguments,
                                                 const Topology& topology) {
  RunOptions options;
  options.gbench = take_gbench_flags(arguments);
  Typed typed;
  CommandLine app("run", "Measure mechanisms and show the table.");
  declare(app, typed, options);
  app.footer(footer(topology));
  if (const auto code = app.parse(std::move(arguments))) return std::unexpected(*code);
  understand(typed, topology, options);
  return options;
}

}  // namespace ipcbench
