// Adding up histograms.
#include "plots/nines.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/histogram.hpp"

namespace ipcbench {

namespace {

constexpr std::uint64_t least_beyond = 10;

}  // namespace

Distribution distribution_of(const CellResult& cell, std::size_t most) {
  std::map<std::size_t, std::uint64_t> counts;
  Distribution distribution;
  for (const TrialRecord& trial : cell.trials) {
    if (!trial.counted) continue;
    for (const auto& [bucket, count] : trial.histogram) {
      counts[bucket] += count;
      distribution.round_trips += count;
    }
  }
  const auto all = static_cast<double>(distribution.round_trips);
  // Steps as far apart as can be seen: in nines, which is how they are drawn.
  const double deepest = nines_of(1 - 1 / std::max(all, 2.0));
  const double apart = deepest / static_cast<double>(std::max<std::size_t>(most, 1));
  double last = -1;
  std::uint64_t below = 0;
  for (const auto& [bucket, count] : counts) {
    below += count;
    if (distribution.round_trips - below < least_beyond) break;
    const double share = static_cast<double>(below) / all;
    if (nines_of(share) - last < apart) continue;
    last = nines_of(share);
    distribution.steps.push_back({.ns = Histogram::value_of(bucket), .share = share});
  }
  return distribution;
}

double nines_of(double share) {
  return -std::log10(1 - share);
}

}  // namespace ipcbench
