// Which cells the next round visits, and when there is none.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/schedule.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// What a run may do beyond its planned rounds.
struct RoundsPlan {
  unsigned planned = 1;
  /// Rounds go on while an interval is wider than the target: for runs that a budget ends.
  bool until_target = false;
  /// The rounds there may be in all.
  unsigned most = 1;
};

/// First the planned rounds of all cells. Then rounds of cells that still have too few trials in
/// the regime that is shown; when there are none, of cells whose interval is too wide.
class Rounds {
 public:
  /// Looks at `run` before each round; assign_regimes() has been called on it.
  Rounds(const RunResult& run, RoundsPlan plan)
      : run_(run), plan_(plan), schedule_(run.settings.seed) {}

  /// The cells to visit next, in a random order; empty when the run is over.
  [[nodiscard]] std::vector<std::size_t> next();

 private:
  [[nodiscard]] std::vector<std::size_t> wanting() const;

  const RunResult& run_;
  RoundsPlan plan_;
  Schedule schedule_;
  unsigned begun_ = 0;
};

}  // namespace ipcbench
