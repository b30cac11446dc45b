// The parts of the budget.
#include "bench/duel_budget.hpp"

#include <algorithm>
#include <cstdint>

namespace ipcbench {

using std::chrono::nanoseconds;

namespace {

/// Screening may take this part of the budget, less if a second look would then have no time. It is
/// a bit more than half, so that the second look is never more than that.
constexpr double screening_share = 0.51;

/// Some pairs, also while somebody else has a CPU now and then.
constexpr std::chrono::milliseconds visit_for_all_clear{150};

/// The fresh rounds of one suspect.
nanoseconds least_second_look(const ComparisonRules& rules) {
  return rules.confirmation_rounds * (round_start + 2 * shortest_visit);
}

}  // namespace

nanoseconds time_to_screen(nanoseconds budget, const ComparisonRules& rules) {
  const nanoseconds share(
      static_cast<std::int64_t>(static_cast<double>(budget.count()) * screening_share));
  return std::min(share, budget - verdict_time - least_second_look(rules));
}

nanoseconds least_budget(std::size_t cells, const ComparisonRules& rules) {
  const nanoseconds round = round_start + shortest_visit * (cells + 1);
  return round * rules.screening_rounds + least_second_look(rules) + verdict_time;
}

unsigned fresh_rounds(nanoseconds time, std::size_t cells, const ComparisonRules& rules) {
  if (!rules.clear) return rules.confirmation_rounds;
  const auto visits = static_cast<std::int64_t>(cells + 1);
  const std::int64_t fit = time / (round_start + visits * visit_for_all_clear);
  return static_cast<unsigned>(
      std::clamp<std::int64_t>(fit, rules.confirmation_rounds, 2 * rules.confirmation_rounds));
}

nanoseconds most_second_look(nanoseconds budget, const ComparisonRules& rules) {
  return std::max(budget / 2, least_second_look(rules));
}

}  // namespace ipcbench
