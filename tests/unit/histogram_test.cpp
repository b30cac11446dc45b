// The histogram: error, extremes, merging.
#include "base/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace ipcbench {
namespace {

TEST(Histogram, ReadsBackEveryMagnitudeWithin8PerMille) {
  for (std::uint64_t value = 1; value < (1ULL << Histogram::largest_bits);
       value += value / 97 + 1) {
    const double read = Histogram::value_of(Histogram::bucket_of(value));
    const auto exact = static_cast<double>(value);
    ASSERT_LE(std::abs(read - exact) / exact, 0.008) << value;
  }
}

TEST(Histogram, QuantilesOfSkewedDataMatchTheSortedSample) {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> draw(9.0, 1.2);
  Histogram histogram;
  std::vector<std::uint64_t> all;
  for (int i = 0; i < 50'000; ++i) {
    all.push_back(static_cast<std::uint64_t>(draw(random)) + 1);
    histogram.record(all.back());
  }
  std::ranges::sort(all);
  for (const double q : {0.001, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(all.size())));
    const auto exact = static_cast<double>(all[rank - 1]);
    EXPECT_NEAR(histogram.quantile(q) / exact, 1.0, 0.008) << q;
  }
  EXPECT_EQ(histogram.min(), all.front());
  EXPECT_EQ(histogram.max(), all.back());
}

TEST(Histogram, InterpolatedQuantilesLieInTheBucketOfTheSortedSamplesOwn) {
  std::mt19937_64 random(2);
  std::lognormal_distribution<double> draw(9.0, 0.3);
  Histogram histogram;
  std::vector<std::uint64_t> all;
  for (int i = 0; i < 20'000; ++i) {
    all.push_back(static_cast<std::uint64_t>(draw(random)) + 1);
    histogram.record(all.back());
  }
  std::ranges::sort(all);
  double last = 0;
  for (const double q : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(all.size())));
    const auto exact = static_cast<double>(all[rank - 1]);
    const double width = Histogram::width_of(Histogram::bucket_of(all[rank - 1]));
    EXPECT_NEAR(histogram.interpolated_quantile(q), exact, width) << q;
    EXPECT_GE(histogram.interpolated_quantile(q), last);
    last = histogram.interpolated_quantile(q);
  }
  EXPECT_LE(histogram.interpolated_quantile(1), static_cast<double>(histogram.max()));
  EXPECT_GE(histogram.interpolated_quantile(0.0001), static_cast<double>(histogram.min()));
}

TEST(Histogram, InterpolatedMedianShowsAChangeThatIsSmallerThanABucket) {
  // A bucket at 10,000 is 64 wide, 0.64 %; the change is 0.1 %.
  const auto median_of = [](double scale) {
    std::mt19937_64 random(3);
    std::normal_distribution<double> draw(10'000 * scale, 300);
    Histogram histogram;
    for (int i = 0; i < 100'000; ++i) histogram.record(static_cast<std::uint64_t>(draw(random)));
    return histogram.interpolated_quantile(0.5);
  };
  for (const double change : {0.001, 0.002, 0.01}) {
    EXPECT_NEAR(median_of(1 + change) / median_of(1) - 1, change, 0.0005) << change;
  }
}

TEST(Histogram, InterpolatedQuantilesOfOneValueAreThatValueAndOfNothingNone) {
  Histogram histogram;
  EXPECT_EQ(histogram.interpolated_quantile(0.5), 0);
  histogram.record(123'456);
  for (const double q : {0.01, 0.5, 1.0}) EXPECT_EQ(histogram.interpolated_quantile(q), 123'456);
}

TEST(Histogram, MergingEqualsRecordingTogether) {
  Histogram together, first, second;
  for (std::uint64_t i = 1; i < 5'000; ++i) {
    together.record(i * i);
    (i % 3 == 0 ? first : second).record(i * i);
  }
  first.merge(second);
  EXPECT_EQ(first.buckets(), together.buckets());
  EXPECT_EQ(first.count(), together.count());
  EXPECT_EQ(first.sum(), together.sum());
  EXPECT_EQ(first.min(), together.min());
  EXPECT_EQ(first.max(), together.max());
}

TEST(Histogram, CountsWhatIsTooLongInItsLastBucketAndKeepsTheMaximum) {
  Histogram histogram;
  histogram.record(std::uint64_t{1} << 50);
  EXPECT_EQ(histogram.buckets().back(), 1U);
  EXPECT_EQ(histogram.max(), std::uint64_t{1} << 50);
}

TEST(Histogram, IsEmptyWithoutRecords) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.quantile(0.5), 0.0);
  EXPECT_EQ(histogram.min(), 0U);
}

}  // namespace
}  // namespace ipcbench
