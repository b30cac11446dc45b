// Moderated t-tests of all pairs of rows, step by step.
#include "results/round_ratios.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include "results/statistics.hpp"

namespace ipcbench {

namespace {

using boost::math::digamma;
using boost::math::trigamma;

constexpr double error_rate = 0.05;
/// No clock tells less than a millionth.
constexpr double least_variance = 1e-12;

/// How a pair differs, in logarithms, over the rounds that both count in.
struct Difference {
  std::pair<std::size_t, std::size_t> rows;
  double rounds = 0;
  double mean = 0;
  double variance = 0;            ///< first its own, then the moderated one
  double degrees_of_freedom = 0;  ///< of the variance
  double chance = 1;              ///< how often chance alone makes two equal rows differ so much

  [[nodiscard]] double standard_error() const { return std::sqrt(variance / rounds); }
};

std::optional<Difference> difference(std::pair<std::size_t, std::size_t> rows,
                                     const RoundCosts& row, const RoundCosts& other) {
  std::vector<double> values;
  for (const auto& [round, cost] : row) {
    const auto there = other.find(round);
    if (there != other.end()) values.push_back(cost - there->second);
  }
  if (values.size() < rounds_for_ratio) return {};
  const double deviation = standard_deviation(values);
  const auto rounds = static_cast<double>(values.size());
  return Difference{.rows = rows,
                    .rounds = rounds,
                    .mean = mean(values),
                    .variance = std::max(deviation * deviation, least_variance),
                    .degrees_of_freedom = rounds - 1};
}

/// Where the trigamma function has this value, by Newton's method on its inverse, which is nearly
/// straight.
double inverse_trigamma(double value) {
  double x = 0.5 + 1 / value;
  for (int i = 0; i < 50; ++i) {
    const double there = trigamma(x);
    const double step = there * (1 - there / value) / boost::math::polygamma(2, x);
    x += step;
    if (std::abs(step) < 1e-8 * x) break;
  }
  return x;
}

/// What the variances of all pairs say of one: a level, and how many degrees of freedom it is
/// worth.
struct Prior {
  double variance = 0;
  double degrees_of_freedom = 0;
};

/// Fits the scaled F distribution that variances have if the true ones are scattered by a scaled
/// inverse chi-squared distribution (Smyth 2004, "empirical Bayes").
Prior prior_of(const std::vector<Difference>& differences, std::size_t rows) {
  // All pairs share their rows: they are not worth more than a third of the rows were alone.
  const double worth_of_pair = std::max(0.0, static_cast<double>(rows) / 3 - 1);
  std::vector<double> logarithms;
  double chance = 0, most = 0;
  for (const Difference& one : differences) {
    const double half = one.degrees_of_freedom / 2;
    logarithms.push_back(std::log(one.variance) - digamma(half) + std::log(half));
    chance += trigamma(half) / static_cast<double>(differences.size());
    most = std::max(most, one.degrees_of_freedom);
  }
  const double spread = standard_deviation(logarithms);
  const double beyond_chance = spread * spread - chance;
  Prior prior{.variance = std::exp(mean(logarithms)), .degrees_of_freedom = worth_of_pair * most};
  if (beyond_chance > 0) {
    const double half = inverse_trigamma(beyond_chance);
    prior.variance *= std::exp(digamma(half) - std::log(half));
    prior.degrees_of_freedom = std::min(prior.degrees_of_freedom, 2 * half);
  }
  return prior;
}

void moderate(std::vector<Difference>& differences, const Prior& prior) {
  for (Difference& one : differences) {
    const double own = one.degrees_of_freedom;
    one.degrees_of_freedom += prior.degrees_of_freedom;
    one.variance =
        (prior.degrees_of_freedom * prior.variance + own * one.variance) / one.degrees_of_freedom;
  }
}

double chance_of(const Difference& one) {
  const boost::math::students_t distribution(one.degrees_of_freedom);
  return 2 * cdf(complement(distribution, std::abs(one.mean) / one.standard_error()));
}

/// Half of the interval that leaves out none in so many of all cases.
double half_width(const Difference& one, double chance) {
  const boost::math::students_t distribution(one.degrees_of_freedom);
  return quantile(complement(distribution, chance / 2)) * one.standard_error();
}

}  // namespace

RoundRatios::RoundRatios(const std::vector<RoundCosts>& rows) {
  std::vector<Difference> differences;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t other = row + 1; other < rows.size(); ++other) {
      if (const auto one = difference({row, other}, rows[row], rows[other])) {
        differences.push_back(*one);
      }
    }
  }
  if (differences.empty()) return;
  moderate(differences, prior_of(differences, rows.size()));
  // Holm's steps: who is told apart for certain is no chance to be wrong any more. But never fewer
  // than the pairs of one row.
  for (Difference& one : differences) one.chance = chance_of(one);
  std::ranges::sort(differences, {}, &Difference::chance);
  std::size_t in_question = differences.size();
  bool all_apart = true;
  for (const Difference& one : differences) {
    const auto questions = static_cast<double>(std::max(in_question, rows.size() - 1));
    all_apart = all_apart && one.chance <= error_rate / questions;
    if (all_apart) --in_question;
    pairs_[one.rows] = {.middle = one.mean, .half = half_width(one, error_rate / questions)};
  }
}

std::optional<RoundRatio> RoundRatios::ratio(std::size_t row, std::size_t other) const {
  const auto found = pairs_.find(std::minmax(row, other));
  if (found == pairs_.end()) return {};
  const auto& [middle, half] = found->second;
  const double mean = row < other ? middle : -middle;
  return RoundRatio{std::exp(mean), std::exp(mean - half), std::exp(mean + half)};
}

}  // namespace ipcbench
