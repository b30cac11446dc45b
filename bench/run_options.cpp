// The command line of `ipcbench run`.
#include "bench/run_options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <random>

#include "bench/arguments.hpp"
#include "bench/command_line.hpp"
#include "bench/mechanisms.hpp"
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
  std::vector<std::string> mechanisms, sizes, patterns, placements;
  std::optional<std::string> rounds, budget, seed, out, csv, precision, regime;
};

std::string footer() {
  std::string text = "Suites:\n";
  for (const Suite& suite : all_suites()) {
    text += fmt::format("  {:<10}{}\n", suite.name, suite.summary);
  }
  return text +
         "\nGoogle Benchmark's flags work too: --benchmark_filter=REGEX,\n"
         "--benchmark_list_tests, --benchmark_out=FILE, --benchmark_repetitions=N, ...\n"
         "Cells are called PATTERN/MECHANISM/SIZE/PLACEMENT: round_trip/pipe/64/cross.\n"
         "\nExamples:\n"
         "  ipcbench run --suite smoke\n"
         "  ipcbench run --mechanism 'pipe,unix_*' --size '1:1M:*4' --placement same,cross\n"
         "  ipcbench run --mechanism tcp --csv - --quiet\n";
}

void declare(CLI::App& app, Typed& typed, RunOptions& options) {
  app.add_option("--suite", typed.suite, "smoke, quick (the default) or full")->type_name("NAME");
  app.add_option("--mechanism", typed.mechanisms, "Names and globs, see: ipcbench list")
      ->type_name("LIST");
  app.add_option("--size", typed.sizes, "Message sizes: 64,4k,1M or 1:1M:*4")->type_name("LIST");
  app.add_option("--pattern", typed.patterns, "round_trip, stream")->type_name("LIST");
  app.add_option("--placement", typed.placements, "same, cross, free, or CPUs such as 0:1")
      ->type_name("LIST");
  app.add_option("--rounds", typed.rounds, "Trials of each cell, each in fresh processes")
      ->type_name("N");
  app.add_option("--budget", typed.budget, "Time for the whole run: 60s, 5m")->type_name("TIME");
  app.add_option("--precision", typed.precision,
                 "Rounds go on within the budget until half of each interval is at most so "
                 "wide (default: 2%)")
      ->type_name("PERCENT");
  app.add_option("--regime", typed.regime,
                 "Trials that count: near, far (distance of the two CPUs), all, or auto")
      ->type_name("NAME");
  app.add_option("--seed", typed.seed, "Repeats the order of an earlier run")->type_name("N");
  app.add_option("--out", typed.out, "The result file (default: new, in results/runs)")
      ->type_name("FILE");
  app.add_option("--csv", typed.csv, "The figures as CSV; - is standard output")->type_name("FILE");
  app.add_flag("--quiet", options.quiet, "No progress and no table, errors only")
      ->disable_flag_override();
  app.footer(footer());
}

/// An option that was given twice is a longer list.
std::string list_of(const std::vector<std::string>& given, std::string_view otherwise) {
  return given.empty() ? std::string(otherwise) : fmt::format("{}", fmt::join(given, ","));
}

std::uint64_t number_in(const char* option, const std::string& text, std::uint64_t least,
                        std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most) {
    throw UsageError(
        fmt::format("{} '{}': a whole number from {} to {} is wanted", option, text, least, most));
  }
  return number;
}

unsigned rounds_of(const Typed& typed, const GbenchFlags& gbench, unsigned otherwise) {
  std::optional<unsigned> rounds = gbench.repetitions;
  if (typed.rounds) {
    const auto given = static_cast<unsigned>(number_in("--rounds", *typed.rounds, 1, most_rounds));
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
  if (!typed.regime || *typed.regime == name_of(RegimeChoice::automatic)) {
    // With too few trials for an interval, each one is needed.
    return rounds < trials_for_interval ? RegimeChoice::all : RegimeChoice::automatic;
  }
  for (const auto choice : {RegimeChoice::near, RegimeChoice::far, RegimeChoice::all}) {
    if (*typed.regime == name_of(choice)) return choice;
  }
  throw UsageError(fmt::format("--regime '{}': auto, near, far or all is wanted", *typed.regime));
}

std::string file_in(const char* option, const std::optional<std::string>& name) {
  if (name && name->empty()) throw UsageError(fmt::format("{}: the file has no name", option));
  return name.value_or("");
}

void understand(const Typed& typed, const Topology& topology, RunOptions& options) {
  const Suite& suite = find_suite(typed.suite);
  options.suite = suite.name;
  std::vector<std::string_view> names;
  for (const Mechanism& mechanism : all_mechanisms()) names.push_back(mechanism.descriptor->name);
  options.mechanisms = select_names(list_of(typed.mechanisms, "*"), names);
  options.sizes = parse_sizes(list_of(typed.sizes, suite.sizes));
  options.patterns = parse_patterns(list_of(typed.patterns, "round_trip,stream"));
  const bool usual_placement = typed.placements.empty() && suite.placements.empty();
  options.placements =
      usual_placement ? std::vector{topology.usual_placement()}
                      : parse_placements(list_of(typed.placements, suite.placements), topology);
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
      typed.seed ? number_in("--seed", *typed.seed, 0, UINT64_MAX) : std::random_device{}();
  if (typed.precision) options.interval_target = parse_percent("--precision", *typed.precision);
  options.regime = regime_of(typed, options.rounds);
  options.out = file_in("--out", typed.out);
  options.csv = file_in("--csv", typed.csv);
  if (options.out == "-") throw UsageError("--out wants a file; --csv - is for standard output");
}

}  // namespace

std::vector<Cell> RunOptions::cells() const {
  std::vector<Cell> all;
  for (const Placement& placement : placements) {
    for (const Pattern pattern : patterns) {
      for (const std::string_view mechanism : mechanisms) {
        for (const std::size_t size : sizes) {
          all.push_back({.pattern = pattern,
                         .mechanism = std::string(mechanism),
                         .message_bytes = size,
                         .placement = placement});
        }
      }
    }
  }
  return all;
}

std::expected<RunOptions, int> parse_run_options(std::vector<std::string> arguments,
                                                 const Topology& topology) {
  RunOptions options;
  options.gbench = take_gbench_flags(arguments);
  Typed typed;
  CLI::App app("Measure mechanisms and show the table.");
  prepare(app, "run");
  declare(app, typed, options);
  if (const auto code = parse(app, std::move(arguments))) return std::unexpected(*code);
  understand(typed, topology, options);
  return options;
}

}  // namespace ipcbench
