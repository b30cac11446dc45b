// Comparing near with near: runs are reduced to trials at the same distance of the CPUs.
#pragma once

#include <string>
#include <vector>

#include "results/model.hpp"

namespace ipcbench {

/// A placement at which two runs have no distance in common, and a line that says so.
struct ApartPlacement {
  std::string placement;
  std::string why;
};

/// At each placement only trials at a distance that both runs have count afterwards, of several
/// distances the one at which more cells have their trials; the cells' noise is judged anew.
/// Says at which placements there is none; there nothing is changed.
std::vector<ApartPlacement> count_common_regimes(RunResult& a, RunResult& b);

/// The same for an earlier run, to which `base` is fixed. At placements without a common distance
/// no trial counts afterwards.
void count_regimes_like(RunResult& run, const RunResult& base);

}  // namespace ipcbench
