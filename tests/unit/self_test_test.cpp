// What duels of a program with itself say: how often they would be wrong, and what they could see.
#include "results/self_test.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "bench/self_test.hpp"
#include "plots/self_test_text.hpp"
#include "results/detectable.hpp"
#include "simulated_duel.hpp"

namespace ipcbench {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::vector<double> normal_changes(std::size_t count, double spread, std::mt19937_64& random) {
  std::normal_distribution draw(0.0, spread);
  std::vector<double> changes(count);
  for (double& change : changes) change = draw(random);
  return changes;
}

DrawRound normal_round(double spread, std::mt19937_64& random) {
  return [=, &random] { return normal_changes(30, spread, random); };
}

TEST(RateUpperBound, IsTheOneOfClopperAndPearson) {
  EXPECT_NEAR(rate_upper_bound(0, 60), 1 - std::pow(0.05, 1.0 / 60), 1e-9);
  EXPECT_NEAR(rate_upper_bound(1, 60), 0.0766, 0.0001);
  EXPECT_NEAR(rate_upper_bound(0, 20), 0.1391, 0.0001);
  EXPECT_EQ(rate_upper_bound(20, 20), 1);
  EXPECT_EQ(rate_upper_bound(0, 0), 1);
}

TEST(SelfTest, TellsOfAMachineThatIsFit) {
  std::mt19937_64 random(6);
  Comparison duel = made_up_duel();
  run_duel(duel, normal_round(0.01, random));
  add_detectable(duel);
  const SelfTest self_test = self_test_of(duel, 200);
  EXPECT_EQ(self_test.jobs, 200U);
  EXPECT_LE(self_test.false_alarm_rate, 0.05);
  EXPECT_LE(self_test.false_alarm_upper, 0.10);
  EXPECT_EQ(self_test.cells.size(), 30U);
  EXPECT_EQ(self_test.cells.front().cell, duel.cells.front().cell.name());
  EXPECT_EQ(self_test.regressions_recorded, 0U);
  EXPECT_NEAR(self_test.autocorrelation.value(), 0, 0.2);
}

TEST(SelfTest, SeesRoundsThatHangTogether) {
  std::mt19937_64 random(7);
  Comparison duel = made_up_duel();
  std::vector<double> level(30);
  run_duel(duel, [&] {
    const auto fresh = normal_changes(30, 0.05, random);
    for (std::size_t cell = 0; cell < 30; ++cell) level[cell] = 0.7 * level[cell] + fresh[cell];
    return level;
  });
  EXPECT_GT(self_test_of(duel, 1).autocorrelation.value(), 0.25);
}

TEST(SelfTest, HasNothingToSayWithoutRounds) {
  Comparison duel = made_up_duel();
  judge(duel);
  const SelfTest self_test = self_test_of(duel, 10);
  EXPECT_EQ(self_test.jobs, 0U);
  EXPECT_EQ(self_test.false_alarm_upper, 1);
}

/// All cells of a round see the same: its two processes, or what disturbed one of them.
DrawRound shared_round(double spread, std::mt19937_64& random) {
  return
      [=, &random] { return std::vector<double>(30, normal_changes(1, spread, random).front()); };
}

Comparison duel_of(const DrawRound& draw, double alpha) {
  Comparison duel = made_up_duel();
  duel.rules.alpha = alpha;
  duel.rules.delta_p50 = 0.001;
  run_duel(duel, draw);
  return duel;
}

TEST(SelfTest, KeepsTogetherWhatARoundDidToAllOfItsCells) {
  // Thirty-five tests that are one and the same: corrected for thirty-five, they are hardly ever
  // wrong. Were A and B swapped cell by cell, they would be as many chances.
  std::mt19937_64 random(8);
  const SelfTest self_test = self_test_of(duel_of(shared_round(0.05, random), 0.4), 400);
  EXPECT_LE(self_test.false_alarm_rate, 0.05);
}

TEST(SelfTest, DrawsFreshRoundsFromFreshOnes) {
  std::mt19937_64 random(9);
  int round = 0;
  Comparison duel = made_up_duel();
  duel.rules.alpha = 0.4;
  // Longer visits are quieter: no fresh round differs by delta, and each of the others does.
  run_duel(duel, [&] { return normal_changes(30, round++ < 6 ? 0.3 : 0.002, random); });
  EXPECT_EQ(self_test_of(duel, 400).false_alarm_rate, 0);
}

TEST(SelfTest, DrawsScreeningRoundsForACellWithoutFreshOnes) {
  std::mt19937_64 random(10);
  Comparison duel = made_up_duel();
  duel.rules.alpha = 0.4;
  duel.rules.delta_p50 = 0.001;
  run_duel(duel, normal_round(0.05, random), 0);
  EXPECT_GT(self_test_of(duel, 400).false_alarm_rate, 0.02);
}

SelfTestSeries series_of(std::vector<Verdict> verdicts, const DrawRound& draw,
                         const std::vector<std::string>& metrics = {}) {
  SelfTestSeries series;
  for (const Verdict verdict : verdicts) {
    Comparison duel = made_up_duel();
    duel.rules.metrics = metrics;
    duel.arms[0].name = "A";
    duel.arms[1].name = "B";
    duel.seed = series.jobs().size();
    run_duel(duel, draw);
    add_detectable(duel);
    duel.verdict = verdict;
    duel.fit = verdict != Verdict::inconclusive;
    series.add(duel, 50);
  }
  return series;
}

TEST(SelfTestSeries, CountsWhatAPipelineWouldHaveBeenTold) {
  std::mt19937_64 random(11);
  const auto series = series_of({Verdict::equivalent, Verdict::regression, Verdict::inconclusive},
                                normal_round(0.01, random));
  EXPECT_EQ(series.false_alarms().events, 1U);
  EXPECT_EQ(series.false_alarms().trials, 3U);
  EXPECT_EQ(series.inconclusive().events, 1U);
  EXPECT_EQ(series.unfit().events, 1U);
  EXPECT_EQ(series.resampled_false_alarms().trials, 150U);
  EXPECT_NEAR(series.false_alarms().at_most(), 0.865, 0.001);
  EXPECT_EQ(series.cells().size(), 30U);
  EXPECT_TRUE(series.cells().front().detectable);
  EXPECT_FALSE(series.autocorrelation()->is_there());
}

TEST(SelfTestSeries, TakesTheMedianOfACellWithTheJobsInWhichItCouldFindNothing) {
  const auto with = [](const std::vector<std::optional<double>>& detectable) {
    SelfTestSeries series;
    for (const auto& each : detectable) {
      Comparison duel = made_up_duel(Pattern::round_trip, 1, 1);
      duel.cells[0].findings = {{.metric = "rtt_p50", .detectable = each}};
      series.add(duel, 0);
    }
    return series.cells().at(0).detectable;
  };
  EXPECT_EQ(with({0.01, 0.02, 0.03}), 0.02);
  EXPECT_EQ(with({0.01, {}, 0.03}), 0.03);
  EXPECT_EQ(with({0.01, {}, {}}), std::nullopt);
  EXPECT_EQ(with({0.01, {}}), std::nullopt);
}

TEST(SelfTestSeries, CountsRoundsForTheChanceOfACorrelationAndNotTheirCells) {
  std::mt19937_64 random(16);
  const auto one = series_of({Verdict::equivalent}, normal_round(0.01, random));
  EXPECT_NEAR(one.autocorrelation()->by_chance, 2 / std::sqrt(21), 1e-9);
  const auto two =
      series_of({Verdict::equivalent, Verdict::equivalent}, normal_round(0.01, random));
  EXPECT_NEAR(two.autocorrelation()->by_chance, 2 / std::sqrt(42), 1e-9);
}

TEST(ExitCodeOfASelfTest, IsOneForAFalseAlarmAndThreeIfNoDuelCouldTell) {
  std::mt19937_64 random(15);
  const auto code_of = [&](const std::vector<Verdict>& verdicts, const VerdictOptions& options) {
    return exit_code_of(series_of(verdicts, normal_round(0.01, random)), options);
  };
  using enum Verdict;
  EXPECT_EQ(code_of({equivalent, inconclusive}, {}), 0);
  EXPECT_EQ(code_of({inconclusive, regression}, {}), 1);
  EXPECT_EQ(code_of({inconclusive, regression}, {.warn_only = true}), 0);
  EXPECT_EQ(code_of({inconclusive, inconclusive}, {}), 3);
  EXPECT_EQ(code_of({inconclusive}, {.inconclusive = VerdictOptions::Inconclusive::pass}), 0);
}

TEST(SelfTestText, SaysInPlainWordsWhetherRoundsHangTogether) {
  std::mt19937_64 random(12);
  const auto apart = series_of({Verdict::equivalent}, normal_round(0.01, random));
  EXPECT_THAT(self_test_text(apart, 80), HasSubstr("no sign that they hang together"));
  std::vector<double> level(30);
  // Of one duel so many would still be chance.
  const auto together = series_of(std::vector(3, Verdict::equivalent), [&] {
    const auto fresh = normal_changes(30, 0.02, random);
    for (std::size_t cell = 0; cell < 30; ++cell) level[cell] = 0.7 * level[cell] + fresh[cell];
    return level;
  });
  EXPECT_THAT(self_test_text(together, 80), HasSubstr("rounds hang together here"));
}

TEST(SelfTestText, AdvisesALargerDeltaWhereTheMachineSeesLittle) {
  std::mt19937_64 random(13);
  const auto quiet = series_of({Verdict::equivalent}, normal_round(0.004, random));
  EXPECT_THAT(self_test_text(quiet, 80),
              AllOf(HasSubstr("nine times out of ten"), Not(HasSubstr("--delta"))));
  const auto restless = series_of({Verdict::inconclusive}, normal_round(0.08, random));
  EXPECT_THAT(self_test_text(restless, 80), HasSubstr("--delta rtt_p50="));
}

TEST(SelfTestText, NamesTheMetricsThatAreDrawnAgainAndDrawsNoOthers) {
  std::mt19937_64 random(17);
  const auto asked = [&](const std::vector<std::string>& metrics) {
    return series_of({Verdict::equivalent}, normal_round(0.01, random), metrics);
  };
  EXPECT_THAT(self_test_markdown(asked({})), HasSubstr("by their p50 and throughput "));
  EXPECT_THAT(self_test_markdown(asked({"rtt_p50", "syscalls"})),
              HasSubstr("by their p50 \\(nothing"));
  const auto tails = asked({"rtt_p99"});
  EXPECT_EQ(tails.resampled_false_alarms().trials, 0U);
  EXPECT_THAT(self_test_markdown(tails), Not(HasSubstr("drawn again")));
}

TEST(SelfTestText, SaysNothingOfTheSmallestChangeOfACount) {
  Comparison duel = made_up_duel(Pattern::round_trip, 1, 1);
  duel.cells[0].findings = {{.metric = "syscalls"}};
  SelfTestSeries series;
  series.add(duel, 0);
  for (const std::string& text : {self_test_text(series, 80), self_test_markdown(series)}) {
    EXPECT_THAT(text, Not(HasSubstr("nine times out of ten")));
  }
}

TEST(SelfTestText, CountsBlindCellsAmongThoseOfWhichHalfFind) {
  const auto text_of = [](const std::vector<std::optional<double>>& detectable) {
    Comparison duel = made_up_duel(Pattern::round_trip, detectable.size(), 1);
    for (std::size_t cell = 0; cell < detectable.size(); ++cell) {
      duel.cells[cell].findings = {
          {.metric = "rtt_p50", .delta = 0.02, .detectable = detectable[cell]}};
    }
    SelfTestSeries series;
    series.add(duel, 0);
    return self_test_markdown(series);
  };
  EXPECT_THAT(text_of({0.01, 0.02, 0.03}), HasSubstr("half of the cells find 2 % or less; the w"));
  EXPECT_THAT(text_of({0.01, 0.03, {}}),
              AllOf(HasSubstr("half of the cells find 3 % or less"), HasSubstr("1 of its cells")));
  EXPECT_THAT(text_of({0.01, {}}), AllOf(HasSubstr("the worst of the others finds 1 %"),
                                         Not(HasSubstr("half of the cells"))));
}

TEST(SelfTestText, FitsItsTerminal) {
  std::mt19937_64 random(14);
  const auto series =
      series_of({Verdict::inconclusive, Verdict::regression}, normal_round(0.08, random));
  std::istringstream text(self_test_text(series, 80));
  for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), 80U) << line;
}

}  // namespace
}  // namespace ipcbench
