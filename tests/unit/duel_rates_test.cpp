// How often whole duels cry wolf, and how often they sleep: 30 cells, 6 rounds and 15 to confirm.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "simulated_noise.hpp"

namespace ipcbench {
namespace {

/// The part of jobs of which `is_so` holds.
template <class Predicate>
double share(Pattern pattern, const SimulatedNoise& noise, Effect effect, int jobs,
             Predicate is_so) {
  Random random(11);
  int count = 0;
  for (int job = 0; job < jobs; ++job) {
    Comparison duel = made_up_duel(pattern);
    // Half of the cells can be confirmed: more would not be in the time.
    run_duel(duel, with_effect(noise(random), effect), cells_of_a_job / 2);
    if (is_so(duel)) ++count;
  }
  return static_cast<double>(count) / jobs;
}

bool cries_wolf(const Comparison& duel) {
  return duel.verdict == Verdict::regression;
}

/// Its rate goes into the test's XML, under the name.
void expect_few_false_alarms(std::string_view name, const SimulatedNoise& noise) {
  constexpr int jobs = 800;
  // 5 % and two deviations of the count.
  const double most = 0.05 + 2 * std::sqrt(0.05 * 0.95 / jobs);
  const double rate = share(Pattern::round_trip, noise, {.size = 0, .cells = 0}, jobs, cries_wolf);
  testing::Test::RecordProperty(std::string(name), std::to_string(rate));
  EXPECT_LE(rate, most) << name;
}

TEST(Duel, SeldomCriesWolfOnTheSameCode) {
  expect_few_false_alarms("normal", normal(usual_spread));
  expect_few_false_alarms("normal_wild", normal(wild_spread));
  expect_few_false_alarms("heavy_tails", heavy_tailed(usual_spread));
  expect_few_false_alarms("heavy_tails_wild", heavy_tailed(wild_spread));
  expect_few_false_alarms("skewed_wild", skewed(wild_spread));
}

TEST(Duel, SeldomCriesWolfWhenTheMachineDriftsOrDisturbsAllCells) {
  expect_few_false_alarms("drifting", drifting(wild_spread));
  expect_few_false_alarms("drifting_wild", drifting(0.175));
  expect_few_false_alarms("lingering", lingering(usual_spread, 0.3));
  expect_few_false_alarms("lingering_long", lingering(usual_spread, 0.6));
  expect_few_false_alarms("disturbed_together", disturbed_together(0.01));
  expect_few_false_alarms("disturbed_together_wild", disturbed_together(wild_spread));
}

TEST(Duel, PassesTheSameCodeOnAUsualMachine) {
  const auto passes = [](const Comparison& duel) {
    return duel.verdict == Verdict::equivalent &&
           duel.count(Verdict::equivalent) >= cells_of_a_job - 3;
  };
  EXPECT_GE(share(Pattern::round_trip, normal(usual_spread), {.size = 0, .cells = 0}, 400, passes),
            0.97);
}

/// The part of jobs that find it in the first cell.
double found(Pattern pattern, double spread, double size) {
  return share(
      pattern, normal(spread), {.size = size, .cells = 1}, 400,
      [](const Comparison& duel) { return duel.cells.front().verdict() == Verdict::regression; });
}

TEST(Duel, FindsASlowerCell) {
  EXPECT_GE(found(Pattern::round_trip, usual_spread, 0.03), 0.90);
  EXPECT_GE(found(Pattern::round_trip, usual_spread, 0.05), 0.95);
  EXPECT_GE(found(Pattern::round_trip, 0.02, 0.05), 0.95);
  EXPECT_GE(found(Pattern::stream, 0.03, 0.10), 0.90);
}

TEST(Duel, FindsASmallSlowdownOfAllSizesInTheMechanism) {
  const auto in_mechanism = [](const Comparison& duel) {
    return duel.mechanisms.front().finding.verdict == Verdict::regression;
  };
  EXPECT_GE(share(Pattern::round_trip, normal(usual_spread), {.size = 0.01, .cells = 6}, 400,
                  in_mechanism),
            0.90);
}

TEST(Duel, FindsAFasterCellToo) {
  const auto improved = [](const Comparison& duel) {
    return duel.cells.front().verdict() == Verdict::improvement &&
           duel.verdict == Verdict::equivalent;
  };
  EXPECT_GE(
      share(Pattern::round_trip, normal(usual_spread), {.size = -0.05, .cells = 1}, 200, improved),
      0.95);
}

}  // namespace
}  // namespace ipcbench
