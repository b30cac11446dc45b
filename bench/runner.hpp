// Runs the trials of a run one by one, keeps the result, and saves it as it grows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/output_place.hpp"
#include "base/scratch.hpp"
#include "bench/event_stream.hpp"
#include "bench/progress.hpp"
#include "harness/interrupt.hpp"
#include "harness/placement.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// Where a run is saved while it goes on, until when it may go on, and who is told.
struct RunLimits {
  const OutputPlace* result;  ///< none: it is kept in memory
  std::optional<std::int64_t> stop_at_ns;
  EventStream* events;
};

class Runner {
 public:
  Runner(RunResult& run, Scratch& scratch, const Interrupt& interrupt, Progress& progress,
         RunLimits limits);

  /// One trial of the control cell, if there is one.
  void run_control(std::uint64_t round);
  /// One trial of a cell. Nothing if the run is over (signal, budget) or the cell is out of it.
  const TrialRecord* run_trial(std::size_t cell, std::uint64_t round);
  /// A cell that failed or cannot be measured is not visited again.
  [[nodiscard]] bool is_out(std::size_t cell) const;
  /// Why the run must end now: "interrupted", "the time budget is used up", or empty.
  [[nodiscard]] std::string stop_reason() const;

  /// Gives cells their final status and saves the result. The error, if that failed.
  [[nodiscard]] std::optional<Error> finish();

 private:
  [[nodiscard]] const TrialRecord* try_cell(CellResult& result, const TrialPlan& plan,
                                            std::uint64_t round);
  void count_syscalls(CellResult& result);
  void save_now_and_then();
  [[nodiscard]] std::optional<Error> save();

  RunResult& run_;
  Scratch& scratch_;
  const Interrupt& interrupt_;
  Progress& progress_;
  RunLimits limits_;
  std::int64_t began_ns_;
  std::int64_t saved_ns_ = 0;
  std::int64_t save_took_ns_ = 0;
  bool counters_seen_ = false;
  bool may_not_trace_ = false;
};

/// The pipe that is measured in every round, where the run's first cells are measured.
[[nodiscard]] CellResult control_cell(const RunResult& run);

/// Marks the cells that this machine cannot measure as skipped, with the reason.
void mark_unsupported(RunResult& run, const Topology& topology, Scratch& scratch);

}  // namespace ipcbench
