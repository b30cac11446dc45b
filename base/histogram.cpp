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

double Histogram::value_of(std::size_t bucket) {
  if (bucket < sub_buckets) return static_cast<double>(bucket);
  const std::size_t shift = (bucket >> sub_bucket_bits) - 1;
  const std::uint64_t lowest = (sub_buckets + (bucket & (sub_buckets - 1))) << shift;
  return static_cast<double>(lowest) + (static_cast<double>(1ULL << shift) - 1) / 2;
}

}  // namespace ipcbench
