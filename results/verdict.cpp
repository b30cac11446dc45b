// What a comparison's parts come to.
#include "results/verdict.hpp"

#include <algorithm>

namespace ipcbench {

namespace {

/// The larger, the sooner a person has to look.
int urgency(Verdict verdict) {
  switch (verdict) {
    case Verdict::error:
      return 6;
    case Verdict::regression:
      return 5;
    case Verdict::inconclusive:
      return 4;
    case Verdict::clear:
      return 3;
    case Verdict::improvement:
      return 2;
    case Verdict::equivalent:
      return 1;
    case Verdict::skipped:
      return 0;
  }
  return 0;
}

}  // namespace

Verdict ComparedCell::verdict() const {
  std::optional<Verdict> worst;
  for (const Finding& finding : findings) {
    if (!finding.judged) continue;
    if (!worst || urgency(finding.verdict) > urgency(*worst)) worst = finding.verdict;
  }
  return worst.value_or(Verdict::inconclusive);
}

double ComparisonRules::delta_of(std::string_view metric) const {
  if (metric == "rtt_p50") return delta_p50;
  if (metric == "rtt_p99") return delta_p99;
  if (metric == "throughput") return delta_throughput;
  return 0;  // an exact counter
}

bool ComparisonRules::wants(std::string_view metric) const {
  return metrics.empty() || std::ranges::find(metrics, metric) != metrics.end();
}

std::size_t Comparison::count(Verdict wanted) const {
  return static_cast<std::size_t>(std::ranges::count(cells, wanted, &ComparedCell::verdict));
}

}  // namespace ipcbench
