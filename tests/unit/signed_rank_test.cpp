// The exact test against tables and against counting all signs; its estimate; Holm.
#include "results/signed_rank.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace ipcbench {
namespace {

TEST(SignedRank, HasTheCriticalValuesOfThePublishedTable) {
  // The largest sum of the rarer sign that is significant, one-sided.
  struct Row {
    std::size_t n, at_5, at_2_5, at_1, at_0_5;
  };
  for (const auto& [n, at_5, at_2_5, at_1, at_0_5] :
       {Row{10, 10, 8, 5, 3}, Row{15, 30, 25, 19, 15}, Row{20, 60, 52, 43, 37},
        Row{30, 151, 137, 120, 109}, Row{50, 466, 434, 397, 373}}) {
    const std::size_t all = n * (n + 1) / 2;
    EXPECT_EQ(critical_rank_sum(n, 0.05), all - at_5) << n;
    EXPECT_EQ(critical_rank_sum(n, 0.025), all - at_2_5) << n;
    EXPECT_EQ(critical_rank_sum(n, 0.01), all - at_1) << n;
    EXPECT_EQ(critical_rank_sum(n, 0.005), all - at_0_5) << n;
  }
  EXPECT_FALSE(critical_rank_sum(5, 0.025));
  EXPECT_FALSE(critical_rank_sum(0, 0.5));
}

TEST(SignTest, HasTheCountsOfTables) {
  EXPECT_FALSE(critical_sign_count(5, 0.025));
  EXPECT_EQ(critical_sign_count(6, 0.025), 6U);
  EXPECT_EQ(critical_sign_count(15, 0.025), 12U);
  EXPECT_EQ(critical_sign_count(21, 0.025), 16U);
  EXPECT_EQ(critical_sign_count(36, 0.025), 25U);
}

TEST(SignedRank, CountsTheSignsOfAFewValues) {
  EXPECT_EQ(signed_rank_p(std::vector<double>{1, 2, 3, 4, 5, 6}), 1.0 / 64);
  EXPECT_EQ(signed_rank_p(std::vector<double>{-1, 2, 3, 4, 5, 6}), 2.0 / 64);
  EXPECT_EQ(signed_rank_p(std::vector<double>{1, 2, 3, -4, 5, 6}), 7.0 / 64);
  EXPECT_EQ(signed_rank_p(std::vector<double>{-1, -2, -3, -4, -5, -6}), 1);
  EXPECT_EQ(signed_rank_p(std::vector<double>{}), 1);
  EXPECT_EQ(signed_rank_p(std::vector<double>{0, 0, 0, 0, 0, 0, 0}), 1);
  EXPECT_EQ(signed_rank_p(std::vector<double>{0, 0, 0, 0, 1, 1}), 1.0 / 4);
}

/// Rank sum of the positive values by the definition, in halves.
std::size_t doubled_rank_sum(const std::vector<double>& values) {
  std::size_t sum = 0;
  for (const double value : values) {
    if (value <= 0) continue;
    for (const double other : values) {
      if (std::abs(other) < value) sum += 2;
      if (std::abs(other) == value) sum += 1;
    }
    sum += 1;
  }
  return sum;
}

/// The values with the signs that the bits of `signs` say.
std::vector<double> with_signs(std::vector<double> values, unsigned signs) {
  for (std::size_t index = 0; index < values.size(); ++index) {
    if ((signs >> index & 1U) != 0) values[index] = -values[index];
  }
  return values;
}

double p_by_counting(const std::vector<double>& values) {
  const std::size_t observed = doubled_rank_sum(values);
  const unsigned ways = 1U << values.size();
  unsigned as_large = 0;
  for (unsigned signs = 0; signs < ways; ++signs) {
    if (doubled_rank_sum(with_signs(values, signs)) >= observed) ++as_large;
  }
  return static_cast<double>(as_large) / ways;
}

/// Few different magnitudes, so that there are ties and zeros.
std::vector<double> coarse_values(std::size_t n, std::mt19937_64& random) {
  std::uniform_int_distribution draw(-4, 6);
  std::vector<double> values(n);
  for (double& value : values) value = draw(random);
  return values;
}

TEST(SignedRank, AgreesWithCountingAllSignsAlsoWithTiesAndZeros) {
  std::mt19937_64 random(1);
  for (int repetition = 0; repetition < 200; ++repetition) {
    const auto values = coarse_values(1 + static_cast<std::size_t>(repetition) % 9, random);
    EXPECT_DOUBLE_EQ(signed_rank_p(values), p_by_counting(values)) << repetition;
  }
}

TEST(SignedRank, NeverRejectsMoreOftenThanItSays) {
  std::mt19937_64 random(2);
  for (int repetition = 0; repetition < 20; ++repetition) {
    const auto values = coarse_values(8, random);
    std::vector<double> p_values;
    for (unsigned signs = 0; signs < 256; ++signs) {
      p_values.push_back(signed_rank_p(with_signs(values, signs)));
    }
    for (const double alpha : p_values) {
      const auto rejected = std::ranges::count_if(p_values, [&](double p) { return p <= alpha; });
      EXPECT_LE(static_cast<double>(rejected) / 256, alpha);
    }
  }
}

TEST(SignedRank, StaysExactForSixtyValues) {
  std::vector<double> values(60);
  std::iota(values.begin(), values.end(), 1.0);
  EXPECT_EQ(signed_rank_p(values), std::pow(0.5, 60));
  // Odd ones against even ones: 930 of 1830, by the normal curve with its correction.
  for (std::size_t index = 0; index < values.size(); index += 2) values[index] = -values[index];
  const double deviations = (930 - 0.5 - 915) / std::sqrt(60.0 * 61 * 121 / 24);
  EXPECT_NEAR(signed_rank_p(values), std::erfc(deviations / std::sqrt(2)) / 2, 0.0005);
}

TEST(HodgesLehmann, IsTheMedianOfThePairwiseMeans) {
  EXPECT_EQ(hodges_lehmann(std::vector<double>{7}).value, 7);
  EXPECT_EQ(hodges_lehmann(std::vector<double>{1, 5}).value, 3);
  // Means: 1, 1.5, 2, 5.5, 6, 10.
  EXPECT_EQ(hodges_lehmann(std::vector<double>{10, 1, 2}).value, 3.75);
}

TEST(HodgesLehmann, HasTheIntervalOfItsTestAndNoneBelowSixValues) {
  EXPECT_FALSE(hodges_lehmann(std::vector<double>{1, 2, 3, 4, 5}).interval);
  EXPECT_EQ(hodges_lehmann(std::vector<double>{4, 9, 1, 3, 2, 6}).interval, std::pair(1.0, 9.0));
  std::vector<double> fifteen(15);
  for (std::size_t index = 0; index < 15; ++index) fifteen[index] = std::exp2(index);
  const auto averages = walsh_averages(fifteen);
  // The table has 25 for 15 values at 2.5 %: the 26th from either end.
  EXPECT_EQ(hodges_lehmann(fifteen).interval, std::pair(averages[25], averages[120 - 26]));
}

template <class Draw>
double coverage(std::size_t rounds, double truth, Draw draw) {
  constexpr int runs = 4'000;
  int covered = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<double> values;
    for (std::size_t index = 0; index < rounds; ++index) values.push_back(draw());
    const auto [low, high] = hodges_lehmann(values).interval.value();
    covered += low <= truth && truth <= high ? 1 : 0;
  }
  return static_cast<double>(covered) / runs;
}

TEST(HodgesLehmann, CoversTheTrueChange) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(0.02, 0.01);
  std::student_t_distribution<double> heavy(3);
  std::exponential_distribution<double> skewed(1);
  for (const std::size_t rounds : {6, 10, 15, 21}) {
    EXPECT_GE(coverage(rounds, 0.02, [&] { return normal(random); }), 0.94) << rounds;
    EXPECT_GE(coverage(rounds, 0.0, [&] { return heavy(random); }), 0.94) << rounds;
    // Two arms with skewed costs, whose difference is not.
    EXPECT_GE(coverage(rounds, 0.3, [&] { return 0.3 + skewed(random) - skewed(random); }), 0.94)
        << rounds;
  }
}

TEST(Holm, AdjustsAsByHand) {
  const auto adjusted = holm(std::vector{0.01, 0.04, 0.03, 0.005});
  ASSERT_EQ(adjusted.size(), 4U);
  EXPECT_DOUBLE_EQ(adjusted[0], 0.03);
  // 1 x 0.04 would be below the 0.06 of the one before.
  EXPECT_DOUBLE_EQ(adjusted[1], 0.06);
  EXPECT_DOUBLE_EQ(adjusted[2], 0.06);
  EXPECT_DOUBLE_EQ(adjusted[3], 0.02);
}

TEST(Holm, KnowsOneTestNoneAndNoMoreThanCertainty) {
  EXPECT_EQ(holm(std::vector{0.04}), std::vector{0.04});
  EXPECT_TRUE(holm({}).empty());
  EXPECT_EQ(holm(std::vector{0.7, 0.9}), (std::vector{1.0, 1.0}));
}

}  // namespace
}  // namespace ipcbench
