// The exact signed-rank test, the estimate that belongs to it, and Holm's correction.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "results/statistics.hpp"

namespace ipcbench {

/// Wilcoxon's signed-rank test of "positive": how probable a rank sum at least so large is when
/// each value is as likely to have the other sign. Exact for the values at hand: equal magnitudes
/// share their ranks, zeros take the lowest ranks and count for neither side (Pratt).
/// 1 for no values.
[[nodiscard]] double signed_rank_p(std::span<const double> values);

/// The smallest rank sum of n values without ties whose p is at most `p`; nothing if not even the
/// largest sum is so rare.
[[nodiscard]] std::optional<std::size_t> critical_rank_sum(std::size_t n, double p);

/// The same of the sign test, whose sum is the number of positive values.
[[nodiscard]] std::optional<std::size_t> critical_sign_count(std::size_t n, double p);

/// The means of all pairs of values, each with itself too, ascending.
[[nodiscard]] std::vector<double> walsh_averages(std::span<const double> values);

/// On either side of an interval of about 95 %.
inline constexpr double interval_tail = 0.025;

/// The median of the Walsh averages (Hodges and Lehmann), with the exact interval of about 95 %
/// that belongs to the signed-rank test; no interval below 6 values. `values` must not be empty.
[[nodiscard]] Estimate hodges_lehmann(std::span<const double> values);

/// p-values of one family, adjusted after Holm: those that are at most alpha keep the rate of
/// families with any false one at alpha, however the tests depend on each other.
[[nodiscard]] std::vector<double> holm(std::span<const double> p_values);

}  // namespace ipcbench
