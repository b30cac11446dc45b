// Recommendations: who is ranked, how, and what is left out; from runs whose figures are made up.
#include "results/recommendation.hpp"

#include <gmock/gmock.h>

#include "tests/unit/made_up_mechanisms.hpp"

namespace ipcbench {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

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

TEST(Recommendation, HoldsANameAgainstTheRowsThatHaveOneOnly) {
  MadeUpRun made_up;
  for (const char* value : {"off", "on"}) {
    CellResult& row = made_up.add("unix_dgram", 1);
    row.mechanism.leaves = Leaves::name;
    row.mechanism.leaves_nothing_with = {"abstract"};
    row.cell.settings.set("abstract", value);
  }
  for (const Candidate& candidate : recommend(made_up.run, {}).ranking) {
    const bool named =
        std::ranges::find(candidate.against, Drawback::leaves_name) != candidate.against.end();
    EXPECT_EQ(named, candidate.row == "unix_dgram[abstract=off]") << candidate.row;
  }
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

TEST(Recommendation, KnowsThatWhoSharesALinkKeepsItOpenForTheDead) {
  MadeUpRun made_up;
  CellResult& pipe = made_up.add("pipe", 1);
  pipe.mechanism.senders = Senders::many;
  pipe.mechanism.peer_loss = PeerLoss::reported;
  const auto against = [&](std::vector<Need> needs) {
    return recommend(made_up.run, {.needs = std::move(needs)}).ranking.at(0).against;
  };
  EXPECT_THAT(against({Need::peer_loss}), Not(Contains(Drawback::peer_loss_told_to_sender)));
  EXPECT_THAT(against({Need::fan_in}), Contains(Drawback::peer_loss_told_to_sender));
  EXPECT_THAT(against({Need::fan_in, Need::peer_loss}), Contains(Drawback::link_each));
  EXPECT_THAT(against({Need::fan_in, Need::peer_loss}),
              Not(Contains(Drawback::peer_loss_told_to_sender)));
}

}  // namespace
}  // namespace ipcbench
