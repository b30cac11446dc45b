// The course of a run: its trials in the order in which they were measured.
#pragma once

#include <cstddef>
#include <vector>

#include "results/model.hpp"

namespace ipcbench {

/// A trial, and when it was: 3.5 is in the middle of the fourth round.
struct Visit {
  double when = 0;
  const CellResult* cell = nullptr;
  const TrialRecord* trial = nullptr;
};

struct RunCourse {
  std::vector<Visit> visits;
  std::vector<Visit> control;  ///< at the end of each round
  std::size_t rounds = 0;
};

/// Within a round by the order that the run recorded; evenly, where it recorded none.
[[nodiscard]] RunCourse course_of(const RunResult& run);

/// Of the trials' CPU time on pinned CPUs, the part that the hypervisor took, round by round; 0
/// where it is not known.
[[nodiscard]] std::vector<double> stolen_shares(const RunCourse& course);

}  // namespace ipcbench
