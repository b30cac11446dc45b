// The words and lists that all reports of a comparison are made of.
#include "results/verdict_words.hpp"

#include <gtest/gtest.h>

#include "made_up_comparison.hpp"
#include "results/round_values.hpp"
#include "results/verdict_list.hpp"

namespace ipcbench {
namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

TEST(VerdictWords, SaySlowerAndFasterOfTheTimeAMessageTakes) {
  EXPECT_EQ(change_words(made_up_finding("rtt_p50", Verdict::regression, 0.051)), "5.1 % slower");
  EXPECT_EQ(change_words(made_up_finding("throughput", Verdict::improvement, -0.03)),
            "3.0 % faster");
  EXPECT_EQ(change_words(made_up_finding("rtt_p50", Verdict::equivalent, -0.0004)), "the same");
  EXPECT_EQ(change_words(made_up_finding("rtt_p50", Verdict::regression, 50)), "999+ % slower");
  EXPECT_EQ(change_words({.metric = "rtt_p50"}), "-");
}

TEST(VerdictWords, SayHowManyMoreSystemCalls) {
  Finding finding{.metric = "syscalls", .a = 3, .b = 2};
  EXPECT_EQ(change_words(finding), "1.00 fewer");
  EXPECT_EQ(interval_words(finding), "exact");
  finding.b = 3.5;
  EXPECT_EQ(change_words(finding), "0.50 more");
}

TEST(VerdictWords, GiveFiguresInUnitsForPeople) {
  EXPECT_EQ(value_words(36'000, "ns"), "36.0 us");
  EXPECT_EQ(value_words(87.3, "ns"), "87.3 ns");
  EXPECT_EQ(value_words(1'234'000, "ns"), "1.23 ms");
  EXPECT_EQ(value_words(10'755, "MB/s"), "10.8 GB/s");
  EXPECT_EQ(value_words({}, "ns"), "-");
  const Finding finding = made_up_finding("rtt_p50", Verdict::regression, 0.051);
  EXPECT_EQ(interval_words(finding), "+4.2 .. +6.0 %");
  EXPECT_EQ(p_words(finding), "<0.001");
}

TEST(VerdictWords, SayTheVerdictFirst) {
  EXPECT_EQ(headline(made_up("plain")), "regression: 2 of 7 cells are slower, the worst by 11.0 %");
  EXPECT_EQ(headline(made_up("fine")), "no regression in 1 cell");
  EXPECT_EQ(headline(made_up("incomparable")), "not comparable: the kernels differ: 6.1 and 6.2");
  EXPECT_EQ(headline({}), "inconclusive");
}

TEST(VerdictWords, SayWhatTheMachineDid) {
  const Facts facts = noise_facts(made_up("plain"));
  ASSERT_EQ(facts.size(), 3);
  EXPECT_EQ(facts[0].second,
            "round_trip/pipe/64/cross against itself: 0.2 % slower [-0.7 .. +1.1 %], fit");
  EXPECT_TRUE(facts[1].second.starts_with("6 of 144 flipped")) << facts[1].second;
  EXPECT_EQ(facts[1].second.find("could not be told"), std::string::npos);
  EXPECT_TRUE(facts[2].second.starts_with("54 to 390 ns")) << facts[2].second;
  EXPECT_TRUE(has(noise_facts(made_up("unfit"))[0].second, "unfit"));
  EXPECT_EQ(noise_facts(made_up("unfit"))[1].second, "other programs used 50 % of the CPUs");
  EXPECT_TRUE(noise_facts(made_up("stored")).empty());
  EXPECT_TRUE(has(comparison_facts(made_up("stored"))[3].second, "the weaker way"));
}

TEST(VerdictList, HasTheLargestChangeFirstAndACellsFindingsTogether) {
  const Comparison comparison = made_up("plain");
  const auto slower = judged_as(Verdict::regression, cell_findings(comparison));
  ASSERT_EQ(slower.size(), 3);
  EXPECT_EQ(slower[0].finding->metric, "rtt_p50");
  EXPECT_EQ(slower[1].finding->metric, "syscalls");
  EXPECT_EQ(slower[2].name(), "stream/tcp/64/cross");
}

TEST(RoundValues, LeaveOutPairsThatFlipped) {
  const Comparison comparison = made_up("plain");
  const ComparedCell& cell = comparison.cells.front();
  EXPECT_NEAR(round_value(cell, cell.rounds[2], WhichArm::b).p50_ns.value_or(0), 36'020 * 1.051,
              0.001);
  EXPECT_EQ(round_value(cell, cell.rounds[2], WhichArm::b).messages, 2'000);
  DuelRound nothing = cell.rounds[2];
  for (SlicePair& pair : nothing.pairs) pair.flipped = true;
  EXPECT_FALSE(round_value(cell, nothing, WhichArm::a).p50_ns);
}

}  // namespace
}  // namespace ipcbench
