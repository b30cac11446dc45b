// The questions that everybody asks, each at a small, a medium and a large message.
#pragma once

#include <string_view>
#include <vector>

#include "results/recommendation.hpp"

namespace ipcbench {

/// All but `any` also want a receiver that sleeps: a spinning one would win each, and cost a core.
enum class StandardNeed { any, no_spin, unrelated, boundaries, stream };

[[nodiscard]] constexpr std::string_view name_of(StandardNeed need) {
  switch (need) {
    case StandardNeed::any:
      return "any";
    case StandardNeed::no_spin:
      return "no_spin";
    case StandardNeed::unrelated:
      return "unrelated";
    case StandardNeed::boundaries:
      return "boundaries";
    case StandardNeed::stream:
      return "stream";
  }
  return "";
}

struct StandardAnswer {
  StandardNeed need;
  Recommendation recommendation;  ///< `needs` in it says at which size
};

/// For each need, 64 B, 4 KiB and 64 KiB or the nearest sizes that this run has, so that nothing is
/// interpolated; fewer, where it has fewer. `stream` is by throughput, the others by p50. A need is
/// left out if the run has nothing of its pattern.
[[nodiscard]] std::vector<StandardAnswer> best_per_need(const RunResult& run);
/// At one placement, where there are several.
[[nodiscard]] std::vector<StandardAnswer> best_per_need(const RunResult& run,
                                                        const Placement& placement);

}  // namespace ipcbench
