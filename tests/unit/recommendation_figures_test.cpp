// Recommendations: sizes that were not measured, disturbed figures, regimes, the usual questions.
#include <gmock/gmock.h>

#include "results/recommendation_json.hpp"
#include "results/standard_needs.hpp"
#include "tests/unit/made_up_mechanisms.hpp"

namespace ipcbench {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(Recommendation, LiesBetweenTheSizesAroundOneThatWasNotMeasured) {
  MadeUpRun made_up;
  made_up.add("pipe", 1, 1024, {.spread = 0});
  made_up.add("pipe", 4, 4096, {.spread = 0});
  made_up.add("pipe", 100, 65536, {.spread = 0});
  const Recommendation made = recommend(made_up.run, {.message_bytes = 2048});
  EXPECT_THAT(made.sizes, ElementsAre(1024U, 4096U));
  EXPECT_TRUE(made.warns_of(Caveat::interpolated));
  ASSERT_EQ(made.ranking.size(), 1U);
  const RowFigure& figure = made.ranking[0].ranked;
  // Half the way in logarithms: twice, where four times as large a message takes four times as
  // long.
  EXPECT_NEAR(figure.estimate.value, 20'000, 1);
  ASSERT_EQ(figure.measured.size(), 2U);
  EXPECT_NEAR(figure.measured[0].estimate.value, 10'000, 1);
  EXPECT_NEAR(figure.measured[1].estimate.value, 40'000, 1);
}

TEST(Recommendation, SaysNothingOutsideOfWhatWasMeasured) {
  MadeUpRun made_up;
  made_up.add("pipe", 1, 64);
  made_up.add("pipe", 1, 4096);
  for (const std::size_t bytes : {63U, 4097U}) {
    const Recommendation made = recommend(made_up.run, {.message_bytes = bytes});
    EXPECT_THAT(made.sizes, IsEmpty());
    EXPECT_EQ(made.winner(), nullptr);
  }
}

TEST(Recommendation, LeavesOutWhatWasMeasuredOnOneSideOnly) {
  MadeUpRun made_up;
  made_up.add("pipe", 1, 4096);
  made_up.add("pipe", 1, 65536);
  made_up.add("queue", 0.5, 4096);
  CellResult& skipped = made_up.add("queue", 0.5, 65536);
  skipped.status = CellStatus::skipped;
  skipped.reason = "above the limit";
  skipped.trials.clear();
  const Recommendation made = recommend(made_up.run, {.message_bytes = 8192});
  EXPECT_THAT(ranked(made), ElementsAre("pipe"));
  ASSERT_THAT(left_out(made), ElementsAre("queue"));
  ASSERT_TRUE(made.excluded[0].no_figure);
  EXPECT_EQ(made.excluded[0].no_figure->cause, NoFigure::Cause::skipped);
  EXPECT_EQ(made.excluded[0].no_figure->message_bytes, 65536U);
  EXPECT_EQ(made.excluded[0].no_figure->reason, "above the limit");
}

TEST(Recommendation, DoesNotLetADisturbedFigureWin) {
  MadeUpRun made_up;
  CellResult& noisy = made_up.add("noisy", 1);
  noisy.status = CellStatus::noisy;
  noisy.reason = "steal 12 % of the time";
  made_up.add("quiet", 2);
  const Recommendation made = recommend(made_up.run, {});
  EXPECT_THAT(ranked(made), ElementsAre("noisy", "quiet"));
  ASSERT_NE(made.winner(), nullptr);
  EXPECT_EQ(made.winner()->row, "quiet");
  EXPECT_EQ(made.winner()->rank, 1U);
  EXPECT_EQ(made.ranking[0].noise, "steal 12 % of the time");
  EXPECT_TRUE(made.warns_of(Caveat::noisy_ahead));
  EXPECT_FALSE(made.warns_of(Caveat::best_is_noisy));
}

TEST(Recommendation, WarnsWhenEverythingWasDisturbed) {
  MadeUpRun made_up;
  made_up.add("noisy", 1).status = CellStatus::noisy;
  const Recommendation made = recommend(made_up.run, {});
  ASSERT_NE(made.winner(), nullptr);
  EXPECT_TRUE(made.warns_of(Caveat::best_is_noisy));
}

TEST(Recommendation, RanksTheTrialsOfTheShownRegimeAndSaysSo) {
  MadeUpRun made_up;
  made_up.run.regimes = {{.placement = "cross",
                          .boundary_ns = 200,
                          .near_ns = 100,
                          .far_ns = 400,
                          .shown = Regime::near}};
  CellResult& cell = made_up.add("pipe", 1, 4096, {.spread = 0, .trials = 14});
  for (std::size_t i = 0; i < 7; ++i) {
    cell.trials[i].p50_ns = 50'000;
    cell.trials[i].counted = false;
  }
  const Recommendation made = recommend(made_up.run, {});
  ASSERT_EQ(made.ranking.size(), 1U);
  EXPECT_NEAR(made.ranking[0].ranked.estimate.value, 10'000, 1);
  EXPECT_TRUE(made.warns_of(Caveat::one_regime));
  made_up.run.regimes[0].boundary_ns.reset();
  EXPECT_FALSE(recommend(made_up.run, {}).warns_of(Caveat::one_regime));
}

TEST(Recommendation, ExplainsAMissingTail) {
  MadeUpRun made_up;
  for (TrialRecord& trial : made_up.add("pipe", 1).trials) trial.round_trips = 400;
  const Recommendation made = recommend(made_up.run, {.ranked_by = RankedBy::p99});
  ASSERT_EQ(made.excluded.size(), 1U);
  ASSERT_TRUE(made.excluded[0].no_figure);
  EXPECT_THAT(made.excluded[0].no_figure->reason, HasSubstr("had 400"));
}

TEST(Recommendation, PrefersTwoCoresToTheFirstPlacement) {
  MadeUpRun made_up;
  made_up.add("pipe", 1).cell.placement = {.kind = PlacementKind::same};
  made_up.add("pipe", 5);
  EXPECT_EQ(recommend(made_up.run, {}).placement.name(), "cross");
  EXPECT_TRUE(recommend(made_up.run, {}).warns_of(Caveat::other_placements));
  const Recommendation made =
      recommend(made_up.run, {.placement = Placement{.kind = PlacementKind::same}});
  EXPECT_LT(made.ranking.at(0).ranked.estimate.value, 20'000);
}

TEST(StandardNeeds, AreAnsweredAtTheNearestSizesWithoutInterpolation) {
  MadeUpRun made_up;
  for (const std::size_t bytes : {16U, 128U, 8192U}) {
    made_up.add("pipe", 1, bytes);
    made_up.add("spinner", 0.1, bytes).mechanism.waiting = Waiting::spins;
  }
  const auto answers = best_per_need(made_up.run);
  std::vector<std::size_t> sizes;
  std::vector<std::string> winners;
  for (const StandardAnswer& answer : answers) {
    EXPECT_EQ(answer.recommendation.sizes.size(), 1U);
    if (answer.need != StandardNeed::any && answer.need != StandardNeed::no_spin) continue;
    sizes.push_back(answer.recommendation.needs.message_bytes);
    winners.push_back(answer.recommendation.winner()->row);
  }
  // 8 KiB is the nearest to both 4 and 64 KiB, and answered once.
  EXPECT_THAT(sizes, ElementsAre(128U, 8192U, 128U, 8192U));
  EXPECT_THAT(winners, ElementsAre("spinner", "spinner", "pipe", "pipe"));
}

TEST(StandardNeeds, LeaveOutThePatternThatWasNotMeasured) {
  MadeUpRun made_up;
  made_up.add_stream("pipe", 1);
  std::vector<StandardNeed> needs;
  for (const StandardAnswer& answer : best_per_need(made_up.run)) needs.push_back(answer.need);
  EXPECT_THAT(needs, UnorderedElementsAre(StandardNeed::stream));
}

TEST(RecommendationJson, HasTheAnswerAndTheReasons) {
  MadeUpRun made_up;
  made_up.add("good", 1);
  made_up.add("spinner", 0.5).mechanism.waiting = Waiting::spins;
  const std::string json = recommendation_json(recommend(made_up.run, {.needs = {Need::no_spin}}));
  EXPECT_THAT(json, HasSubstr(R"("best": "good")"));
  EXPECT_THAT(json, HasSubstr(R"("no_spin")"));
  EXPECT_THAT(json, HasSubstr(R"("related_only")"));
  EXPECT_THAT(json, HasSubstr(R"("one_machine")"));
}

}  // namespace
}  // namespace ipcbench
