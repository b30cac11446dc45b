// Recommendations, from runs whose figures are made up.
#include "results/recommendation.hpp"

#include <gmock/gmock.h>

#include "results/recommendation_json.hpp"
#include "results/standard_needs.hpp"
#include "tests/unit/made_up_runs.hpp"

namespace ipcbench {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

/// A run to which cells are added by name, with a sleeping, related, reliable mechanism of
/// messages.
class MadeUpRun {
 public:
  CellResult& add(const std::string& name, double level, std::size_t bytes = 4096,
                  const MadeUpCell& like = {}) {
    MadeUpCell made = like;
    made.level = level;
    CellResult cell = maker_.cell(1, made);
    cell.cell.mechanism = cell.mechanism.name = name;
    cell.cell.message_bytes = bytes;
    cell.mechanism.senders = Senders::one;
    run.cells.push_back(std::move(cell));
    return run.cells.back();
  }
  CellResult& add_stream(const std::string& name, double level, std::size_t bytes = 4096) {
    return add(name, level, bytes, {.pattern = Pattern::stream});
  }

 private:
  RunMaker maker_{7};

 public:
  RunResult run = maker_.run(0);
};

std::vector<std::string> ranked(const Recommendation& made) {
  std::vector<std::string> rows;
  for (const Candidate& candidate : made.ranking) rows.push_back(candidate.row);
  return rows;
}

std::vector<std::string> left_out(const Recommendation& made) {
  std::vector<std::string> rows;
  for (const Exclusion& exclusion : made.excluded) rows.push_back(exclusion.row);
  return rows;
}

TEST(Recommendation, RanksRoundTripsByTheShorter) {
  MadeUpRun made_up;
  made_up.add("slow", 3);
  made_up.add("fast", 1);
  made_up.add("middling", 2);
  const Recommendation made = recommend(made_up.run, {});
  EXPECT_THAT(ranked(made), ElementsAre("fast", "middling", "slow"));
  ASSERT_NE(made.winner(), nullptr);
  EXPECT_EQ(made.winner()->row, "fast");
}

TEST(Recommendation, RanksStreamsByTheHigherThroughput) {
  MadeUpRun made_up;
  made_up.add_stream("slow", 3);
  made_up.add_stream("fast", 1);
  const Recommendation made =
      recommend(made_up.run, {.pattern = Pattern::stream, .ranked_by = RankedBy::throughput});
  EXPECT_THAT(ranked(made), ElementsAre("fast", "slow"));
}

TEST(Recommendation, KnowsTheThroughputOfWhatIsRankedByItsRoundTrip) {
  MadeUpRun made_up;
  made_up.add("one", 1);
  made_up.add_stream("one", 1);
  const Recommendation made = recommend(made_up.run, {});
  ASSERT_EQ(made.ranking.size(), 1U);
  ASSERT_TRUE(made.ranking[0].throughput);
  // 4096 bytes in about 10 us.
  EXPECT_NEAR(made.ranking[0].throughput->value, 409.6, 40);
}

TEST(Recommendation, CallsWhatOverlapsTiedAndTheRestBehind) {
  MadeUpRun made_up;
  made_up.add("best", 1, 4096, {.spread = 0.2});
  made_up.add("alike", 1.05, 4096, {.spread = 0.2});
  made_up.add("apart", 10);
  const Recommendation made = recommend(made_up.run, {});
  std::vector<Standing> standings;
  std::vector<std::size_t> ranks;
  for (const Candidate& candidate : made.ranking) {
    standings.push_back(candidate.standing);
    ranks.push_back(candidate.rank);
  }
  EXPECT_THAT(standings, ElementsAre(Standing::best, Standing::tied, Standing::behind));
  EXPECT_THAT(ranks, ElementsAre(1U, 1U, 3U));
}

TEST(Recommendation, IsUnsureWithoutIntervals) {
  MadeUpRun made_up;
  made_up.add("best", 1, 4096, {.trials = 3});
  made_up.add("other", 10, 4096, {.trials = 3});
  const Recommendation made = recommend(made_up.run, {});
  EXPECT_EQ(made.ranking.at(1).standing, Standing::unsure);
  EXPECT_TRUE(made.warns_of(Caveat::few_trials));
}

TEST(Recommendation, HasNoFloorAnywhere) {
  MadeUpRun made_up;
  made_up.add("null", 0.001).mechanism.family = Family::floor;
  made_up.add("copy", 0.001, 64).mechanism.family = Family::floor;
  made_up.add("pipe", 1);
  const Recommendation made = recommend(made_up.run, {});
  EXPECT_THAT(ranked(made), ElementsAre("pipe"));
  EXPECT_THAT(made.excluded, IsEmpty());
  EXPECT_THAT(made.measured_sizes, ElementsAre(4096U));
}

TEST(Recommendation, LeavesOutWhatLacksANeedAndSaysWhich) {
  MadeUpRun made_up;
  made_up.add("good", 9).mechanism.reach = Reach::same_host;
  made_up.add("spinner", 1).mechanism.waiting = Waiting::spins;
  made_up.add("stream", 2).mechanism.framing = Framing::byte_stream;
  const Recommendation made =
      recommend(made_up.run, {.needs = {Need::no_spin, Need::unrelated, Need::boundaries}});
  EXPECT_THAT(ranked(made), ElementsAre("good"));
  ASSERT_THAT(left_out(made), ElementsAre("spinner", "stream"));
  EXPECT_THAT(made.excluded[0].lacks, ElementsAre(Need::no_spin, Need::unrelated));
  EXPECT_THAT(made.excluded[1].lacks, ElementsAre(Need::unrelated, Need::boundaries));
}

TEST(Recommendation, MatchesNothingRatherThanSomethingElse) {
  MadeUpRun made_up;
  made_up.add("pipe", 1);
  const Recommendation made = recommend(made_up.run, {.needs = {Need::network}});
  EXPECT_EQ(made.winner(), nullptr);
  EXPECT_THAT(made.ranking, IsEmpty());
  EXPECT_THAT(left_out(made), ElementsAre("pipe"));
}

TEST(Recommendation, ReadsEachNeedFromTheDescriptor) {
  MechanismInfo info;
  info.delivery = Delivery::may_drop;
  info.peer_loss = PeerLoss::reported_to_sender;
  info.reach = Reach::network;
  EXPECT_EQ(has(info, Need::reliable), false);
  EXPECT_EQ(has(info, Need::peer_loss), false);
  EXPECT_EQ(has(info, Need::network), true);
  EXPECT_EQ(has(info, Need::unrelated), true);
  info.peer_loss = PeerLoss::reported;
  EXPECT_EQ(has(info, Need::peer_loss), true);
}

TEST(Recommendation, DoesNotGuessWhatNobodySays) {
  MechanismInfo info;
  EXPECT_EQ(has(info, Need::fan_in), std::nullopt);
  info.described = false;
  EXPECT_EQ(has(info, Need::no_spin), std::nullopt);
  MadeUpRun made_up;
  made_up.add("stranger", 1).mechanism.described = false;
  EXPECT_THAT(ranked(recommend(made_up.run, {})), ElementsAre("stranger"));
  const Recommendation made = recommend(made_up.run, {.needs = {Need::no_spin}});
  ASSERT_THAT(left_out(made), ElementsAre("stranger"));
  EXPECT_TRUE(made.excluded[0].undescribed);
}

TEST(Recommendation, SharesAByteStreamUpToPipeBufOnly) {
  MadeUpRun made_up;
  for (const std::size_t bytes : {4096U, 65536U}) {
    CellResult& pipe = made_up.add("pipe", 1, bytes);
    pipe.mechanism.senders = Senders::many;
    pipe.mechanism.framing = Framing::byte_stream;
    made_up.add("ring", 0.5, bytes);
  }
  const auto against = [&](std::size_t bytes) {
    return recommend(made_up.run, {.message_bytes = bytes, .needs = {Need::fan_in}})
        .ranking.at(0)
        .against;
  };
  EXPECT_THAT(against(4096), Not(Contains(Drawback::link_each)));
  EXPECT_THAT(against(65536), Contains(Drawback::link_each));
  EXPECT_THAT(left_out(recommend(made_up.run, {.needs = {Need::fan_in}})), ElementsAre("ring"));
}

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
