// One trial after the other.
#include "bench/runner.hpp"

#include <algorithm>
#include <limits>

#include "base/clock.hpp"
#include "bench/control_cell.hpp"
#include "bench/mechanisms.hpp"
#include "harness/syscall_count.hpp"
#include "harness/trial.hpp"
#include "results/disturbance.hpp"
#include "results/json.hpp"

namespace ipcbench {

namespace {

// Writing the file takes a few milliseconds; once in a while, and never within a trial.
constexpr std::int64_t save_every_ns = 5'000'000'000;
/// A long file is written as much more seldom.
constexpr std::int64_t seldom = 50;

/// What the fastest slice of a cell says; a slower one was disturbed.
Experience experience_of(const CellResult& result) {
  Experience experience;
  for (const TrialRecord& trial : result.trials) {
    for (const Slice& slice : trial.slices) {
      if (slice.sent == 0 || slice.elapsed_ns <= 0) continue;
      const double each_ns =
          static_cast<double>(slice.elapsed_ns) / static_cast<double>(slice.sent);
      experience.ns_per_message = std::min(experience.ns_per_message.value_or(each_ns), each_ns);
    }
  }
  return experience;
}

LinkOptions options_of(const Cell& cell, Scratch& scratch) {
  return {.message_bytes = cell.message_bytes, .settings = cell.settings, .scratch = &scratch};
}

}  // namespace

Runner::Runner(RunResult& run, Scratch& scratch, const Interrupt& interrupt, Progress& progress,
               RunLimits limits)
    : run_(run),
      scratch_(scratch),
      interrupt_(interrupt),
      progress_(progress),
      limits_(limits),
      began_ns_(now_ns()) {}

std::string Runner::stop_reason() const {
  if (Interrupt::signal() != 0) return "interrupted";
  if (limits_.stop_at_ns && now_ns() >= *limits_.stop_at_ns) return "the time budget was used up";
  return {};
}

bool Runner::is_out(std::size_t cell) const {
  return run_.cells[cell].status != CellStatus::ok;
}

const TrialRecord* Runner::run_trial(std::size_t index, std::uint64_t round) {
  CellResult& result = run_.cells[index];
  if (is_out(index) || !stop_reason().empty()) return nullptr;
  const double left_s = limits_.stop_at_ns
                            ? static_cast<double>(*limits_.stop_at_ns - now_ns()) / 1e9
                            : std::numeric_limits<double>::infinity();
  progress_.begin_trial(result.cell.name(), left_s);
  const TrialRecord* trial = try_cell(result, run_.settings.plan, round);
  // Once is enough: they hardly vary.
  if (trial != nullptr && round == 0) count_syscalls(result);
  return trial;
}

void Runner::count_syscalls(CellResult& result) {
  if (may_not_trace_ || !stop_reason().empty()) return;
  const auto counted = ipcbench::count_syscalls(
      *find_mechanism(result.cell.mechanism), result.cell.pattern,
      options_of(result.cell, scratch_), result.cpus.value_or(Cpus{}), &interrupt_);
  // A cell without this figure is still a cell.
  if (!counted) return;
  may_not_trace_ = !counted->unavailable.empty();
  result.syscalls = counted->per_message;
}

void Runner::run_control(std::uint64_t round) {
  if (!run_.control || run_.control->status != CellStatus::ok || !stop_reason().empty()) return;
  // Always the same, whatever the run's own trials are like.
  const TrialPlan plan{.measured = std::chrono::milliseconds(25),
                       .slice = std::chrono::milliseconds(12),
                       .counters = TrialPlan::Counting::off};
  (void)try_cell(*run_.control, plan, round);
}

const TrialRecord* Runner::try_cell(CellResult& result, const TrialPlan& plan,
                                    std::uint64_t round) {
  const Mechanism& mechanism = *find_mechanism(result.cell.mechanism);
  const auto trial =
      ipcbench::run_trial(mechanism, result.cell.pattern, options_of(result.cell, scratch_),
                          result.cpus.value_or(Cpus{}), plan, &interrupt_, experience_of(result));
  if (!trial) {
    if (!trial.error().interrupted) {
      result.status = CellStatus::error;
      result.reason = trial.error().reason;
      limits_.events->statuses(run_);
    }
    save_now_and_then();
    return nullptr;
  }
  // A machine without hardware counters has none in the next trial either.
  counters_seen_ = counters_seen_ || trial->counters;
  if (!counters_seen_) run_.settings.plan.counters = TrialPlan::Counting::off;
  result.effective = trial->effective;
  result.trials.push_back(TrialRecord::of(*trial, round));
  limits_.events->trial(run_, result, result.trials.back());
  save_now_and_then();
  return &result.trials.back();
}

std::optional<Error> Runner::finish() {
  run_.interrupted_by = Interrupt::signal();
  run_.complete = true;
  const std::string reason = stop_reason();
  for (CellResult& cell : run_.cells) {
    if (cell.status != CellStatus::ok || !cell.trials.empty()) continue;
    cell.status = CellStatus::skipped;
    cell.reason = reason.empty() ? "not visited" : reason;
  }
  judge_noise(run_);
  return save();
}

void Runner::save_now_and_then() {
  if (now_ns() - saved_ns_ < std::max(save_every_ns, seldom * save_took_ns_)) return;
  // A disk that is full now may not be at the end, when a failure is an error.
  (void)save();
}

std::optional<Error> Runner::save() {
  run_.elapsed_s = static_cast<double>(now_ns() - began_ns_) / 1e9;
  const std::int64_t began_ns = now_ns();
  if (limits_.result == nullptr) return {};
  const auto written = limits_.result->write(to_json(run_));
  saved_ns_ = now_ns();
  save_took_ns_ = saved_ns_ - began_ns;
  if (!written) return written.error();
  return {};
}

CellResult control_cell(const RunResult& run) {
  const ControlCell control = control_cell_for(
      run.cells, [](const CellResult& cell) { return cell.status == CellStatus::ok; });
  return {.cell = control.cell,
          .mechanism = MechanismInfo::of(*find_mechanism(control.cell.mechanism)->descriptor),
          .cpus = control.cpus,
          .reason = {}};
}

void mark_unsupported(RunResult& run, const Topology& topology, Scratch& scratch) {
  for (CellResult& result : run.cells) {
    const auto skip = [&](std::string reason) {
      result.status = CellStatus::skipped;
      result.reason = std::move(reason);
    };
    const auto cpus = topology.resolve(result.cell.placement);
    if (!cpus) {
      skip(cpus.error());
      continue;
    }
    result.cpus = *cpus;
    const Mechanism& mechanism = *find_mechanism(result.cell.mechanism);
    const bool one_cpu =
        topology.allowed().size() == 1 || (cpus->client && cpus->client == cpus->server);
    if (mechanism.descriptor->waiting == Waiting::spins && one_cpu) {
      skip("spins: two processes on one cpu would wait for the scheduler, not for each other");
      continue;
    }
    if (auto reason = mechanism.unsupported_reason(options_of(result.cell, scratch))) {
      skip(std::move(*reason));
    }
  }
}

}  // namespace ipcbench
