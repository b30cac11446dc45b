// System calls a message, of A and of B.
#include "results/exact_counters.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "results/statistics.hpp"

namespace ipcbench {

namespace {

constexpr double rounding = 1e-9;

std::vector<double> counts_of(const ComparedCell& cell, std::optional<double> DuelRound::* arm) {
  std::vector<double> counts;
  for (const DuelRound& round : cell.rounds) {
    if (const auto& count = round.*arm) counts.push_back(*count);
  }
  return counts;
}

/// Whole calls a message, and in each pass the same. What depends on who had to wait is a fraction,
/// and two passes may well meet in one by chance.
bool is_exact(const std::vector<double>& counts) {
  const auto [least, most] = std::ranges::minmax(counts);
  return most - least <= rounding && std::abs(least - std::round(least)) <= rounding;
}

}  // namespace

std::optional<Finding> compare_syscalls(const ComparedCell& cell) {
  const auto of_a = counts_of(cell, &DuelRound::syscalls_a);
  const auto of_b = counts_of(cell, &DuelRound::syscalls_b);
  if (of_a.empty() || of_b.empty()) return {};
  Finding finding{.metric = std::string(syscalls_metric),
                  .unit = "1",
                  .a = median(of_a),
                  .b = median(of_b),
                  .rounds = static_cast<unsigned>(std::min(of_a.size(), of_b.size()))};
  const double more = *finding.b - *finding.a;
  if (*finding.a > 0) finding.change = Estimate{.value = more / *finding.a, .interval = {}};
  if (finding.rounds < 2) {
    finding.reason = "counted once only";
    finding.judged = false;
  } else if (!is_exact(of_a) || !is_exact(of_b)) {
    finding.reason = "varies from pass to pass";
    finding.judged = false;
  } else if (more >= least_syscalls - rounding) {
    finding.verdict = Verdict::regression;
  } else if (more <= rounding - least_syscalls) {
    finding.verdict = Verdict::improvement;
  } else {
    finding.verdict = Verdict::equivalent;
  }
  return finding;
}

}  // namespace ipcbench
