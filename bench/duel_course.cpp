// Rounds of a duel.
#include "bench/duel_course.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "base/clock.hpp"
#include "bench/duel_budget.hpp"
#include "bench/usage_error.hpp"
#include "results/arm_differences.hpp"
#include "results/figures.hpp"
#include "results/ignored_settings.hpp"
#include "results/judge.hpp"

namespace ipcbench {

namespace {

using std::chrono::nanoseconds;

/// An arm that dies at once, whatever it is asked, is no arm.
constexpr unsigned most_losses_in_a_row = 3;
constexpr unsigned rounds_that_count_syscalls = 3;
/// The size of the environment moves the stack, and with it what shares a cache line.
constexpr std::size_t most_padding = 4096;

Cell with_settings(Cell cell, const std::vector<Tuning>& tunings) {
  const Settings added = variants_of(cell.mechanism, tunings).front();
  for (const auto& [name, value] : added.all()) cell.settings.set(name, value);
  return cell;
}

void add_round(ComparedCell& cell, DuelRound round, DuelRound::Phase phase, std::uint64_t number) {
  round.phase = phase;
  round.number = number;
  cell.rounds.push_back(std::move(round));
}

void tell_of(ComparedArm& arm, const ArmFacts& facts) {
  arm.version = facts.version;
  arm.commit = facts.commit;
  const Environment told = {{"compiler", facts.compiler},
                            {"build_type", facts.build_type},
                            {"build_flags", facts.build_flags}};
  std::ranges::copy_if(told, std::back_inserter(arm.environment),
                       [](const auto& fact) { return !fact.second.empty(); });
}

}  // namespace

DuelCourse::DuelCourse(Comparison& comparison, const DuelOptions& options,
                       const Interrupt& interrupt, Progress& progress)
    : comparison_(comparison),
      options_(options),
      interrupt_(interrupt),
      progress_(progress),
      ends_ns_(now_ns() + (options.budget - verdict_time).count()),
      schedule_(comparison.seed),
      random_(comparison.seed + 1),
      control_commands_{this_program("the control cell"), this_program("the control cell")} {
  for (const unsigned arm : {0U, 1U}) {
    for (ComparedCell& cell : comparison.cells) {
      cells_[arm].push_back(with_settings(cell.cell, options.arms[arm].tunings));
      cell.arms[arm].asked = cells_[arm].back().settings;
    }
  }
}

nanoseconds DuelCourse::left() const {
  return nanoseconds(std::max<std::int64_t>(ends_ns_ - now_ns(), 0));
}

bool DuelCourse::over() const {
  return Interrupt::signal() != 0 || left() < round_start + shortest_visit ||
         losses_in_a_row_ >= most_losses_in_a_row;
}

std::vector<std::size_t> DuelCourse::live_cells() const {
  std::vector<std::size_t> live;
  for (std::size_t cell = 0; cell < comparison_.cells.size(); ++cell) {
    if (measurable(comparison_.cells[cell])) live.push_back(cell);
  }
  return live;
}

/// Before anything is measured it is the command line that is wrong.
void DuelCourse::greet() {
  const auto arms = start({options_.arms[0].command, options_.arms[1].command});
  if (!arms) {
    if (arms.error().failure.kind == ArmFailure::Kind::interrupted) return;
    throw UsageError(arms.error().failure.reason);
  }
  for (const unsigned arm : {0U, 1U}) tell_of(comparison_.arms[arm], (*arms)[arm].facts());
  note_builds(comparison_);
}

void DuelCourse::run() {
  const std::int64_t began_ns = now_ns();
  greet();
  screen();
  comparison_.screening_s = static_cast<double>(now_ns() - began_ns) / 1e9;
  if (!over()) confirm();
  note_effective_settings(comparison_);
  note_ignored_settings(comparison_);
  note_uncounted();
  if (losses_in_a_row_ >= most_losses_in_a_row) {
    comparison_.notes.push_back(
        fmt::format("given up: an arm was lost {} times in a row", losses_in_a_row_));
  }
}

void DuelCourse::screen() {
  const unsigned rounds = comparison_.rules.screening_rounds;
  const nanoseconds share = time_to_screen(options_.budget, comparison_.rules);
  const auto visits = static_cast<std::int64_t>(rounds * (live_cells().size() + 1));
  const nanoseconds time = (share - rounds * round_start) / std::max<std::int64_t>(visits, 1);
  const std::int64_t ends_ns = now_ns() + share.count();
  for (unsigned round = 0; round < rounds && !over(); ++round) {
    // What earlier visits took too long, later ones make up for.
    const auto visits_left =
        static_cast<std::int64_t>((rounds - round) * (live_cells().size() + 1));
    const nanoseconds rest(std::max<std::int64_t>(ends_ns - now_ns(), 0));
    const nanoseconds now_each = (rest - (rounds - round) * round_start) / visits_left;
    run_round(DuelRound::Phase::screening, round, live_cells(),
              {.time = std::clamp<nanoseconds>(std::min(time * 2, now_each), shortest_visit,
                                               longest_visit),
               .counts_syscalls = round < rounds_that_count_syscalls});
  }
}

void DuelCourse::confirm() {
  unsigned rounds = comparison_.rules.confirmation_rounds;
  const Candidates found = candidates(comparison_);
  const nanoseconds time = std::min(left(), most_second_look(options_.budget, comparison_.rules));
  ends_ns_ = now_ns() + time.count();
  const auto per_visit = [&](std::size_t cells) {
    const auto visits = static_cast<std::int64_t>(rounds * (cells + 1));
    return (time - rounds * round_start) / visits;
  };
  std::vector<std::size_t> chosen = found.suspects;
  std::size_t dropped = 0;
  while (!chosen.empty() && per_visit(chosen.size()) < shortest_visit) {
    chosen.pop_back();
    ++dropped;
  }
  if (dropped != 0) {
    comparison_.notes.push_back(
        fmt::format("no time to confirm {} of {} suspicious cells; a longer --budget has it",
                    dropped, found.suspects.size()));
  }
  // For an all-clear each of these must be, so that even short visits are worth it.
  for (const std::size_t cell : found.unclear) {
    if (per_visit(chosen.size() + 1) < shortest_visit) break;
    chosen.push_back(cell);
  }
  // The undecided get what the others leave.
  for (const std::size_t cell : found.undecided) {
    if (per_visit(chosen.size() + 1) < longest_visit / 2) break;
    chosen.push_back(cell);
  }
  if (chosen.empty()) return;
  rounds = fresh_rounds(time, chosen.size(), comparison_.rules);
  progress_.expect_more(rounds * (chosen.size() + 1));
  for (unsigned round = 0; round < rounds && !over(); ++round) {
    std::vector<std::size_t> cells;
    for (const std::size_t cell : chosen) {
      if (measurable(comparison_.cells[cell])) cells.push_back(cell);
    }
    const auto visits_left = static_cast<std::int64_t>((rounds - round) * (cells.size() + 1));
    const nanoseconds each = (left() - (rounds - round) * round_start) / visits_left;
    run_round(DuelRound::Phase::confirmation, round, cells,
              {.time = std::clamp<nanoseconds>(each, shortest_visit, longest_visit)});
  }
}

void DuelCourse::run_round(DuelRound::Phase phase, std::uint64_t number,
                           const std::vector<std::size_t>& cells, VisitPlan plan) {
  plan.patience = std::min<nanoseconds>(plan.patience, left() + std::chrono::seconds(1));
  std::vector<std::size_t> order = cells;
  order.push_back(control_index());
  order = schedule_.shuffled(std::move(order));
  comparison_.order.push_back(order);
  // Fresh processes, laid out anew.
  arms_.reset();
  control_arms_.reset();
  for (const std::size_t cell : order) {
    if (over()) return;
    const std::string name =
        cell == control_index() ? "the control cell" : comparison_.cells[cell].cell.name();
    progress_.begin_trial(name, seconds_of(left()));
    if (cell == control_index()) {
      visit_control(phase, number, plan);
    } else {
      visit_cell(cell, phase, number, plan);
    }
  }
}

std::expected<std::array<Arm, 2>, VisitFailure> DuelCourse::start(
    const std::array<ArmCommand, 2>& commands) {
  const auto start_one = [&](unsigned arm) -> std::expected<Arm, VisitFailure> {
    ArmCommand command = commands[arm];
    command.environment.emplace_back("IPCBENCH_PADDING",
                                     std::string(random_() % most_padding, 'x'));
    auto started = Arm::start(command, &interrupt_);
    if (!started) return std::unexpected(VisitFailure{.arm = arm, .failure = started.error()});
    return std::move(*started);
  };
  const unsigned first = random_() & 1U;
  auto one = start_one(first);
  if (!one) return std::unexpected(one.error());
  auto other = start_one(1U - first);
  if (!other) return std::unexpected(other.error());
  if (first == 1) std::swap(one, other);
  return std::array<Arm, 2>{std::move(*one), std::move(*other)};
}

void DuelCourse::visit_cell(std::size_t index, DuelRound::Phase phase, std::uint64_t number,
                            const VisitPlan& plan) {
  ComparedCell& cell = comparison_.cells[index];
  if (!arms_) {
    auto started = start({options_.arms[0].command, options_.arms[1].command});
    if (!started) return note_failure(cell, started.error());
    arms_.emplace(std::move(*started));
  }
  auto outcome = visit(*arms_, {cells_[0][index], cells_[1][index]}, cell.cpus.value_or(Cpus{}),
                       plan, random_);
  if (!outcome) return note_failure(cell, outcome.error());
  losses_in_a_row_ = 0;
  for (const unsigned arm : {0U, 1U}) {
    cell.arms[arm].effective = std::move(outcome->effective[arm]);
    if (uncounted_[arm].empty()) uncounted_[arm] = std::move(outcome->uncounted[arm]);
  }
  add_round(cell, std::move(outcome->round), phase, number);
}

void DuelCourse::visit_control(DuelRound::Phase phase, std::uint64_t number,
                               const VisitPlan& plan) {
  if (!comparison_.control || !measurable(*comparison_.control)) return;
  ComparedCell& control = *comparison_.control;
  VisitPlan its_plan = plan;
  its_plan.counts_syscalls = false;
  if (!control_arms_) {
    auto started = start(control_commands_);
    if (!started) return note_failure(control, started.error());
    control_arms_.emplace(std::move(*started));
  }
  auto outcome = visit(*control_arms_, {control.cell, control.cell}, control.cpus.value_or(Cpus{}),
                       its_plan, random_);
  if (!outcome) return note_failure(control, outcome.error());
  add_round(control, std::move(outcome->round), phase, number);
}

/// Calls that nobody counted must not look like calls that did not change.
void DuelCourse::note_uncounted() {
  if (!comparison_.rules.wants(syscalls_metric)) return;
  for (const unsigned arm : {0U, 1U}) {
    if (uncounted_[arm].empty()) continue;
    comparison_.notes.push_back(fmt::format("system calls of {} were not compared: {}",
                                            comparison_.arms[arm].name, uncounted_[arm]));
  }
}

/// A cell that failed is not visited again. An arm that is lost is started anew for the next cell.
void DuelCourse::note_failure(ComparedCell& cell, const VisitFailure& failed) {
  using Kind = ArmFailure::Kind;
  const ArmFailure& failure = failed.failure;
  if (failure.kind == Kind::interrupted) return;
  if (failure.kind == Kind::dead || failure.kind == Kind::version) {
    const bool is_control = comparison_.control && &cell == &*comparison_.control;
    (is_control ? control_arms_ : arms_).reset();
    ++losses_in_a_row_;
  }
  Finding finding{.metric = std::string(main_metric(cell.cell.pattern))};
  finding.verdict = Verdict::error;
  finding.reason = failure.reason;
  // What the base never had, nobody has made slower; what it had a round ago, it has lost.
  if (failure.kind == Kind::unsupported && failed.arm == 0 && cell.rounds.empty()) {
    finding.verdict = Verdict::skipped;
  }
  cell.findings.push_back(std::move(finding));
}

}  // namespace ipcbench
