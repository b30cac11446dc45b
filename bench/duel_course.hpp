// The course of a duel: screening rounds of every cell, then fresh rounds of those that look
// changed or that nothing can be said about yet.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "bench/duel_options.hpp"
#include "bench/duel_visit.hpp"
#include "bench/progress.hpp"
#include "harness/interrupt.hpp"
#include "harness/schedule.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

class DuelCourse {
 public:
  /// `comparison` has its rules, seed and cells; rounds and what goes wrong are put into it.
  DuelCourse(Comparison& comparison, const DuelOptions& options, const Interrupt& interrupt,
             Progress& progress);

  /// Until the budget or a signal ends it. Throws UsageError if an arm cannot be started at all.
  void run();

 private:
  void greet();
  void screen();
  void confirm();
  void run_round(DuelRound::Phase phase, std::uint64_t number,
                 const std::vector<std::size_t>& cells, VisitPlan plan);
  void visit_cell(std::size_t cell, DuelRound::Phase phase, std::uint64_t number,
                  const VisitPlan& plan);
  void visit_control(DuelRound::Phase phase, std::uint64_t number, const VisitPlan& plan);
  void note_failure(ComparedCell& cell, const VisitFailure& failure);
  void note_uncounted();
  [[nodiscard]] std::expected<std::array<Arm, 2>, VisitFailure> start(
      const std::array<ArmCommand, 2>& commands);
  [[nodiscard]] std::vector<std::size_t> live_cells() const;
  [[nodiscard]] bool over() const;
  [[nodiscard]] std::chrono::nanoseconds left() const;
  [[nodiscard]] std::size_t control_index() const { return comparison_.cells.size(); }

  Comparison& comparison_;
  const DuelOptions& options_;
  const Interrupt& interrupt_;
  Progress& progress_;
  std::int64_t ends_ns_;
  Schedule schedule_;
  std::mt19937_64 random_;
  std::array<std::vector<Cell>, 2> cells_;  ///< with the settings of each arm
  std::array<ArmCommand, 2> control_commands_;
  /// The processes of one round: A and B, and twice this program for the control cell.
  std::optional<std::array<Arm, 2>> arms_, control_arms_;
  unsigned losses_in_a_row_ = 0;
  /// The first reason of each arm, if any.
  std::array<std::string, 2> uncounted_;
};

}  // namespace ipcbench
