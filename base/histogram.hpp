// Log-linear histogram of durations: fixed size, no allocation, so it can live in shared memory.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>

namespace ipcbench {

/// Values below 128 are exact; above, each power of two is cut into 128 buckets, so a value read
/// back differs from the recorded one by at most 1/256 of it (0.4 %). Two histograms merge by
/// adding. Plain data: one process writes, the other reads when the writer has finished.
class Histogram {
 public:
  static constexpr unsigned sub_bucket_bits = 7;
  static constexpr std::uint64_t sub_buckets = 1U << sub_bucket_bits;
  /// Durations from here on (18 minutes in ns) are counted in the last bucket.
  static constexpr unsigned largest_bits = 40;
  static constexpr std::size_t bucket_count = (largest_bits - sub_bucket_bits + 1) * sub_buckets;

  void record(std::uint64_t value) noexcept {
    ++buckets_[bucket_of(value)];
    ++count_;
    sum_ += value;
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
  }

  void merge(const Histogram& other) noexcept;
  void clear() noexcept { *this = Histogram{}; }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t sum() const { return sum_; }
  [[nodiscard]] std::uint64_t min() const { return count_ == 0 ? 0 : min_; }
  [[nodiscard]] std::uint64_t max() const { return max_; }
  [[nodiscard]] double mean() const;
  /// The value below or at which the share `q` of all values lies, 0 < q <= 1. 0 when empty.
  [[nodiscard]] double quantile(double q) const;
  /// The same between the values of a bucket, as if they lay evenly in it: for two histograms that
  /// are compared, where a step from one bucket's middle to the next would be most of the change.
  [[nodiscard]] double interpolated_quantile(double q) const;
  [[nodiscard]] const std::array<std::uint64_t, bucket_count>& buckets() const { return buckets_; }

  /// What a bucket stands for: its middle.
  [[nodiscard]] static double value_of(std::size_t bucket);
  /// How many whole numbers fall into it.
  [[nodiscard]] static double width_of(std::size_t bucket);

  [[nodiscard]] static constexpr std::size_t bucket_of(std::uint64_t value) noexcept {
    if (value < sub_buckets) return value;
    const unsigned exponent = static_cast<unsigned>(std::bit_width(value)) - 1;
    if (exponent >= largest_bits) return bucket_count - 1;
    const unsigned shift = exponent - sub_bucket_bits;
    return ((shift + 1) << sub_bucket_bits) + ((value >> shift) & (sub_buckets - 1));
  }

 private:
  std::uint64_t count_ = 0;
  std::uint64_t sum_ = 0;
  std::uint64_t min_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t max_ = 0;
  std::array<std::uint64_t, bucket_count> buckets_{};
};

static_assert(Histogram::bucket_of(127) == 127 && Histogram::bucket_of(128) == 128);
static_assert(Histogram::bucket_of((1ULL << Histogram::largest_bits) - 1) ==
              Histogram::bucket_count - 1);

}  // namespace ipcbench
