// `ipcbench run`: measures the cells of a suite, saves the result, shows the table.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/atomic_file.hpp"
#include "base/clock.hpp"
#include "base/leftovers.hpp"
#include "bench/commands.hpp"
#include "bench/gbench.hpp"
#include "bench/mechanisms.hpp"
#include "bench/progress.hpp"
#include "bench/run_options.hpp"
#include "bench/runner.hpp"
#include "bench/usage_error.hpp"
#include "harness/schedule.hpp"
#include "plots/table.hpp"
#include "results/csv.hpp"
#include "results/environment.hpp"
#include "results/figures.hpp"
#include "results/json.hpp"

namespace ipcbench {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// What a trial takes besides what it measures: forks, check, warm-up, the ends of slices.
constexpr milliseconds trial_overhead{12};
constexpr milliseconds longest_warmup{50};

template <class T>
T value_or_throw(Expected<T> expected) {
  if (!expected) throw UsageError(expected.error().message());
  return std::move(*expected);
}

/// Claims `<time>-<host>.json` in the folder, or a name with a number if that second's is taken.
Expected<std::string> claim_result_file(const fs::path& folder, const RunResult& run) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return std::unexpected(Error{.call = folder.string(), .code = failed.value()});
  }
  std::string stamp = run.started_at;
  std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
  std::string stem = fmt::format("{}-{}", stamp, host_name());
  std::ranges::replace(stem, '/', '_');
  for (int number = 1;; ++number) {
    const std::string suffix = number == 1 ? "" : fmt::format("-{}", number);
    std::string path = folder / fmt::format("{}{}.json", stem, suffix);
    const auto created = create_atomically(path, to_json(run));
    if (created) return path;
    if (created.error().code != EEXIST) return std::unexpected(created.error());
  }
}

/// The default place for results: the project's folder, which the front door names, else this one.
std::string default_result_path(const RunResult& run) {
  const char* home = std::getenv("IPCBENCH_HOME");
  const fs::path usual = fs::path(home != nullptr ? home : ".") / "results" / "runs";
  if (auto path = claim_result_file(usual, run)) return *path;
  // A project that belongs to somebody else, or a read-only container: the run is worth keeping
  // all the same.
  for (const std::string& parent : scratch_parents()) {
    const fs::path folder = fs::path(parent) / fmt::format("ipcbench-results-{}", ::geteuid());
    if (auto path = claim_result_file(folder, run)) return *path;
  }
  throw UsageError(fmt::format("{}: cannot be written; name a file with --out", usual.string()));
}

void require_writable(const std::string& path) {
  if (path.empty() || path == "-") return;
  if (const auto error = cannot_write(path)) {
    throw UsageError(fmt::format("cannot write {}", error->message()));
  }
}

/// Two kinds of output in one place would leave neither readable.
void require_outputs(const RunOptions& options) {
  const std::string& format = options.gbench.format;
  if (options.csv == "-" && !format.empty()) {
    throw UsageError("--csv - and --benchmark_format both want standard output; give one a file");
  }
  const std::vector<std::string> paths = {options.out, options.csv, options.gbench.out};
  for (std::size_t i = 0; i < paths.size(); ++i) {
    require_writable(paths[i]);
    const auto again =
        std::find(paths.begin() + static_cast<std::ptrdiff_t>(i) + 1, paths.end(), paths[i]);
    if (!paths[i].empty() && again != paths.end()) {
      throw UsageError(fmt::format("{}: two outputs cannot go to one file", paths[i]));
    }
  }
  // It is written anew as cells finish, which only a file can bear.
  if (!options.out.empty() && fs::exists(options.out) && !fs::is_regular_file(options.out)) {
    throw UsageError(fmt::format("--out {}: not a regular file", options.out));
  }
}

std::string command_line_of(const std::vector<std::string>& arguments) {
  return fmt::format("ipcbench run {}", fmt::join(arguments, " "));
}

RunResult plan_run(const RunOptions& options, const std::vector<std::string>& arguments) {
  RunResult run;
  run.started_at = utc_now();
  run.environment = describe_environment();
  run.settings = {.suite = options.suite,
                  .seed = options.seed,
                  .rounds = options.rounds,
                  .budget_s = {},
                  .plan = {},
                  .command_line = command_line_of(arguments)};
  if (options.budget && options.ends_with_budget) {
    run.settings.budget_s = std::chrono::duration<double>(*options.budget).count();
  }
  for (const Cell& cell : options.cells()) {
    run.cells.push_back({.cell = cell,
                         .descriptor = find_mechanism(cell.mechanism)->descriptor,
                         .cpus = {},
                         .status = CellStatus::ok,
                         .reason = {},
                         .trials = {}});
  }
  return run;
}

/// Shares the budget among the trials. Too little: trials become shorter before rounds are given
/// up, for an interval needs six of them. More than enough: they become longer.
void fit_into_budget(const RunOptions& options, RunSettings& settings, std::size_t trials) {
  using std::chrono::nanoseconds;
  TrialPlan& plan = settings.plan;
  plan.measured = options.measured;
  if (options.budget && trials != 0) {
    const nanoseconds share = *options.budget / static_cast<std::int64_t>(trials);
    // At the worst every trial of round trips, about every second one, is stretched.
    const nanoseconds affordable = (share - trial_overhead) * 2 / (1 + TrialPlan::longest_stretch);
    plan.measured =
        std::clamp(affordable, std::min(options.shortest, options.longest), options.longest);
  }
  // A slice is as long as a hand-written loop would be: what follows a pause is slow, in a stream
  // for milliseconds. The second one is there for trials that have to be stretched.
  plan.slice = std::max<nanoseconds>(plan.measured / 2, milliseconds(1));
  plan.warmup = options.warmup.value_or(
      std::clamp<nanoseconds>(plan.measured / 10, plan.warmup, longest_warmup));
}

GbenchMeasurement as_gbench(const CellResult& cell, const TrialRecord& trial) {
  GbenchMeasurement measured;
  const auto elapsed_s = static_cast<double>(trial.elapsed_ns()) / 1e9;
  const auto received = static_cast<double>(trial.received());
  if (cell.cell.pattern == Pattern::round_trip) {
    measured.seconds = trial.p50_ns / 1e9;
    measured.counters = {{"p90_ns", trial.p90_ns}, {"p99_ns", trial.p99_ns}};
  } else {
    const double rate = elapsed_s > 0 ? received / elapsed_s : 0;
    measured.seconds = received > 0 ? elapsed_s / received : 0;
    measured.counters = {{"bytes_per_second", rate * static_cast<double>(cell.cell.message_bytes)},
                         {"items_per_second", rate}};
  }
  measured.counters.emplace_back("messages", received);
  return measured;
}

/// Visits all cells, round by round, through Google Benchmark.
void measure(RunResult& run, Runner& runner, GbenchDriver& driver, const RunOptions& options) {
  const auto rounds = seeded_rounds(run.cells.size(), options.rounds, options.seed);
  for (std::size_t round = 0; round < rounds.size(); ++round) {
    std::vector<std::size_t> order = rounds[round];
    if (!options.gbench.random_order) std::ranges::sort(order);
    // What is skipped is visited once, so that Google Benchmark's report has it with its reason.
    if (round != 0) std::erase_if(order, [&](std::size_t cell) { return runner.is_out(cell); });
    if (!runner.stop_reason().empty()) return;
    driver.run_round(order, [&](std::size_t cell) -> std::expected<GbenchMeasurement, std::string> {
      if (const TrialRecord* trial = runner.run_trial(cell, round)) {
        return as_gbench(run.cells[cell], *trial);
      }
      const std::string& reason = run.cells[cell].reason;
      return std::unexpected(reason.empty() ? runner.stop_reason() : reason);
    });
  }
}

std::size_t terminal_width() {
  winsize size{};
  constexpr std::size_t usual = 80;
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return std::max<std::size_t>(size.ws_col, 60);
}

Colour colour_of(FILE* file) {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && no_colour[0] != '\0') return Colour::off;
  return ::isatty(::fileno(file)) == 1 ? Colour::on : Colour::off;
}

void write_or_throw(const std::string& path, const std::string& text) {
  if (const auto written = write_atomically(path, text); !written) {
    throw UsageError(fmt::format("cannot write {}", written.error().message()));
  }
}

/// Files and standard output, in the form that was asked for.
void deliver(const RunResult& run, const GbenchDriver& driver, const RunOptions& options,
             const std::string& result_path) {
  const GbenchFlags& gbench = options.gbench;
  if (!gbench.out.empty()) {
    write_or_throw(gbench.out, driver.report(gbench.out_format, gbench.aggregates_only));
  }
  const bool csv_to_stdout = options.csv == "-";
  if (csv_to_stdout) {
    fmt::print("{}", to_csv(run));
  } else if (!options.csv.empty()) {
    write_or_throw(options.csv, to_csv(run));
  }
  if (!gbench.format.empty()) {
    fmt::print("{}", driver.report(gbench.format, gbench.display_aggregates_only));
  }
  if (options.quiet) {
    for (const CellResult& cell : run.cells) {
      if (cell.status != CellStatus::error) continue;
      fmt::print(stderr, "ipcbench: {}: {}\n", cell.cell.name(), cell.reason);
    }
    return;
  }
  // The table goes to standard output unless something for programs is there.
  FILE* table = csv_to_stdout || !gbench.format.empty() ? stderr : stdout;
  fmt::print(table, "{}", text_tables(run, terminal_width(), colour_of(table)));
  if (std::fflush(table) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot write to standard output");
  fmt::print(stderr, "{} cells measured, {} skipped, {} failed in {:.0f} s (seed {})\nresult: {}\n",
             run.count(CellStatus::ok), run.count(CellStatus::skipped),
             run.count(CellStatus::error), run.elapsed_s, run.settings.seed, result_path);
}

int exit_code_of(const RunResult& run) {
  if (run.interrupted_by != 0) return exit_code::signal_base + run.interrupted_by;
  if (run.count(CellStatus::error) != 0) return exit_code::failed;
  if (run.count(CellStatus::ok) == 0) {
    const std::string& reason = run.cells.front().reason;
    throw UsageError(
        fmt::format("nothing could be measured ({}: {})", run.cells.front().cell.name(), reason));
  }
  return exit_code::fine;
}

/// Keeps the cells that the filter selects.
void apply_filter(RunResult& run, const std::vector<std::size_t>& selected) {
  std::vector<CellResult> kept;
  for (const std::size_t cell : selected) kept.push_back(std::move(run.cells[cell]));
  run.cells = std::move(kept);
}

std::vector<std::string> names_of(const RunResult& run) {
  std::vector<std::string> names;
  for (const CellResult& cell : run.cells) names.push_back(cell.cell.name());
  return names;
}

}  // namespace

int run_command(const std::vector<std::string>& arguments) {
  const Topology topology = value_or_throw(Topology::detect());
  const auto parsed = parse_run_options(arguments, topology);
  if (!parsed) return parsed.error();
  const RunOptions& options = *parsed;

  RunResult run = plan_run(options, arguments);
  apply_filter(run, GbenchDriver(names_of(run)).selected());
  if (options.gbench.list_tests) {
    for (const std::string& name : names_of(run)) fmt::print("{}\n", name);
    return exit_code::fine;
  }
  require_outputs(options);

  sweep_leftovers();
  Scratch scratch = value_or_throw(Scratch::create());
  const Interrupt interrupt = value_or_throw(Interrupt::install());
  const std::string result_path = options.out.empty() ? default_result_path(run) : options.out;
  mark_unsupported(run, topology, scratch);
  const std::size_t trials = run.count(CellStatus::ok) * options.rounds;
  fit_into_budget(options, run.settings, trials);

  GbenchDriver driver(names_of(run));
  {
    Progress progress(options.quiet ? Progress::Style::silent : Progress::style_of_stderr(),
                      trials);
    RunLimits limits{.result_path = result_path, .stop_at_ns = {}};
    if (options.budget && options.ends_with_budget)
      limits.stop_at_ns = now_ns() + options.budget->count();
    Runner runner(run, scratch, interrupt, progress, std::move(limits));
    measure(run, runner, driver, options);
    if (const auto error = runner.finish()) {
      throw UsageError(fmt::format("cannot save the result: {}", error->message()));
    }
  }
  deliver(run, driver, options, result_path);
  return exit_code_of(run);
}

}  // namespace ipcbench
