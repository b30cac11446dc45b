// Medians and their intervals.
#include "results/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "results/figures.hpp"

namespace ipcbench {
namespace {

using Ranks = std::pair<std::size_t, std::size_t>;

TEST(MedianInterval, HasTheRanksOfTheBinomialTable) {
  for (std::size_t n = 0; n < 6; ++n) EXPECT_FALSE(median_interval_ranks(n)) << n;
  EXPECT_EQ(median_interval_ranks(6), (Ranks{1, 6}));
  EXPECT_EQ(median_interval_ranks(8), (Ranks{1, 8}));
  EXPECT_EQ(median_interval_ranks(10), (Ranks{2, 9}));
  EXPECT_EQ(median_interval_ranks(12), (Ranks{3, 10}));
  EXPECT_EQ(median_interval_ranks(15), (Ranks{4, 12}));
  EXPECT_EQ(median_interval_ranks(20), (Ranks{6, 15}));
  EXPECT_EQ(median_interval_ranks(30), (Ranks{10, 21}));
  EXPECT_EQ(median_interval_ranks(40), (Ranks{14, 27}));
}

/// How often the interval of `trials` drawn values covers `truth`.
template <class Draw>
double coverage(std::size_t trials, double truth, Draw draw) {
  constexpr int runs = 10'000;
  int covered = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<double> values;
    for (std::size_t i = 0; i < trials; ++i) values.push_back(draw(i));
    const auto interval = median_with_interval(values).interval.value();
    covered += interval.first <= truth && truth <= interval.second ? 1 : 0;
  }
  return static_cast<double>(covered) / runs;
}

constexpr std::size_t sample_sizes[] = {6, 7, 9, 10, 15, 21, 40};

TEST(MedianInterval, CoversTheMedianOfSkewedData) {
  std::mt19937_64 random(3);
  std::lognormal_distribution<double> draw(0, 1.5);  // median 1
  for (const std::size_t n : sample_sizes) {
    EXPECT_GE(coverage(n, 1, [&](std::size_t) { return draw(random); }), 0.94) << n;
  }
}

TEST(MedianInterval, CoversTheMedianOfBimodalData) {
  std::mt19937_64 random(4);
  std::normal_distribution<double> noise(0, 0.02);
  std::bernoulli_distribution slow(0.3);
  // 70 % around 1 and 30 % around 3: the median is the 5/7 quantile of the fast mode.
  const double truth = 1 + 0.02 * 0.565949;
  for (const std::size_t n : sample_sizes) {
    EXPECT_GE(
        coverage(n, truth, [&](std::size_t) { return (slow(random) ? 3 : 1) + noise(random); }),
        0.94)
        << n;
  }
}

TEST(MedianInterval, CoversTheMedianOfDriftingData) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> noise(0, 0.05);
  for (const std::size_t n : sample_sizes) {
    // From 1 to 1.2 in the course of the run: its median level is 1.1.
    const auto drifting = [&](std::size_t i) {
      return 1 + 0.2 * (static_cast<double>(i) + 0.5) / static_cast<double>(n) + noise(random);
    };
    EXPECT_GE(coverage(n, 1.1, drifting), 0.94) << n;
  }
}

/// A cell that collects trials until reached_target() or a limit, as Rounds does.
template <class Draw>
CellResult measured_until_narrow(std::size_t most, Draw draw) {
  CellResult cell;
  cell.cell.pattern = Pattern::round_trip;
  do {
    TrialRecord trial;
    trial.p50_ns = draw(cell.trials.size());
    trial.round_trips = 1'000;
    cell.trials.push_back(trial);
  } while (cell.trials.size() < most && !reached_target(cell, 0.02));
  return cell;
}

/// How often the interval covers the truth of so many trials when its width decides how many there
/// are.
template <class Draw, class Truth>
double coverage_when_stopped(std::size_t most, Draw draw, Truth truth_of) {
  constexpr int runs = 5'000;
  int covered = 0;
  for (int run = 0; run < runs; ++run) {
    const CellResult cell = measured_until_narrow(most, draw);
    const double truth = truth_of(cell.trials.size());
    const auto interval = figure_of(cell, "rtt_p50")->interval.value();
    covered += interval.first <= truth && truth <= interval.second ? 1 : 0;
  }
  return static_cast<double>(covered) / runs;
}

constexpr double least_coverage = 0.94;
/// As many trials as a budget allows: few cells, many cells.
constexpr std::size_t budgets[] = {8, 30, 100};

TEST(StopRule, CoversTheMedianOfSymmetricData) {
  std::mt19937_64 random(6);
  for (const double spread : {0.01, 0.03, 0.05}) {
    std::normal_distribution<double> noise(0, spread);
    for (const std::size_t most : budgets) {
      EXPECT_GE(coverage_when_stopped(
                    most, [&](std::size_t) { return std::exp(noise(random)); },
                    [](std::size_t) { return 1.0; }),
                least_coverage)
          << spread << ", " << most;
    }
  }
}

TEST(StopRule, CoversTheMedianOfSkewedData) {
  std::mt19937_64 random(7);
  // Nothing is quicker than the mechanism; what disturbs it only ever adds.
  for (const double typical : {0.02, 0.05}) {
    std::lognormal_distribution<double> delay(std::log(typical), 1.5);
    for (const std::size_t most : budgets) {
      EXPECT_GE(coverage_when_stopped(
                    most, [&](std::size_t) { return 1 + delay(random); },
                    [&](std::size_t) { return 1 + typical; }),
                least_coverage)
          << typical << ", " << most;
    }
  }
}

TEST(StopRule, CoversTheMedianOfBimodalData) {
  std::mt19937_64 random(8);
  constexpr double spread = 0.01;
  std::normal_distribution<double> noise(0, spread);
  // The median is the 1 / (2 (1 - share)) quantile of the fast mode.
  for (const auto& [share, quantile] : {std::pair{0.05, 0.0660119}, std::pair{0.1, 0.139710},
                                        std::pair{0.2, 0.318639}, std::pair{0.3, 0.565949}}) {
    std::bernoulli_distribution slow(share);
    for (const std::size_t most : budgets) {
      EXPECT_GE(coverage_when_stopped(
                    most, [&](std::size_t) { return (slow(random) ? 3 : 1) + noise(random); },
                    [&](std::size_t) { return 1 + spread * quantile; }),
                least_coverage)
          << share << ", " << most;
    }
  }
}

TEST(StopRule, CoversTheMedianOfDriftingData) {
  std::mt19937_64 random(9);
  for (const double spread : {0.01, 0.03}) {
    std::normal_distribution<double> noise(0, spread);
    for (const double drift_a_trial : {0.002, 0.01}) {
      for (const std::size_t most : budgets) {
        // What the machine was like while it was measured, however long that was.
        EXPECT_GE(
            coverage_when_stopped(
                most,
                [&](std::size_t i) {
                  return 1 + drift_a_trial * (static_cast<double>(i) + 0.5) + noise(random);
                },
                [&](std::size_t n) { return 1 + drift_a_trial * static_cast<double>(n) / 2; }),
            least_coverage)
            << spread << ", " << drift_a_trial << ", " << most;
      }
    }
  }
}

TEST(Median, IsTheMiddle) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 2, 3}), 2.5);
  EXPECT_EQ(median({7}), 7);
}

}  // namespace
}  // namespace ipcbench
