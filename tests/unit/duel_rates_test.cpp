// How often whole duels cry wolf, and how often they sleep: 30 cells, 6 rounds and 15 to confirm.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "results/statistics.hpp"
#include "simulated_duel.hpp"

namespace ipcbench {
namespace {

constexpr std::size_t cells = 30;
/// What the changes of a cell vary by from round to round on a shared virtual machine.
constexpr double usual_spread = 0.0107;
/// So noisy that an estimate is often above delta, and only the p-values hold a false alarm back.
constexpr double wild_spread = 0.05;

using Random = std::mt19937_64;

/// A source of rounds for one job.
using Noise = std::function<DrawRound(Random&)>;

template <class Draw>
DrawRound each_cell(Draw draw) {
  return [draw]() mutable {
    std::vector<double> changes(cells);
    for (double& change : changes) change = draw();
    return changes;
  };
}

Noise normal(double spread) {
  return [=](Random& random) {
    return each_cell(
        [&random, draw = std::normal_distribution(0.0, spread)]() mutable { return draw(random); });
  };
}

Noise heavy_tailed(double spread) {
  return [=](Random& random) {
    return each_cell([&random, spread, draw = std::student_t_distribution(3.0)]() mutable {
      return spread * draw(random);
    });
  };
}

/// Both arms' slices have costs with a long tail to one side.
Noise skewed(double spread) {
  return [=](Random& random) {
    return each_cell([&random, draw = std::exponential_distribution(1 / spread)]() mutable {
      std::vector<double> pairs(3);
      for (double& pair : pairs) pair = draw(random) - draw(random);
      return median(pairs);
    });
  };
}

/// The machine's level moves slowly, as it did when it was measured (+0.63 from slice to slice);
/// which arm comes first in a pair is drawn.
Noise drifting(double spread) {
  return [=](Random& random) -> DrawRound {
    return [&random, draw = std::normal_distribution(0.0, spread),
            level = std::vector<double>(cells)]() mutable {
      constexpr double kept = 0.63;
      std::vector<double> changes;
      for (double& of_cell : level) {
        std::vector<double> pairs(3);
        for (double& pair : pairs) {
          const auto step = [&] {
            of_cell = kept * of_cell + std::sqrt(1 - kept * kept) * draw(random);
            return of_cell;
          };
          const double first = step();
          const double second = step();
          pair = (random() >> 63U) != 0 ? second - first : first - second;
        }
        changes.push_back(median(pairs));
      }
      return changes;
    };
  };
}

/// Rounds that hang together by themselves, which alternating in a drawn order prevents.
Noise lingering(double spread, double kept) {
  return [=](Random& random) -> DrawRound {
    return [&random, kept, draw = std::normal_distribution(0.0, spread),
            changes = std::vector<double>(cells)]() mutable {
      for (double& change : changes) {
        change = kept * change + std::sqrt(1 - kept * kept) * draw(random);
      }
      return changes;
    };
  };
}

/// Something hits all cells of a round alike.
Noise disturbed_together(double spread) {
  return [=](Random& random) -> DrawRound {
    return [&random, spread, draw = std::normal_distribution(0.0, usual_spread),
            common = std::student_t_distribution(3.0)]() mutable {
      const double of_all = spread * common(random);
      std::vector<double> changes(cells);
      for (double& change : changes) change = of_all + draw(random);
      return changes;
    };
  };
}

struct Effect {
  double size = 0;  ///< of the cost, as a part
  std::size_t cells = 1;
};

DrawRound with_effect(DrawRound draw, Effect effect) {
  return [=] {
    auto changes = draw();
    for (std::size_t cell = 0; cell < effect.cells; ++cell)
      changes[cell] += std::log1p(effect.size);
    return changes;
  };
}

/// The part of jobs of which `is_so` holds.
template <class Predicate>
double share(Pattern pattern, const Noise& noise, Effect effect, int jobs, Predicate is_so) {
  Random random(11);
  int count = 0;
  for (int job = 0; job < jobs; ++job) {
    Comparison duel = made_up_duel(pattern);
    // Half of the cells can be confirmed: more would not be in the time.
    run_duel(duel, with_effect(noise(random), effect), cells / 2);
    if (is_so(duel)) ++count;
  }
  return static_cast<double>(count) / jobs;
}

bool cries_wolf(const Comparison& duel) {
  return duel.verdict == Verdict::regression;
}

/// Its rate goes into the test's XML, under the name.
void expect_few_false_alarms(std::string_view name, const Noise& noise) {
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
    return duel.verdict == Verdict::equivalent && duel.count(Verdict::equivalent) >= cells - 3;
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
