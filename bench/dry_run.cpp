// Listing a run that is not made.
#include "bench/dry_run.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>

namespace ipcbench {

namespace {

using std::chrono::nanoseconds;

double seconds(nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

std::string rounded(double time_s) {
  if (time_s < 120) return fmt::format("{:.0f} s", std::ceil(time_s));
  if (time_s < 7200) return fmt::format("{:.0f} min", std::ceil(time_s / 60));
  return fmt::format("{:.0f} h", std::ceil(time_s / 3600));
}

/// A round of all cells that can be measured, and of the control.
double round_s(const RunResult& run, const ExpectedTime& time) {
  const TrialPlan& plan = run.settings.plan;
  const auto trial_s = [&](const Cell& cell) {
    const double stretch = cell.pattern == Pattern::round_trip ? time.usual_stretch : 1;
    return seconds(time.overhead) + seconds(plan.warmup) + seconds(plan.measured) * stretch;
  };
  double sum_s = run.control ? trial_s(run.control->cell) : 0;
  for (const CellResult& cell : run.cells) {
    if (cell.status == CellStatus::ok) sum_s += trial_s(cell.cell);
  }
  return sum_s;
}

std::string time_text(const RunResult& run, const ExpectedTime& time) {
  const RunSettings& settings = run.settings;
  const double planned_s = round_s(run, time) * settings.rounds;
  const double most_s = round_s(run, time) * time.most_rounds;
  if (!settings.budget_s) {
    const bool may_repeat = time.most_rounds > settings.rounds;
    return fmt::format("about {}{}", rounded(planned_s),
                       may_repeat ? ", up to " + rounded(most_s) + " if trials are repeated" : "");
  }
  if (planned_s > *settings.budget_s) {
    return fmt::format("at most {}, which ends before the last of {} rounds (about {})",
                       rounded(*settings.budget_s), settings.rounds, rounded(planned_s));
  }
  if (most_s <= *settings.budget_s) {
    return fmt::format("about {}, at most {}", rounded(planned_s), rounded(*settings.budget_s));
  }
  return fmt::format("at most {}; the planned rounds take about {} of it",
                     rounded(*settings.budget_s), rounded(planned_s));
}

}  // namespace

std::string dry_run_text(const RunResult& run, const ExpectedTime& time) {
  std::string text;
  for (const CellResult& cell : run.cells) {
    text += cell.cell.name();
    if (cell.status == CellStatus::skipped) text += "  skipped: " + cell.reason;
    text += '\n';
  }
  const RunSettings& settings = run.settings;
  text += fmt::format("\n{} cells, {} of them skipped; {} round{}, {:.0f} ms a trial\n",
                      run.cells.size(), run.count(CellStatus::skipped), settings.rounds,
                      settings.rounds == 1 ? "" : "s", seconds(settings.plan.measured) * 1e3);
  return text + "expected time: " + time_text(run, time) + '\n';
}

}  // namespace ipcbench
