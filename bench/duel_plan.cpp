// Planning and running a duel.
#include "bench/duel_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/scratch.hpp"
#include "base/system_files.hpp"
#include "bench/control_cell.hpp"
#include "bench/duel_budget.hpp"
#include "bench/duel_course.hpp"
#include "bench/mechanisms.hpp"
#include "bench/runner.hpp"
#include "bench/usage_error.hpp"
#include "harness/company.hpp"
#include "results/detectable.hpp"
#include "results/environment.hpp"
#include "results/figures.hpp"
#include "results/judge.hpp"

namespace ipcbench {

namespace {

/// The cells with their CPUs; skipped are those that this machine cannot measure, whatever the arm.
std::vector<ComparedCell> cells_here(const DuelOptions& options, const Topology& topology) {
  RunResult run;
  for (const Cell& cell : options.cells)
    run.cells.push_back({.cell = cell, .mechanism = {}, .cpus = {}, .reason = {}});
  Scratch scratch = value_or_throw(Scratch::create());
  mark_unsupported(run, topology, scratch);
  std::vector<ComparedCell> cells;
  for (const CellResult& result : run.cells) {
    ComparedCell cell{.cell = result.cell, .cpus = result.cpus};
    if (result.status == CellStatus::skipped) {
      cell.findings.push_back({.metric = std::string(main_metric(cell.cell.pattern)),
                               .verdict = Verdict::skipped,
                               .reason = result.reason});
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

ComparedCell control_cell(const std::vector<ComparedCell>& cells) {
  const ControlCell control = control_cell_for(cells, measurable);
  return {.cell = control.cell, .cpus = control.cpus};
}

std::vector<int> measured_cpus(const std::vector<ComparedCell>& cells) {
  std::vector<Cpus> pairs;
  for (const ComparedCell& cell : cells) {
    if (measurable(cell)) pairs.push_back(cell.cpus.value_or(Cpus{}));
  }
  return cpus_of(pairs);
}

}  // namespace

Comparison plan_duel(const DuelOptions& options, const std::vector<std::string>& arguments,
                     const Topology& topology) {
  Comparison planned{.method = Comparison::Method::duel,
                     .started_at = utc_now(),
                     .budget_s = seconds_of(options.budget),
                     .seed = options.seed,
                     .command_line = fmt::format("ipcbench duel {}", fmt::join(arguments, " ")),
                     .environment = describe_environment(),
                     .rules = options.verdict.rules,
                     .cells = cells_here(options, topology)};
  for (const unsigned arm : {0U, 1U}) {
    planned.arms[arm] = {.name = options.arms[arm].command.name,
                         .command = options.arms[arm].shown};
  }
  const auto cells = static_cast<std::size_t>(std::ranges::count_if(planned.cells, measurable));
  if (cells == 0) {
    const ComparedCell& first = planned.cells.front();
    throw UsageError(fmt::format("nothing can be measured ({}: {})", first.cell.name(),
                                 first.findings.front().reason));
  }
  const auto least = least_budget(cells, planned.rules);
  if (options.budget < least) {
    throw UsageError(fmt::format(
        "--budget: {} rounds of {} cells and a second look take {:.0f} s at least (fewer cells: "
        "--mechanism, --size, --pattern)",
        planned.rules.screening_rounds, cells, seconds_of(least) + 0.5));
  }
  if (options.control) planned.control = control_cell(planned.cells);
  return planned;
}

std::string duel_plan_text(const Comparison& planned, const DuelOptions& options) {
  std::string text;
  for (const ComparedCell& cell : planned.cells) {
    text += cell.cell.name();
    if (!measurable(cell)) text += fmt::format("  skipped: {}", cell.findings.front().reason);
    text += '\n';
  }
  for (const unsigned arm : {0U, 1U}) {
    text += fmt::format("{}: {}\n", planned.arms[arm].name, planned.arms[arm].command);
  }
  const ComparisonRules& rules = planned.rules;
  text += fmt::format(
      "{} cells: {} rounds of each, then {} fresh ones of those that look changed;\n"
      "at most {:.0f} s, of which at most {:.1f} s for the second look\n",
      std::ranges::count_if(planned.cells, measurable), rules.screening_rounds,
      rules.confirmation_rounds, seconds_of(options.budget),
      seconds_of(most_second_look(options.budget, rules)));
  if (options.self_test) {
    text += fmt::format("{} such {}: at most {:.0f} s\n", options.jobs,
                        options.jobs == 1 ? "duel" : "duels",
                        seconds_of(options.budget) * options.jobs);
  }
  return text;
}

Comparison run_duel(const Comparison& planned, const DuelOptions& options,
                    const Interrupt& interrupt) {
  Comparison comparison = planned;
  comparison.started_at = utc_now();
  const std::int64_t began_ns = now_ns();
  const std::vector<int> cpus = measured_cpus(comparison.cells);
  const CpusLook before = look_at_cpus(SystemFiles(), cpus);
  const std::int64_t own_before_ns = own_cpu_ns();
  {
    const auto cells =
        static_cast<std::size_t>(std::ranges::count_if(comparison.cells, measurable));
    Progress progress(options.quiet ? Progress::Style::silent : Progress::style_of_stderr(),
                      comparison.rules.screening_rounds * (cells + 1));
    DuelCourse(comparison, options, interrupt, progress).run();
  }
  // All arms are dead and waited for: what they used is on our account, whichever build they are.
  comparison.watched = together(watched_between(before, look_at_cpus(SystemFiles(), cpus)));
  if (comparison.watched) comparison.watched->ours_ns = own_cpu_ns() - own_before_ns;
  comparison.elapsed_s = static_cast<double>(now_ns() - began_ns) / 1e9;
  comparison.interrupted_by = Interrupt::signal();
  judge(comparison);
  add_detectable(comparison);
  return comparison;
}

}  // namespace ipcbench
