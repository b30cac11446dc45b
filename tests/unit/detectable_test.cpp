// What a duel says that it could have found, against duels that look for just that.
#include "results/detectable.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "simulated_duel.hpp"

namespace ipcbench {
namespace {

std::vector<double> normal_changes(std::size_t count, double spread, std::mt19937_64& random) {
  std::normal_distribution draw(0.0, spread);
  std::vector<double> changes(count);
  for (double& change : changes) change = draw(random);
  return changes;
}

DrawRound normal_round(std::size_t cells, double spread, double first_slower,
                       std::mt19937_64& random) {
  return [=, &random] {
    auto changes = normal_changes(cells, spread, random);
    changes.front() += std::log1p(first_slower);
    return changes;
  };
}

TEST(SmallestDetectable, IsFoundNineTimesOutOfTen) {
  std::mt19937_64 random(1);
  constexpr std::size_t cells = 8;
  constexpr double spread = 0.03;
  // Of all cells, all are confirmed: one family of eight.
  const auto smallest = smallest_detectable(normal_changes(200, spread, random), {.family = 8}, 1);
  ASSERT_TRUE(smallest);
  constexpr int jobs = 400;
  int found = 0;
  for (int job = 0; job < jobs; ++job) {
    Comparison duel = made_up_duel(Pattern::round_trip, cells, 1);
    run_duel(duel, normal_round(cells, spread, *smallest, random));
    if (duel.cells.front().verdict() == Verdict::regression) ++found;
  }
  EXPECT_NEAR(static_cast<double>(found) / jobs, 0.9, 0.05) << *smallest;
}

TEST(SmallestDetectable, IsLargerWhereOnlySuspectsAreConfirmed) {
  std::mt19937_64 random(8);
  const auto changes = normal_changes(21, 0.03, random);
  EXPECT_GT(smallest_detectable(changes, {.confirms = Confirms::suspects}, 1).value(),
            smallest_detectable(changes, {}, 1).value());
}

TEST(SmallestDetectable, IsNeverBelowDeltaAndGrowsWithTheNoise) {
  std::mt19937_64 random(2);
  double before = 0.02;
  for (const double spread : {0.0001, 0.01, 0.03, 0.1}) {
    const auto smallest = smallest_detectable(normal_changes(21, spread, random), {.family = 5}, 1);
    ASSERT_TRUE(smallest);
    EXPECT_GE(*smallest, before);
    before = *smallest;
  }
}

TEST(SmallestDetectable, DoesNotDependOnTheChangeThatIsThere) {
  std::mt19937_64 random(3);
  auto changes = normal_changes(21, 0.02, random);
  const auto without = smallest_detectable(changes, {}, 1);
  for (double& change : changes) change += 0.5;
  EXPECT_NEAR(smallest_detectable(changes, {}, 1).value(), without.value(), 1e-9);
}

TEST(SmallestDetectable, IsUnknownWithFewRoundsAndWhenNothingCanBeSignificant) {
  std::mt19937_64 random(4);
  EXPECT_FALSE(smallest_detectable(normal_changes(5, 0.01, random), {}, 1));
  // 1/64 times four tests is above 5 %.
  const auto changes = normal_changes(12, 0.01, random);
  EXPECT_TRUE(smallest_detectable(changes, {.confirmation_rounds = 6, .family = 3}, 1));
  EXPECT_FALSE(smallest_detectable(changes, {.confirmation_rounds = 6, .family = 4}, 1));
}

TEST(AddDetectable, FillsTimesOfCellsAndMechanismsAndRepeatsItself) {
  std::mt19937_64 random(5);
  Comparison duel = made_up_duel(Pattern::round_trip, 2, 3);
  duel.seed = 7;
  run_duel(duel, normal_round(6, 0.01, 0, random));
  add_detectable(duel);
  const Comparison once = duel;
  add_detectable(duel);
  for (std::size_t cell = 0; cell < duel.cells.size(); ++cell) {
    ASSERT_TRUE(duel.cells[cell].findings.front().detectable);
    EXPECT_EQ(duel.cells[cell].findings.front().detectable,
              once.cells[cell].findings.front().detectable);
  }
  ASSERT_EQ(duel.mechanisms.size(), 2U);
  EXPECT_LT(duel.mechanisms.front().finding.detectable.value(),
            duel.cells.front().findings.front().detectable.value());
}

}  // namespace
}  // namespace ipcbench
