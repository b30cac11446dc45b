// The share of round trips that took at most so long, from the stored histograms.
#pragma once

#include <cstdint>
#include <vector>

#include "results/model.hpp"

namespace ipcbench {

/// A step of a distribution: this share of all took at most so long.
struct Share {
  double ns = 0;
  double share = 0;
};

struct Distribution {
  std::vector<Share> steps;  ///< ascending
  std::uint64_t round_trips = 0;
};

/// Of all counted trials together. Ends where fewer than ten round trips took longer: what lies
/// beyond is chance. At most about `most` steps.
[[nodiscard]] Distribution distribution_of(const CellResult& cell, std::size_t most);

/// How often it is not 0: 0.9 is 1, 0.99 is 2, 0.999 is 3.
[[nodiscard]] double nines_of(double share);

}  // namespace ipcbench
