// Rank sums are counted exactly, in halves of ranks because ties share them.
#include "results/signed_rank.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace ipcbench {

namespace {

/// How probable each sum is when each rank is in it or not by the toss of a coin. Sums of powers
/// of two: exact in a double as long as there are no more than 53 ranks, and to its last digit
/// beyond.
std::vector<double> sums_of_chance(std::span<const std::size_t> ranks) {
  const std::size_t largest = std::accumulate(ranks.begin(), ranks.end(), std::size_t{0});
  std::vector<double> probability(largest + 1, 0.0);
  probability[0] = 1;
  std::size_t reached = 0;
  for (const std::size_t rank : ranks) {
    reached += rank;
    for (std::size_t sum = reached + 1; sum-- > 0;) {
      probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
    }
  }
  return probability;
}

/// Indices of the values, the smallest magnitude first.
std::vector<std::size_t> by_magnitude(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t index) { return std::abs(values[index]); });
  return order;
}

std::optional<std::size_t> critical_sum(std::span<const std::size_t> ranks, double p) {
  const auto probability = sums_of_chance(ranks);
  std::optional<std::size_t> smallest;
  double tail = 0;
  for (std::size_t sum = probability.size(); sum-- > 0;) {
    tail += probability[sum];
    if (tail > p) break;
    smallest = sum;
  }
  return smallest;
}

}  // namespace

double signed_rank_p(std::span<const double> values) {
  const auto order = by_magnitude(values);
  std::vector<std::size_t> doubled_ranks;
  std::size_t positive_sum = 0;
  for (std::size_t first = 0; first < order.size();) {
    const double magnitude = std::abs(values[order[first]]);
    std::size_t end = first;
    while (end < order.size() && std::abs(values[order[end]]) == magnitude) ++end;
    // Ranks first + 1 to end, shared: twice their mean.
    const std::size_t doubled = first + 1 + end;
    // A zero has no sign that chance could have given another way.
    for (; first < end; ++first) {
      if (magnitude == 0) continue;
      doubled_ranks.push_back(doubled);
      if (values[order[first]] > 0) positive_sum += doubled;
    }
  }
  const auto probability = sums_of_chance(doubled_ranks);
  // From the far end: the small ones are added first.
  const double p = std::accumulate(
      probability.rbegin(), probability.rend() - static_cast<std::ptrdiff_t>(positive_sum), 0.0);
  return std::min(p, 1.0);
}

std::optional<std::size_t> critical_rank_sum(std::size_t n, double p) {
  std::vector<std::size_t> ranks(n);
  std::iota(ranks.begin(), ranks.end(), std::size_t{1});
  return critical_sum(ranks, p);
}

std::optional<std::size_t> critical_sign_count(std::size_t n, double p) {
  return critical_sum(std::vector<std::size_t>(n, 1), p);
}

std::vector<double> walsh_averages(std::span<const double> values) {
  std::vector<double> averages;
  averages.reserve(values.size() * (values.size() + 1) / 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i; j < values.size(); ++j) averages.push_back((values[i] + values[j]) / 2);
  }
  std::ranges::sort(averages);
  return averages;
}

Estimate hodges_lehmann(std::span<const double> values) {
  const auto averages = walsh_averages(values);
  const std::size_t count = averages.size();
  Estimate estimate{.value = (averages[(count - 1) / 2] + averages[count / 2]) / 2, .interval = {}};
  // A shift is inside when neither test would reject it: its rank sum is the number of averages
  // on one side of it.
  const auto critical = critical_rank_sum(values.size(), interval_tail);
  if (critical) estimate.interval = {averages[count - *critical], averages[*critical - 1]};
  return estimate;
}

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t index) { return p_values[index]; });
  std::vector<double> adjusted(p_values.size());
  double least = 0;
  for (std::size_t step = 0; step < order.size(); ++step) {
    const auto remaining = static_cast<double>(order.size() - step);
    // Never below one that came before: who is rejected first cannot be the less sure.
    least = std::max(least, std::min(1.0, remaining * p_values[order[step]]));
    adjusted[order[step]] = least;
  }
  return adjusted;
}

}  // namespace ipcbench
