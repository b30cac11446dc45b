// One visit to a cell of a duel: both arms open it, then run slices in turn.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <random>
#include <string>

#include "harness/arm.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

struct VisitPlan {
  /// What the whole visit may take, start and end included.
  std::chrono::nanoseconds time = std::chrono::milliseconds(250);
  std::chrono::nanoseconds slice = std::chrono::milliseconds(5);
  std::chrono::nanoseconds warmup = std::chrono::milliseconds(3);
  /// Who takes this much longer than planned hangs.
  std::chrono::nanoseconds patience = std::chrono::seconds(10);
  /// Whether system calls are counted before anything is timed.
  bool counts_syscalls = false;
};

/// Fewer pairs of slices say nothing; more are no better than another visit.
inline constexpr std::size_t fewest_pairs = 3;
inline constexpr std::size_t most_pairs = 40;

struct VisitOutcome {
  DuelRound round = {};
  std::array<EffectiveSettings, 2> effective = {};  ///< as each arm says
  std::array<std::string, 2> uncounted = {};        ///< why an arm's system calls were not counted
};

/// Which of the arms did not do what it was asked to, and why.
struct VisitFailure {
  unsigned arm = 0;
  ArmFailure failure;
};

/// The slices of one fresh session of each arm. How many there are is decided by the time that the
/// first pair takes, not by what it shows; a pair in which the distance of the CPUs changed, or may
/// have changed, is run again, and no other.
[[nodiscard]] std::expected<VisitOutcome, VisitFailure> visit(std::array<Arm, 2>& arms,
                                                              const std::array<Cell, 2>& cells,
                                                              const Cpus& cpus,
                                                              const VisitPlan& plan,
                                                              std::mt19937_64& random);

}  // namespace ipcbench
