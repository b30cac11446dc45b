// Order statistics.
#include "results/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ipcbench {

std::optional<std::pair<std::size_t, std::size_t>> median_interval_ranks(std::size_t samples) {
  // The number of samples below the median is binomial with p = 1/2. The interval from the k-th
  // smallest to the k-th largest misses the median when fewer than k lie on one side of it.
  constexpr double allowed_miss = 0.05;
  double probability = std::pow(0.5, static_cast<double>(samples));  // of exactly `below` samples
  double tail = 0;
  std::size_t k = 0;
  for (std::size_t below = 0; below < samples / 2; ++below) {
    tail += probability;
    if (2 * tail > allowed_miss) break;
    k = below + 1;
    probability *= static_cast<double>(samples - below) / static_cast<double>(below + 1);
  }
  if (k == 0) return {};
  return std::pair{k, samples + 1 - k};
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double standard_deviation(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  const double middle = mean(values);
  double squares = 0;
  for (const double value : values) squares += (value - middle) * (value - middle);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double variation(const std::vector<double>& values) {
  const double middle = mean(values);
  return middle == 0 ? 0 : standard_deviation(values) / middle;
}

namespace {

Estimate median_between_ranks(std::vector<double> values, std::size_t ranks_further) {
  std::ranges::sort(values);
  Estimate estimate{.value = median(values), .interval = {}};
  if (const auto ranks = median_interval_ranks(values.size())) {
    const std::size_t low = ranks->first - std::min(ranks_further, ranks->first - 1);
    estimate.interval = {values[low - 1], values[values.size() - low]};
  }
  return estimate;
}

}  // namespace

Estimate median_with_interval(std::vector<double> values) {
  return median_between_ranks(std::move(values), 0);
}

Estimate median_with_wider_interval(std::vector<double> values) {
  return median_between_ranks(std::move(values), 1);
}

}  // namespace ipcbench
