// Medians and their intervals.
#include "results/statistics.hpp"

#include <gtest/gtest.h>

#include <random>

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

TEST(MedianInterval, CoversTheMedianOfSkewedData) {
  std::mt19937_64 random(3);
  std::lognormal_distribution<double> draw(0, 1.5);  // median 1
  for (const int n : {6, 9, 10, 21}) {
    int covered = 0;
    constexpr int runs = 4'000;
    for (int run = 0; run < runs; ++run) {
      std::vector<double> values;
      for (int i = 0; i < n; ++i) values.push_back(draw(random));
      const auto interval = median_with_interval(values).interval;
      ASSERT_TRUE(interval);
      covered += interval->first <= 1 && 1 <= interval->second ? 1 : 0;
    }
    EXPECT_GE(covered, runs * 94 / 100) << n;
  }
}

TEST(Median, IsTheMiddle) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 2, 3}), 2.5);
  EXPECT_EQ(median({7}), 7);
}

}  // namespace
}  // namespace ipcbench
