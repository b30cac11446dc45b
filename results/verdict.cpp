// What a comparison's parts add up to.
#include "results/verdict.hpp"

#include <algorithm>
#include <array>

namespace ipcbench {

Verdict ComparedCell::verdict() const {
  constexpr std::array worst_first = {Verdict::error,        Verdict::regression,
                                      Verdict::inconclusive, Verdict::improvement,
                                      Verdict::equivalent,   Verdict::skipped};
  for (const Verdict verdict : worst_first) {
    const bool found = std::ranges::any_of(findings, [&](const Finding& finding) {
      return finding.judged && finding.verdict == verdict;
    });
    if (found) return verdict;
  }
  return Verdict::skipped;
}

double ComparisonRules::delta_of(std::string_view metric) const {
  if (metric == "rtt_p50") return delta_p50;
  if (metric == "rtt_p99") return delta_p99;
  if (metric == "throughput") return delta_throughput;
  return 0;
}

std::size_t Comparison::count(Verdict wanted) const {
  return static_cast<std::size_t>(std::ranges::count(cells, wanted, &ComparedCell::verdict));
}

}  // namespace ipcbench
