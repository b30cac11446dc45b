// What the model of a comparison says of itself.
#include "results/verdict.hpp"

#include <algorithm>
#include <array>

namespace ipcbench {

Verdict ComparedCell::verdict() const {
  constexpr std::array worst_first = {Verdict::error,        Verdict::regression,
                                      Verdict::inconclusive, Verdict::improvement,
                                      Verdict::equivalent,   Verdict::skipped};
  for (const Verdict worst : worst_first) {
    const bool is_there = std::ranges::any_of(findings, [&](const Finding& finding) {
      return finding.judged && finding.verdict == worst;
    });
    if (is_there) return worst;
  }
  return Verdict::inconclusive;
}

double ComparisonRules::delta_of(std::string_view metric) const {
  if (metric == "rtt_p99") return delta_p99;
  return metric == "throughput" ? delta_throughput : delta_p50;
}

std::size_t Comparison::count(Verdict wanted) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      cells, [&](const ComparedCell& cell) { return cell.verdict() == wanted; }));
}

}  // namespace ipcbench
