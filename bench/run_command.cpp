// `ipcbench run`: measures the cells of a suite, saves the result, shows the table.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/leftovers.hpp"
#include "bench/commands.hpp"
#include "bench/dry_run.hpp"
#include "bench/gbench.hpp"
#include "bench/mechanisms.hpp"
#include "bench/outputs.hpp"
#include "bench/progress.hpp"
#include "bench/rounds.hpp"
#include "bench/run_baselines.hpp"
#include "bench/run_options.hpp"
#include "bench/run_report.hpp"
#include "bench/runner.hpp"
#include "bench/usage_error.hpp"
#include "harness/company.hpp"
#include "harness/doctor.hpp"
#include "results/environment.hpp"
#include "results/figures.hpp"
#include "results/regimes.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

using std::chrono::milliseconds;

/// What a trial takes besides what it measures: forks, check, warm-up, the ends of slices.
constexpr milliseconds trial_overhead{12};
constexpr milliseconds longest_warmup{50};
/// Lines about the machine before a run; the doctor has them all.
constexpr std::size_t most_worries = 3;
/// Of a run that only its budget ends.
constexpr unsigned most_rounds = 10'000;
/// What a result file holds and its readers accept.
constexpr std::size_t most_trials = 100'000;

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
                  .command_line = command_line_of(arguments),
                  .interval_target = options.interval_target,
                  .regime = std::string(name_of(options.regime))};
  if (options.budget && options.ends_with_budget) {
    run.settings.budget_s = std::chrono::duration<double>(*options.budget).count();
  }
  run.settings.suite_toml = options.suite_toml;
  for (const Cell& cell : options.cells) {
    run.cells.push_back(
        {.cell = cell,
         .mechanism = MechanismInfo::of(*find_mechanism(cell.mechanism)->descriptor),
         .cpus = {},
         .status = CellStatus::ok,
         .reason = {},
         .trials = {}});
  }
  return run;
}

/// The part of the budget that the planned rounds take. The rest is for trials that have to be
/// repeated because the distance of the CPUs changed, and for the widest intervals.
constexpr double planned_share = 0.6;
/// How much longer than planned a trial of round trips usually becomes until it has enough.
constexpr double usual_stretch = 2.6;

/// Shares the budget among the trials. Too little: trials become shorter before rounds are given
/// up, for an interval needs six of them. More than enough: they become longer.
void fit_into_budget(const RunOptions& options, RunSettings& settings, std::size_t trials) {
  using std::chrono::nanoseconds;
  TrialPlan& plan = settings.plan;
  plan.measured = options.measured;
  if (options.budget && trials != 0) {
    const auto share_ns =
        static_cast<double>(options.budget->count()) * planned_share / static_cast<double>(trials);
    // Every second trial is one of round trips, more or less.
    const nanoseconds affordable(static_cast<std::int64_t>(
        (share_ns - static_cast<double>(nanoseconds(trial_overhead).count())) * 2 /
        (1 + usual_stretch)));
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

RoundsPlan rounds_plan(const RunOptions& options, std::size_t cells) {
  // Below six trials there is no interval, and no regime that would be worth more trials.
  const bool for_intervals = options.rounds >= trials_for_interval;
  const bool budget_ends_it = options.budget && options.ends_with_budget;
  RoundsPlan plan{.planned = options.rounds,
                  .until_target = for_intervals && budget_ends_it,
                  .most = options.rounds};
  if (for_intervals) plan.most = budget_ends_it ? most_rounds : 2 * options.rounds;
  const auto affordable = static_cast<unsigned>(most_trials / std::max<std::size_t>(cells, 1));
  plan.most = std::max(std::min(plan.most, affordable), plan.planned);
  return plan;
}

/// Visits the cells, round by round, through Google Benchmark.
void measure(RunResult& run, Runner& runner, GbenchDriver& driver, const RunOptions& options) {
  Rounds rounds(run, rounds_plan(options, run.cells.size()));
  for (std::uint64_t round = 0;; ++round) {
    std::vector<std::size_t> order = rounds.next();
    if (order.empty() || !runner.stop_reason().empty()) return;
    if (!options.gbench.random_order) std::ranges::sort(order);
    run.settings.order.push_back(order);
    driver.run_round(order,
                     [&](std::size_t cell) -> std::expected<GbenchMeasurement, GbenchFailure> {
                       if (const TrialRecord* trial = runner.run_trial(cell, round)) {
                         return as_gbench(run.cells[cell], *trial);
                       }
                       const std::string& reason = run.cells[cell].reason;
                       if (!reason.empty()) return std::unexpected(GbenchFailure{.reason = reason});
                       return std::unexpected(
                           GbenchFailure{.reason = runner.stop_reason(), .run_is_over = true});
                     });
    runner.run_control(round);
    assign_regimes(run, options.regime);
  }
}

/// Before anything is measured: whoever reads the figures shall have been told.
void say_what_disturbs(const Topology& topology, const RunResult& run) {
  std::vector<Cpus> pairs;
  for (const CellResult& cell : run.cells) {
    if (cell.status == CellStatus::ok) pairs.push_back(cell.cpus.value_or(Cpus{}));
  }
  const auto worries = worst_of_machine(topology.allowed(), cpus_of(pairs), most_worries);
  for (const std::string& worry : worries) fmt::print(stderr, "{}\n", worry);
  if (!worries.empty()) fmt::print(stderr, "  what that does to which figures: ipcbench doctor\n");
}

int exit_code_of(const RunResult& run) {
  if (run.interrupted_by != 0) return exit_code::signal_base + run.interrupted_by;
  if (run.count(CellStatus::error) != 0) return exit_code::failed;
  const bool figures = std::ranges::any_of(
      run.cells, [](const CellResult& cell) { return !figures_of(cell).empty(); });
  if (!figures) {
    const std::string& reason = run.cells.front().reason;
    throw UsageError(
        fmt::format("nothing could be measured ({}: {})", run.cells.front().cell.name(), reason));
  }
  return exit_code::fine;
}

/// What this machine can measure and for how long; the number of planned trials.
std::size_t plan_trials(RunResult& run, const RunOptions& options, const Topology& topology,
                        Scratch& scratch) {
  mark_unsupported(run, topology, scratch);
  run.control = control_cell(run);
  const std::size_t trials = run.count(CellStatus::ok) * options.rounds;
  if (trials > most_trials) {
    throw UsageError(fmt::format("{} cells in {} rounds: at most {} trials are possible",
                                 run.count(CellStatus::ok), options.rounds, most_trials));
  }
  // The control cell is measured once a round.
  fit_into_budget(options, run.settings, trials + options.rounds);
  return trials;
}

int dry_run(RunResult& run, const RunOptions& options, const Topology& topology) {
  Scratch scratch = value_or_throw(Scratch::create());
  (void)plan_trials(run, options, topology, scratch);
  fmt::print("{}", dry_run_text(run, {.overhead = trial_overhead,
                                      .usual_stretch = usual_stretch,
                                      .most_rounds = rounds_plan(options, run.cells.size()).most}));
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
  if (options.dry_run) return dry_run(run, options, topology);
  std::optional<StoredRuns> baseline;
  if (!options.baseline.empty()) baseline = load_baseline(options.baseline);
  const OutputFiles files = require_outputs(options);

  sweep_leftovers();
  // First, so that it goes last: a signal must find nothing that only a destructor removes.
  const Interrupt interrupt = value_or_throw(Interrupt::install());
  Scratch scratch = value_or_throw(Scratch::create());
  const std::optional<OutputPlace> result = result_place(options, files, run);
  const std::size_t trials = plan_trials(run, options, topology, scratch);
  if (!options.quiet) say_what_disturbs(topology, run);

  EventStream events(options.json_stream, files);
  events.started(run);
  GbenchDriver driver(names_of(run));
  {
    Progress progress(options.quiet ? Progress::Style::silent : Progress::style_of_stderr(),
                      trials);
    RunLimits limits{.result = result ? &*result : nullptr, .stop_at_ns = {}, .events = &events};
    if (options.budget && options.ends_with_budget)
      limits.stop_at_ns = now_ns() + options.budget->count();
    Runner runner(run, scratch, interrupt, progress, limits);
    measure(run, runner, driver, options);
    if (const auto error = runner.finish()) {
      throw UsageError(fmt::format("cannot save the result: {}", error->message()));
    }
  }
  const std::string result_path = result ? result->where() : "standard output";
  deliver(run, driver, options, files, result_path);
  events.finished(run);
  const int code = exit_code_of(run);
  // Who interrupts a run wants it to end.
  if (run.interrupted_by == 0) report_at_end(run, options, result_path);
  if (code == exit_code::fine) {
    return settle_baselines(run, options, files, std::move(baseline), result_path);
  }
  if (!options.save_baseline.empty()) fmt::print(stderr, "ipcbench: no baseline was saved\n");
  return code;
}

}  // namespace ipcbench
