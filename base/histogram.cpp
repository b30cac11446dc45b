// Reading and merging histograms.
#include "base/histogram.hpp"

#include <cmath>

namespace ipcbench {

void Histogram::merge(const Histogram& other) noexcept {
  for (std::size_t i = 0; i < bucket_count; ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

double Histogram::mean() const {
  return count_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

double Histogram::quantile(double q) const {
  if (count_ == 0) return 0;
  const auto rank = static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < bucket_count; ++i) {
    seen += buckets_[i];
    // A bucket's middle can lie outside what was recorded; the exact extremes are known.
    if (seen >= rank && seen != 0) {
      return std::clamp(value_of(i), static_cast<double>(min_), static_cast<double>(max_));
    }
  }
  return static_cast<double>(max_);
}

double Histogram::interpolated_quantile(double q) const {
  const double rank = q * static_cast<double>(count_);
  double below = 0;
  for (std::size_t i = 0; i < bucket_count; ++i) {
    const auto here = static_cast<double>(buckets_[i]);
    if (here != 0 && below + here >= rank) {
      // From half a unit below the bucket's first number to half a unit above its last one.
      const double part = (rank - below) / here - 0.5;
      return std::clamp(value_of(i) + part * width_of(i), static_cast<double>(min_),
                        static_cast<double>(max_));
    }
    below += here;
  }
  return static_cast<double>(max_);
}

double Histogram::value_of(std::size_t bucket) {
  if (bucket < sub_buckets) return static_cast<double>(bucket);
  const std::size_t shift = (bucket >> sub_bucket_bits) - 1;
  const std::uint64_t lowest = (sub_buckets + (bucket & (sub_buckets - 1))) << shift;
  return static_cast<double>(lowest) + (width_of(bucket) - 1) / 2;
}

double Histogram::width_of(std::size_t bucket) {
  if (bucket < sub_buckets) return 1;
  return static_cast<double>(1ULL << ((bucket >> sub_bucket_bits) - 1));
}

}  // namespace ipcbench
