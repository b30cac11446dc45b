// How often an all-clear is wrong, and how often a restless machine gets one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "simulated_noise.hpp"

namespace ipcbench {
namespace {

constexpr double limit = 0.10;

/// Jobs of which an all-clear is wanted.
template <class Visit>
void each_job(int jobs, const SimulatedNoise& noise, Effect effect, std::size_t most_confirmed,
              Visit visit) {
  Random random(7);
  for (int job = 0; job < jobs; ++job) {
    Comparison duel = made_up_duel();
    duel.rules.clear = limit;
    run_duel(duel, with_effect(noise(random), effect), most_confirmed);
    visit(duel);
  }
}

template <class Predicate>
double share(int jobs, const SimulatedNoise& noise, Effect effect, Predicate is_so) {
  int count = 0;
  each_job(jobs, noise, effect, cells_of_a_job,
           [&](const Comparison& duel) { count += is_so(duel) ? 1 : 0; });
  return static_cast<double>(count) / jobs;
}

/// Alpha and two deviations of a count.
double most_at_alpha(int trials) {
  return 0.05 + 2 * std::sqrt(0.05 * 0.95 / trials);
}

bool passes(const Comparison& duel) {
  return duel.verdict == Verdict::clear || duel.verdict == Verdict::equivalent;
}

/// Every cell is slower by the limit, and is counted by itself: for a false all-clear the one that
/// is slower has to pass for less. Half of them are chosen for fresh rounds, so that both looks
/// have their chance to be wrong.
void expect_few_passed_cells(std::string_view name, const SimulatedNoise& noise) {
  constexpr int jobs = 60;
  int passed = 0;
  each_job(jobs, noise, {.size = limit, .cells = cells_of_a_job}, cells_of_a_job / 2,
           [&](const Comparison& duel) {
             for (const ComparedCell& cell : duel.cells) {
               const Verdict verdict = cell.findings.front().verdict;
               if (verdict != Verdict::inconclusive && verdict != Verdict::regression) ++passed;
             }
           });
  constexpr int cells = jobs * static_cast<int>(cells_of_a_job);
  const double rate = static_cast<double>(passed) / cells;
  testing::Test::RecordProperty(std::string(name), std::to_string(rate));
  EXPECT_LE(rate, most_at_alpha(cells)) << name;
}

TEST(AllClear, SeldomPassesACellThatIsSlowerByTheLimit) {
  expect_few_passed_cells("normal", normal(0.02));
  expect_few_passed_cells("normal_wild", normal(wild_spread));
  expect_few_passed_cells("normal_wildest", normal(0.2));
  expect_few_passed_cells("heavy_tails_wild", heavy_tailed(wild_spread));
  expect_few_passed_cells("skewed_wild", skewed(wild_spread));
  expect_few_passed_cells("drifting_wild", drifting(0.175));
}

TEST(AllClear, SeldomPassesAJobWithOneCellThatIsSlowerByTheLimit) {
  constexpr int jobs = 200;
  for (const double spread : {0.02, 0.03, wild_spread}) {
    EXPECT_LE(share(jobs, normal(spread), {.size = limit, .cells = 1}, passes), most_at_alpha(jobs))
        << spread;
  }
}

TEST(AllClear, IsGivenWhereARestlessMachineHidesSmallChanges) {
  constexpr int jobs = 100;
  const Effect none{.size = 0, .cells = 0};
  EXPECT_GE(share(jobs, normal(0.04), none, passes), 0.90);
  const auto is_equivalent = [](const Comparison& duel) {
    return duel.verdict == Verdict::equivalent;
  };
  EXPECT_LE(share(jobs, normal(0.04), none, is_equivalent), 0.10)
      << "it is the limit that lets them pass";
}

TEST(AllClear, LeavesFalseAlarmsAndWhatIsFoundAsTheyWere) {
  constexpr int jobs = 400;
  const auto regresses = [](const Comparison& duel) { return duel.verdict == Verdict::regression; };
  for (const double spread : {usual_spread, wild_spread}) {
    EXPECT_LE(share(jobs, normal(spread), {.size = 0, .cells = 0}, regresses), most_at_alpha(jobs))
        << spread;
  }
  EXPECT_GE(share(100, normal(0.03), {.size = limit, .cells = 1}, regresses), 0.95);
}

}  // namespace
}  // namespace ipcbench
