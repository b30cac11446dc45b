// How often rows that cost the same are told apart: simulated families of a known truth.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <tuple>

#include "results/row_order.hpp"

namespace ipcbench {
namespace {

enum class Scatter {
  normal,
  unequal,
  skewed,
  heavy,
  two_modes,
  rare_mode,
  ties,
  own_swings,
  no_swings
};

const char* name_of(Scatter scatter) {
  constexpr const char* names[] = {"normal",    "unequal", "skewed",     "heavy",    "two modes",
                                   "rare mode", "ties",    "own swings", "no swings"};
  return names[static_cast<std::size_t>(scatter)];
}

struct Family {
  std::size_t rows;
  std::size_t rounds;
  Scatter scatter;
  double step = 0;          ///< the next level costs so much more, in parts
  std::size_t at_once = 1;  ///< so many rows of a level

  [[nodiscard]] std::size_t level(std::size_t row) const { return row / at_once; }
};

/// Rows that meet the same swings of the machine: a walk from round to round, and sudden jumps.
class Simulation {
 public:
  std::vector<RankedRow> rows(const Family& family) {
    std::vector<double> swings;
    double level = 0;
    for (std::size_t round = 0; round < family.rounds; ++round) {
      level += normal() * 0.12;
      const double swing = level + (chance(0.2) ? 0.5 : 0);
      swings.push_back(family.scatter == Scatter::no_swings ? 0 : swing);
    }
    // Own swings change what a round costs, not what a row costs.
    const double usual = mean(swings);
    std::vector<RankedRow> rows;
    for (std::size_t row = 0; row < family.rows; ++row) {
      // The widest scatters thirty times as much as the quietest.
      const double part = static_cast<double>(row) / static_cast<double>(family.rows - 1);
      const double width = family.scatter == Scatter::unequal ? 0.01 * std::pow(30, part) : 0.06;
      const double load = family.scatter == Scatter::own_swings ? 0.2 * normal() : 0;
      RankedRow made{.figure = {}};
      std::vector<double> values;
      for (std::size_t round = 0; round < family.rounds; ++round) {
        const double cost = std::log1p(family.step * static_cast<double>(family.level(row))) +
                            swings[round] + load * (swings[round] - usual) +
                            width * error(family.scatter);
        made.costs[round] = cost;
        values.push_back(std::exp(cost));
      }
      made.figure = median_with_interval(std::move(values));
      rows.push_back(std::move(made));
    }
    return rows;
  }

 private:
  double normal() { return std::normal_distribution<>()(random_); }
  bool chance(double p) { return std::bernoulli_distribution(p)(random_); }
  double error(Scatter scatter) {
    switch (scatter) {
      case Scatter::skewed:
        return std::lognormal_distribution<>()(random_);
      case Scatter::heavy:
        return std::student_t_distribution<>(2)(random_);
      case Scatter::two_modes:
        return 0.2 * normal() + (chance(0.5) ? 5 : 0);
      case Scatter::rare_mode:
        return 0.2 * normal() + (chance(0.2) ? 5 : 0);
      case Scatter::ties:
        return std::round(normal());
      default:
        return normal();
    }
  }

  std::mt19937_64 random_{20'261'127};
};

struct Rates {
  double false_families = 0;  ///< any two rows of one level told apart
  double false_by_overlap = 0;
  double found = 0;  ///< of the pairs of different levels
  double found_by_overlap = 0;
};

Rates rates_of(const Family& family, int families) {
  Simulation simulation;
  int with_false = 0, with_false_overlap = 0, found = 0, overlap = 0, differ = 0;
  for (int i = 0; i < families; ++i) {
    auto rows = simulation.rows(family);
    const RowOrder order(rows, "rtt_p50");
    for (RankedRow& row : rows) row.costs.clear();
    const RowOrder old(std::move(rows), "rtt_p50");
    bool any = false, any_overlap = false;
    for (std::size_t row = 0; row < family.rows; ++row) {
      for (std::size_t other = 0; other < row; ++other) {
        const bool apart = order.beside(row, other).told_apart.value();
        const bool apart_by_overlap = old.beside(row, other).told_apart.value();
        if (family.step == 0 || family.level(row) == family.level(other)) {
          any = any || apart;
          any_overlap = any_overlap || apart_by_overlap;
        } else {
          ++differ;
          found += apart ? 1 : 0;
          overlap += apart_by_overlap ? 1 : 0;
        }
      }
    }
    with_false += any ? 1 : 0;
    with_false_overlap += any_overlap ? 1 : 0;
  }
  const auto part = [](int count, int of) {
    return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
  };
  return {.false_families = part(with_false, families),
          .false_by_overlap = part(with_false_overlap, families),
          .found = part(found, differ),
          .found_by_overlap = part(overlap, differ)};
}

constexpr Scatter scatters[] = {Scatter::normal, Scatter::unequal,    Scatter::skewed,
                                Scatter::heavy,  Scatter::two_modes,  Scatter::rare_mode,
                                Scatter::ties,   Scatter::own_swings, Scatter::no_swings};

class EqualRows : public testing::TestWithParam<std::tuple<Scatter, std::size_t>> {
 protected:
  [[nodiscard]] Family family() const {
    return {.rows = std::get<1>(GetParam()), .rounds = 7, .scatter = std::get<0>(GetParam())};
  }
};

// What chance adds to 5 % in so many families is less than 3 % in 99 of 100 cases.
constexpr int families = 300;
constexpr double most_false = 0.08;

TEST_P(EqualRows, AreToldApartInAtMostFiveOfAHundredFamilies) {
  EXPECT_LE(rates_of(family(), families).false_families, most_false);
}

TEST_P(EqualRows, AreToldApartNoMoreOftenWhereOthersDiffer) {
  Family two_levels = family();
  two_levels.step = 0.5;
  two_levels.at_once = two_levels.rows / 2;
  EXPECT_LE(rates_of(two_levels, families).false_families, most_false);
}

INSTANTIATE_TEST_SUITE_P(Simulated, EqualRows,
                         testing::Combine(testing::ValuesIn(scatters), testing::Values(4, 8)));

TEST(ToldApart, MoreThanByOverlapWhereRowsShareTheirSwings) {
  const Rates rates =
      rates_of({.rows = 8, .rounds = 7, .scatter = Scatter::normal, .step = 0.1}, 60);
  EXPECT_GT(rates.found, 2 * rates.found_by_overlap);
  EXPECT_GT(rates.found, 0.5);
}

// Makes the tables of docs/decisions.md again, for so many rounds.
TEST(ToldApart, PrintsItsRates) {
  const char* const wanted = std::getenv("IPCBENCH_RATES");
  if (wanted == nullptr) GTEST_SKIP() << "IPCBENCH_RATES=7 makes the table of 7 rounds";
  const std::size_t rounds = std::stoul(wanted);
  for (const std::size_t rows : {4U, 8U, 21U}) {
    for (const Scatter scatter : scatters) {
      Family family{.rows = rows, .rounds = rounds, .scatter = scatter};
      const Rates equal = rates_of(family, rounds > 10 && rows > 10 ? 300 : 1'000);
      family.step = 1 / static_cast<double>(rows);
      const Rates apart = rates_of(family, 100);
      std::printf("| %zu | %zu | %s | %.1f | %.1f | %.0f | %.0f |\n", rounds, rows,
                  name_of(scatter), equal.false_families * 100, equal.false_by_overlap * 100,
                  apart.found * 100, apart.found_by_overlap * 100);
      std::fflush(stdout);
    }
  }
}

}  // namespace
}  // namespace ipcbench
