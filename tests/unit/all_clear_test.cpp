// When every cell is clear of a limit, and what prevents that the whole is.
#include <gtest/gtest.h>

#include "made_up_rounds.hpp"

namespace ipcbench {
namespace {

using Phase = DuelRound::Phase;

/// Cells that vary by 3 % to both sides of these changes: too much for delta, little for the limit.
Comparison restless_duel(const std::vector<double>& middles, std::optional<double> limit = 0.10) {
  Comparison duel = duel_of(middles, 0.03);
  for (std::size_t cell = 0; cell < middles.size(); ++cell) {
    add_rounds(duel.cells[cell], Phase::confirmation, around(middles[cell], 0.03, 15));
  }
  duel.rules.clear = limit;
  return duel;
}

/// A control cell of 21 rounds.
ComparedCell control_of(double middle, double spread) {
  ComparedCell control = duel_of({middle}, spread).cells[0];
  add_rounds(control, Phase::confirmation, around(middle, spread, 15));
  return control;
}

TEST(AllClear, IsGivenIfEveryCellIsClearOfTheLimit) {
  Comparison duel = restless_duel({0.008, 0.008, 0.008});
  judge(duel);
  EXPECT_EQ(main_finding(duel).verdict, Verdict::clear);
  EXPECT_EQ(duel.verdict, Verdict::clear);
  EXPECT_EQ(duel.summary, "no cell is slower by 10 %: 3 of 3 may be slower by less");
}

TEST(AllClear, IsGivenOnlyToThoseWhoAsk) {
  Comparison duel = restless_duel({0.008, 0.008, 0.008}, std::nullopt);
  judge(duel);
  EXPECT_EQ(main_finding(duel).verdict, Verdict::inconclusive);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
}

TEST(AllClear, IsPreventedByOneCellThatMayBeSlowerByTheLimit) {
  Comparison duel = restless_duel({0, 0, 0, 0, 0, 0, 0, 0, 0.095});
  duel.cells.back().rounds = duel_of({0}, 0.3).cells[0].rounds;
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
  EXPECT_EQ(duel.summary, "1 of 9 cells may be slower by 10 % or more");
  // Without a limit it is one of few that are undecided, and the job passes.
  duel.rules.clear.reset();
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::equivalent);
}

TEST(AllClear, DoesNotPassARegressionBelowItsLimit) {
  Comparison duel = restless_duel({0.008, 0.05});
  duel.cells[1].rounds = duel_of({0.05}).cells[0].rounds;
  confirm(duel.cells[1], 0.05);
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::regression);
}

TEST(AllClear, TellsOfSlowdownsThatSeemToBeThere) {
  // Surely slower, but not for a family of so many tests.
  Comparison duel = restless_duel(std::vector<double>(40, 0.0));
  duel.cells[0] = duel_of({0.03}).cells[0];
  judge(duel);
  ASSERT_EQ(duel.verdict, Verdict::clear) << duel.summary;
  EXPECT_NE(duel.summary.find(", 1 of what was compared seems to be"), std::string::npos)
      << duel.summary;
}

TEST(AllClear, NeedsAControlThatIsClearItself) {
  Comparison duel = restless_duel({0.008, 0.008});
  duel.control = control_of(0, 0.15);
  judge(duel);
  EXPECT_FALSE(duel.fit);
  EXPECT_EQ(duel.verdict, Verdict::clear) << duel.summary;
  duel.control = control_of(0, 0.5);
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
}

TEST(AllClear, IsNotGivenWhereTheControlDiffersFromItself) {
  Comparison duel = restless_duel({0.008, 0.008});
  duel.control = control_of(0.03, 0.005);
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
}

TEST(AllClear, IsNotGivenWhereAnUnfitMachineHidesARegression) {
  Comparison duel = restless_duel({0.008, 0.05});
  duel.cells[1].rounds = duel_of({0.05}).cells[0].rounds;
  confirm(duel.cells[1], 0.05);
  duel.control = control_of(0, 0.15);
  judge(duel);
  EXPECT_EQ(main_finding(duel, 1).reason, "would be a regression, but the machine was not fit");
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
}

TEST(AllClear, IsNotGivenToWhatWasEndedBeforeItsTime) {
  Comparison duel = restless_duel({0.008, 0.008});
  duel.interrupted_by = 2;
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
}

TEST(AllClear, AsksEachLookForHalfOfAlpha) {
  // All six rounds are below the limit: p is 1 in 64.
  Comparison duel = duel_of({0.0, 0.0}, 0.08);
  duel.rules.clear = 0.10;
  judge(duel);
  EXPECT_EQ(main_finding(duel).verdict, Verdict::clear);
  duel.rules.alpha = 0.03;
  judge(duel);
  EXPECT_EQ(main_finding(duel).verdict, Verdict::inconclusive);
}

TEST(AllClear, GetsFreshRoundsForWhatPreventsItBeforeWhatIsUndecided) {
  Comparison duel = duel_of({0, 0, 0, 0}, 0.04);
  duel.cells[2] = duel_of({0}, 0.3).cells[0];
  duel.rules.clear = 0.10;
  const Candidates found = candidates(duel);
  EXPECT_EQ(found.unclear, (std::vector<std::size_t>{2}));
  EXPECT_EQ(found.undecided, (std::vector<std::size_t>{0, 1, 3}));
}

}  // namespace
}  // namespace ipcbench
