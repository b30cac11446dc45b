// `run --dry-run`: what a run would do and how long it would take.
#pragma once

#include <chrono>
#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// How long a planned run takes, in parts.
struct ExpectedTime {
  std::chrono::nanoseconds overhead;  ///< of a trial: all but warm-up and slices
  double usual_stretch;               ///< of a trial of round trips
  unsigned most_rounds;               ///< if trials have to be repeated
};

/// The cells, one a line, with the reason of those that this machine cannot measure; then the
/// expected time.
[[nodiscard]] std::string dry_run_text(const RunResult& run, const ExpectedTime& time);

}  // namespace ipcbench
