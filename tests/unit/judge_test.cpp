// From rounds to findings, candidates, a verdict and a sentence.
#include "results/judge.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "made_up_rounds.hpp"
#include "results/conclusion.hpp"

namespace ipcbench {
namespace {

using Phase = DuelRound::Phase;

SlicePair pair_of(double a_p50_ns, double b_p50_ns) {
  return {.a = {.messages = 10, .received = 10, .elapsed_ns = 1e4, .p50_ns = a_p50_ns},
          .b = {.messages = 10, .received = 10, .elapsed_ns = 2e4, .p50_ns = b_p50_ns}};
}

TEST(CostChange, IsTheMedianOfPairsThatDidNotFlip) {
  DuelRound round{.pairs = {pair_of(100, 101), pair_of(100, 103), pair_of(100, 110)}};
  EXPECT_NEAR(cost_change(round, "rtt_p50").value(), std::log(1.03), 1e-12);
  EXPECT_DOUBLE_EQ(cost_change(round, "throughput").value(), std::log(2.0));
  round.pairs[2].flipped = true;
  EXPECT_NEAR(cost_change(round, "rtt_p50").value(), std::log(1.02), 1e-4);
  for (SlicePair& pair : round.pairs) pair.flipped = true;
  EXPECT_FALSE(cost_change(round, "rtt_p50"));
}

TEST(CostChange, NeedsAFigureOfBothArmsAndMessagesEnoughForAQuantile) {
  EXPECT_FALSE(cost_change({.pairs = {pair_of(0, 100)}}, "rtt_p50"));
  EXPECT_FALSE(cost_change({}, "rtt_p50"));
  SlicePair pair = pair_of(100, 100);
  pair.a.pooled_p99_ns = pair.b.pooled_p99_ns = 500;
  pair.a.pooled_messages = pair.b.pooled_messages = 999;
  EXPECT_FALSE(cost_change({.pairs = {pair}}, "rtt_p99"));
  pair.a.pooled_messages = pair.b.pooled_messages = 1'000;
  EXPECT_EQ(cost_change({.pairs = {pair}}, "rtt_p99"), 0);
}

TEST(CostChange, OfAP99IsThatOfAllMessagesOfTheRound) {
  SlicePair first = pair_of(100, 100);
  first.a.pooled_messages = first.b.pooled_messages = 600;
  SlicePair last = first;
  last.a.pooled_messages = last.b.pooled_messages = 1'200;
  last.a.pooled_p99_ns = 500;
  last.b.pooled_p99_ns = 550;
  EXPECT_NEAR(cost_change({.pairs = {first, last}}, "rtt_p99").value(), std::log(1.1), 1e-12);
  first.flipped = true;
  EXPECT_FALSE(cost_change({.pairs = {first, last}}, "rtt_p99"));
}

TEST(CostChange, OnlyTurnsItsSignWhenTheArmsAreSwapped) {
  const auto there = cost_change({.pairs = {pair_of(123, 457), pair_of(99, 77)}}, "rtt_p50");
  const auto back = cost_change({.pairs = {pair_of(457, 123), pair_of(77, 99)}}, "rtt_p50");
  EXPECT_EQ(there.value(), -back.value());
}

TEST(Candidates, AreTheSlowerFirstThenTheFasterThenTheUndecided) {
  Comparison duel = duel_of({0, -0.05, 0.04, 0.0, 0.08});
  duel.cells[3].rounds.clear();
  add_rounds(duel.cells[3], Phase::screening, around(0, 0.2, 6));
  const Candidates chosen = candidates(duel);
  EXPECT_EQ(chosen.suspects, (std::vector<std::size_t>{4, 2, 1}));
  EXPECT_EQ(chosen.undecided, (std::vector<std::size_t>{3}));
}

TEST(Candidates, AreAllCellsOfAMechanismThatIsSuspect) {
  Comparison duel = made_up_duel(Pattern::round_trip, 2, 3);
  for (std::size_t cell = 0; cell < 6; ++cell) {
    add_rounds(duel.cells[cell], Phase::screening, around(cell < 3 ? 0.01 : 0, 0.002, 6));
  }
  EXPECT_EQ(candidates(duel).suspects, (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_TRUE(candidates(duel).undecided.empty());
}

TEST(Candidates, KnowNothingOfFreshRoundsAndLeaveOutWhatFailed) {
  Comparison duel = duel_of({0, 0.05});
  confirm(duel.cells[0], 0.3);
  EXPECT_EQ(candidates(duel).suspects, (std::vector<std::size_t>{1}));
  duel.cells[1].findings = {{.metric = "rtt_p50", .verdict = Verdict::error}};
  EXPECT_TRUE(candidates(duel).suspects.empty());
}

TEST(Judge, CallsAConfirmedSlowdownARegressionWithItsFigures) {
  Comparison duel = duel_of({0, 0.05, 0});
  confirm(duel.cells[1], std::log(1.05));
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::regression);
  const Finding& finding = main_finding(duel, 1);
  EXPECT_EQ(finding.verdict, Verdict::regression);
  EXPECT_TRUE(finding.confirmed);
  EXPECT_EQ(finding.rounds, 15U);
  EXPECT_NEAR(finding.change->value, 0.05, 0.002);
  EXPECT_EQ(finding.p, std::pow(0.5, 15));
  EXPECT_NEAR(finding.b.value() / finding.a.value(), 1.05, 0.002);
  EXPECT_EQ(duel.summary.rfind("1 of 3 cells is slower: round_trip/m1/64/cross +5.", 0), 0U)
      << duel.summary;
}

TEST(Judge, IgnoresWhatTheScreeningSawWhenFreshRoundsSayOtherwise) {
  Comparison duel = duel_of({0.05});
  confirm(duel.cells[0], 0);
  judge(duel);
  EXPECT_EQ(main_finding(duel).verdict, Verdict::equivalent);
  EXPECT_EQ(duel.verdict, Verdict::equivalent);
  EXPECT_EQ(duel.summary, "no regression in 1 cell");
}

TEST(Judge, TakesARestlessCellForUndecidedAndNotForASlowdown) {
  Comparison duel = duel_of({0, 0, 0, 0, 0, 0, 0, 0});
  duel.cells[7].rounds.clear();
  // The estimate is above delta, by chance: three rounds of six are far on the other side.
  add_rounds(duel.cells[7], Phase::screening, {0.4, -0.3, 0.5, -0.35, 0.45, -0.25});
  judge(duel);
  EXPECT_GT(main_finding(duel, 7).change->value, main_finding(duel, 7).delta);
  EXPECT_EQ(main_finding(duel, 7).verdict, Verdict::inconclusive);
  EXPECT_EQ(duel.summary, "no regression in 8 cells, 1 undecided");
}

TEST(Judge, DoesNotPassASlowdownThatNobodyConfirmed) {
  Comparison duel = duel_of({0, 0, 0, 0, 0, 0, 0, 0.05});
  judge(duel);
  EXPECT_EQ(main_finding(duel, 7).verdict, Verdict::inconclusive);
  EXPECT_FALSE(main_finding(duel, 7).p);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
  EXPECT_EQ(duel.summary, "1 slowdown was seen and not confirmed");
  // Five fresh rounds have no interval and decide nothing.
  add_rounds(duel.cells[7], Phase::confirmation, around(0.05, 0.005, 5));
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
  EXPECT_FALSE(main_finding(duel, 7).confirmed);
}

TEST(Judge, ExplainsAnInconclusiveDuelByItsCompanyAndDecidesNothingByIt) {
  constexpr std::int64_t minute_ns = 60'000'000'000;
  const auto judged = [](double change, double others) {
    Comparison duel = duel_of({0, 0, 0, 0, 0, 0, 0, change});
    const auto others_ns = static_cast<std::int64_t>(others * minute_ns);
    duel.watched = WatchedCpu{.cpu = {},
                              .watched_ns = minute_ns,
                              .idle_ns = minute_ns / 2 - others_ns,
                              .stolen_ns = 0,
                              .programs_ns = minute_ns / 2 + others_ns,
                              .ours_ns = minute_ns / 2};
    judge(duel);
    return duel.summary;
  };
  EXPECT_EQ(judged(0.05, 0.4),
            "1 slowdown was seen and not confirmed; other programs used 40 % of the CPUs");
  EXPECT_EQ(judged(0.05, 0.02), "1 slowdown was seen and not confirmed");
  EXPECT_EQ(judged(0, 0.4), "no regression in 8 cells");
}

TEST(Judge, LetsASlowdownBelowDeltaPass) {
  Comparison duel = duel_of({0.012});
  confirm(duel.cells[0], 0.012);
  judge(duel);
  EXPECT_EQ(main_finding(duel).verdict, Verdict::equivalent);
}

TEST(Judge, DoesNotMakeSuspectsPayForCellsThatOnlyWantToBeClear) {
  Comparison alone = duel_of({0.05});
  Comparison among_others = duel_of(std::vector<double>{0.05, 0, 0, 0, 0, 0, 0, 0});
  confirm(alone.cells[0], 0.05);
  for (std::size_t i = 0; i < among_others.cells.size(); ++i) {
    confirm(among_others.cells[i], i == 0 ? 0.05 : 0);
  }
  judge(alone);
  judge(among_others);
  EXPECT_EQ(main_finding(among_others).verdict, Verdict::regression);
  EXPECT_EQ(main_finding(among_others).p, main_finding(alone).p);
}

TEST(Judge, CallsNothingARegressionThatTheFirstLookDidNotSuspect) {
  Comparison duel = duel_of({0});
  confirm(duel.cells[0], 0.05);
  judge(duel);
  EXPECT_EQ(main_finding(duel).verdict, Verdict::inconclusive);
  EXPECT_THAT(main_finding(duel).reason, HasSubstr("which the first look did not suspect"));
}

TEST(Judge, MirrorsImprovements) {
  Comparison duel = duel_of({-0.05, 0});
  confirm(duel.cells[0], -0.05);
  judge(duel);
  EXPECT_EQ(duel.cells[0].verdict(), Verdict::improvement);
  EXPECT_EQ(duel.verdict, Verdict::equivalent);
  EXPECT_EQ(duel.summary, "no regression in 2 cells, 1 faster");
}

TEST(Judge, CorrectsForAllTestsThatWereConfirmed) {
  // Six fresh rounds have p = 1/64: enough for one test and for three, not for four.
  for (const std::size_t tests : {1, 3, 4}) {
    Comparison duel = duel_of(std::vector<double>(tests, 0.05));
    for (ComparedCell& cell : duel.cells) {
      add_rounds(cell, Phase::confirmation, around(0.05, 0.005, 6));
    }
    judge(duel);
    EXPECT_DOUBLE_EQ(main_finding(duel).p.value(), static_cast<double>(tests) / 64);
    EXPECT_EQ(duel.verdict, tests < 4 ? Verdict::regression : Verdict::inconclusive);
  }
}

TEST(Judge, SeesASmallSlowdownOfAllSizesInTheMechanism) {
  Comparison duel = made_up_duel(Pattern::round_trip, 1, 4);
  for (ComparedCell& cell : duel.cells) {
    add_rounds(cell, Phase::screening, around(0.011, 0.003, 6));
    confirm(cell, 0.011);
  }
  judge(duel);
  ASSERT_EQ(duel.mechanisms.size(), 1U);
  EXPECT_EQ(duel.mechanisms[0].sizes, 4U);
  EXPECT_EQ(duel.mechanisms[0].finding.verdict, Verdict::regression);
  EXPECT_EQ(duel.count(Verdict::equivalent), 4U);
  EXPECT_EQ(duel.verdict, Verdict::regression);
  EXPECT_EQ(
      duel.summary.rfind("1 mechanism is slower: round_trip/m0/cross over its 4 sizes +1.", 0), 0U)
      << duel.summary;
}

TEST(Judge, DoesNotSpeakForAMechanismByOneOfItsSizes) {
  Comparison duel = made_up_duel(Pattern::round_trip, 1, 4);
  for (ComparedCell& cell : duel.cells) {
    add_rounds(cell, Phase::screening, around(0, 0.003, 6));
  }
  confirm(duel.cells[0], 0.05);
  confirm(duel.cells[1], 0.05);
  judge(duel);
  EXPECT_FALSE(duel.mechanisms[0].finding.confirmed);
  EXPECT_EQ(duel.mechanisms[0].finding.verdict, Verdict::equivalent);
}

TEST(Judge, LetsNoneOfTwoSizesSpeakForBoth) {
  const auto mechanism_of = [](double first, double second) {
    Comparison duel = made_up_duel(Pattern::round_trip, 1, 2);
    const double changes[] = {first, second};
    for (std::size_t cell : {0U, 1U}) {
      add_rounds(duel.cells[cell], Phase::screening, around(changes[cell], 0.003, 6));
      confirm(duel.cells[cell], changes[cell]);
    }
    judge(duel);
    return duel.mechanisms.at(0).finding;
  };
  EXPECT_EQ(mechanism_of(0.018, 0).verdict, Verdict::equivalent);
  EXPECT_EQ(mechanism_of(0.018, -0.018).change->value, 0);
  EXPECT_EQ(mechanism_of(0.018, 0.012).verdict, Verdict::regression);
  EXPECT_NEAR(mechanism_of(0.018, 0.012).change->value, 0.012, 0.002);
  EXPECT_NEAR(mechanism_of(-0.018, -0.012).change->value, -0.012, 0.002);
}

TEST(Judge, TakesFreshRoundsOfAMechanismForWhatAllItsSizesHave) {
  Comparison duel = made_up_duel(Pattern::round_trip, 1, 3);
  for (ComparedCell& cell : duel.cells) {
    add_rounds(cell, Phase::screening, around(0.012, 0.003, 6));
  }
  confirm(duel.cells[0], 0.012);
  confirm(duel.cells[1], 0.012);
  judge(duel);
  EXPECT_FALSE(duel.mechanisms[0].finding.confirmed);
  confirm(duel.cells[2], 0.012);
  judge(duel);
  EXPECT_EQ(duel.mechanisms[0].finding.verdict, Verdict::regression);
}

void count_syscalls(ComparedCell& cell, std::vector<double> a, std::vector<double> b) {
  for (std::size_t round = 0; round < a.size(); ++round) {
    cell.rounds[round].syscalls_a = a[round];
    cell.rounds[round].syscalls_b = b[round];
  }
}

TEST(Judge, ComparesSystemCallsExactly) {
  const auto verdict_of = [](std::vector<double> a, std::vector<double> b) {
    Comparison duel = duel_of({0});
    count_syscalls(duel.cells[0], std::move(a), std::move(b));
    judge(duel);
    const Finding& finding = duel.cells[0].findings.back();
    EXPECT_EQ(finding.metric, "syscalls");
    return std::pair(finding.verdict, finding.judged);
  };
  EXPECT_EQ(verdict_of({2, 2}, {3, 3}), std::pair(Verdict::regression, true));
  // A fraction depends on who had to wait, and the same one twice may be chance.
  EXPECT_EQ(verdict_of({2, 2}, {2.01, 2.01}), std::pair(Verdict::inconclusive, false));
  EXPECT_EQ(verdict_of({0, 0}, {1, 1}), std::pair(Verdict::regression, true));
  EXPECT_EQ(verdict_of({3, 3}, {2, 2}), std::pair(Verdict::improvement, true));
  EXPECT_EQ(verdict_of({2, 2}, {2, 2}), std::pair(Verdict::equivalent, true));
  EXPECT_EQ(verdict_of({2, 2.1}, {3, 3}), std::pair(Verdict::inconclusive, false));
  EXPECT_EQ(verdict_of({2}, {3}), std::pair(Verdict::inconclusive, false));
  const double varied = std::nan("");
  EXPECT_EQ(verdict_of({varied, 2, 2}, {3, 3, 3}), std::pair(Verdict::inconclusive, false));
  EXPECT_EQ(verdict_of({varied, varied}, {3, 3}), std::pair(Verdict::inconclusive, false));
}

TEST(Judge, NamesOneMoreSystemCall) {
  Comparison duel = duel_of({0});
  count_syscalls(duel.cells[0], {0, 0}, {1, 1});
  judge(duel);
  EXPECT_EQ(duel.summary,
            "1 of 1 cell is slower: round_trip/m0/64/cross 0 -> 1 system calls a message");
}

/// Rounds whose p99 is so much slower in B.
void add_p99(ComparedCell& cell, const std::vector<double>& changes) {
  for (std::size_t round = 0; round < cell.rounds.size(); ++round) {
    SlicePair& pair = cell.rounds[round].pairs.back();
    pair.a.pooled_messages = pair.b.pooled_messages = 1'000;
    pair.a.pooled_p99_ns = 10;
    pair.b.pooled_p99_ns = 10 * std::exp(changes[round % changes.size()]);
  }
}

TEST(Judge, OnlyReportsAP99OfFewRounds) {
  Comparison duel = duel_of({0});
  add_rounds(duel.cells[0], Phase::confirmation, around(0, 0.005, 9));
  add_p99(duel.cells[0], {0.7});
  judge(duel);
  EXPECT_EQ(duel.cells[0].findings.at(1).metric, "rtt_p99");
  EXPECT_FALSE(duel.cells[0].findings[1].judged);
  EXPECT_EQ(duel.verdict, Verdict::equivalent);
  add_rounds(duel.cells[0], Phase::confirmation, around(0, 0.005, 1));
  add_p99(duel.cells[0], {0.7});
  judge(duel);
  EXPECT_EQ(duel.cells[0].findings[1].verdict, Verdict::regression);
  EXPECT_EQ(duel.verdict, Verdict::regression);
}

TEST(Judge, LeavesACellDecidedWhoseTailIsNot) {
  Comparison duel = duel_of({0});
  confirm(duel.cells[0], 0);
  add_p99(duel.cells[0], {0.7, -0.6});
  judge(duel);
  EXPECT_EQ(duel.cells[0].findings.at(1).verdict, Verdict::inconclusive);
  EXPECT_FALSE(duel.cells[0].findings[1].judged);
  EXPECT_EQ(duel.cells[0].verdict(), Verdict::equivalent);
}

TEST(Judge, TellsOfATailThatSeemsSlowerAndWasNotJudged) {
  Comparison duel = duel_of({0});
  add_rounds(duel.cells[0], Phase::confirmation, around(0, 0.005, 9));
  add_p99(duel.cells[0], {0.4});
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::equivalent);
  ASSERT_EQ(duel.notes.size(), 1U);
  EXPECT_TRUE(duel.notes[0].starts_with("p99 of round_trip/m0/64/cross seems slower, +49.2 %"))
      << duel.notes[0];
}

TEST(Judge, WhoAsksForTailsOnlyIsToldWhatIsOpen) {
  Comparison duel = duel_of({0});
  duel.rules.metrics = {"rtt_p99"};
  confirm(duel.cells[0], 0);
  add_p99(duel.cells[0], {0.7, -0.6});
  EXPECT_EQ(candidates(duel).undecided, std::vector<std::size_t>{0});
  judge(duel);
  EXPECT_EQ(duel.cells[0].verdict(), Verdict::inconclusive);
  EXPECT_TRUE(duel.cells[0].findings.at(0).judged);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
}

TEST(Judge, WhoAsksForCountsOnlySkipsCellsThatHaveNone) {
  Comparison duel = duel_of({0, 0});
  duel.rules.metrics = {"syscalls"};
  count_syscalls(duel.cells[0], {2, 2}, {2, 2});
  count_syscalls(duel.cells[1], {1.1, 1.2}, {1.3, 1.1});
  judge(duel);
  EXPECT_EQ(duel.cells[1].verdict(), Verdict::skipped);
  EXPECT_EQ(duel.verdict, Verdict::equivalent);
  EXPECT_EQ(duel.summary, "no regression in 1 cell");
}

TEST(Judge, NeedsAControlWhereSomethingWasConfirmed) {
  Comparison duel = duel_of({0});
  duel.control = duel_of({0}).cells[0];
  duel.control->rounds.resize(5);
  judge(duel);
  EXPECT_TRUE(duel.fit);
  confirm(duel.cells[0], 0);
  judge(duel);
  EXPECT_FALSE(duel.fit);
}

/// Of each arm in every slice: events of so many messages.
void count_switches(ComparedCell& cell, std::uint64_t messages, std::uint64_t of_a,
                    std::uint64_t of_b) {
  for (DuelRound& round : cell.rounds) {
    for (SlicePair& pair : round.pairs) {
      pair.a.moved = pair.b.moved = messages;
      pair.a.voluntary_switches = of_a;
      pair.b.voluntary_switches = of_b;
    }
  }
}

TEST(Judge, ComparesSwitchesThatAreWholeNumbersInEveryRound) {
  const auto finding_of = [](std::uint64_t of_a, std::uint64_t of_b) -> std::optional<Finding> {
    Comparison duel = duel_of({0});
    count_switches(duel.cells[0], 1'000, of_a, of_b);
    judge(duel);
    for (Finding& finding : duel.cells[0].findings) {
      if (finding.metric == "switches") return finding;
    }
    return {};
  };
  EXPECT_EQ(finding_of(1'003, 2'001).value().verdict, Verdict::regression);
  EXPECT_EQ(finding_of(2'000, 1'000).value().verdict, Verdict::improvement);
  EXPECT_EQ(finding_of(1'019, 1'000).value().verdict, Verdict::equivalent);
  EXPECT_EQ(finding_of(1'019, 1'000).value().change->value, 0);
  EXPECT_FALSE(finding_of(1'021, 2'000));
  EXPECT_FALSE(finding_of(1'000, 1'500));
}

TEST(Judge, ComparesNoSwitchesOfOneRoundThatDiffers) {
  Comparison duel = duel_of({0});
  count_switches(duel.cells[0], 1'000, 1'000, 2'000);
  duel.cells[0].rounds[3].pairs[0].b.voluntary_switches = 1'000;
  judge(duel);
  EXPECT_TRUE(std::ranges::none_of(
      duel.cells[0].findings, [](const Finding& finding) { return finding.metric == "switches"; }));
}

TEST(Judge, TrustsNoTimesOfAMachineOnWhichTheControlDiffersFromItself) {
  Comparison duel = duel_of({0.05});
  confirm(duel.cells[0], 0.05);
  duel.control = duel_of({0.008}).cells[0];
  confirm(*duel.control, 0.008);
  judge(duel);
  EXPECT_FALSE(duel.fit);
  EXPECT_EQ(main_finding(duel).verdict, Verdict::inconclusive);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
  EXPECT_NE(duel.summary.find("the control cell differs from itself: +0."), std::string::npos);
  // An exact counter does not care.
  count_syscalls(duel.cells[0], {2, 2}, {3, 3});
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::regression);
}

TEST(Judge, TakesNoLuckOfTheControlForAnUnfitMachine) {
  Comparison duel = duel_of({0.05});
  confirm(duel.cells[0], 0.05);
  // Six rounds in a row on one side: so it is in one job of thirty-two.
  duel.control = duel_of({0.008}).cells[0];
  judge(duel);
  EXPECT_TRUE(duel.fit);
  EXPECT_EQ(duel.verdict, Verdict::regression);
}

TEST(Judge, TrustsAControlThatStaysNearItself) {
  Comparison duel = duel_of({0});
  duel.control = duel_of({0.001}).cells[0];
  judge(duel);
  EXPECT_TRUE(duel.fit);
  duel.control->rounds.clear();
  add_rounds(*duel.control, Phase::screening, around(0, 0.2, 6));
  judge(duel);
  EXPECT_FALSE(duel.fit);
}

TEST(Judge, TakesAControlThatFailedForNoGuard) {
  Comparison duel = duel_of({0.05});
  confirm(duel.cells[0], 0.05);
  judge(duel);
  ASSERT_EQ(duel.verdict, Verdict::regression);
  duel.control = duel_of({0}).cells[0];
  duel.control->findings = {
      {.metric = "rtt_p50", .verdict = Verdict::error, .reason = "the arm died"}};
  judge(duel);
  EXPECT_FALSE(duel.fit);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
}

TEST(Judge, DoesNotPassASlowdownThatTooFewRoundsCannotConfirm) {
  Comparison duel = made_up_duel(Pattern::round_trip, 30, 1);
  for (ComparedCell& cell : duel.cells) {
    add_rounds(cell, Phase::screening, around(0.2, 0.01, 6));
    add_rounds(cell, Phase::confirmation, around(0.2, 0.01, 6));
  }
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive) << duel.summary;
}

TEST(Judge, TakesFractionsOfCallsForChance) {
  Comparison duel = duel_of({0});
  for (DuelRound& round : duel.cells[0].rounds) {
    round.syscalls_a = 2.0;
    round.syscalls_b = 2.25;
  }
  judge(duel);
  EXPECT_NE(duel.verdict, Verdict::regression);
  for (DuelRound& round : duel.cells[0].rounds) round.syscalls_b = 3.0;
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::regression);
}

TEST(Judge, IsAnErrorWhenNothingWasComparedAndInconclusiveWhenNothingWasJudged) {
  Comparison nothing;
  judge(nothing);
  EXPECT_EQ(nothing.verdict, Verdict::error);
  EXPECT_EQ(nothing.summary, "nothing was compared");

  Comparison skipped = made_up_duel(Pattern::round_trip, 2, 1);
  for (ComparedCell& cell : skipped.cells) {
    cell.findings = {{.metric = "rtt_p50", .verdict = Verdict::skipped, .reason = "too large"}};
  }
  judge(skipped);
  EXPECT_EQ(skipped.verdict, Verdict::error);
  EXPECT_EQ(skipped.summary, "nothing was compared: 2 cells were skipped");

  Comparison unmeasured = made_up_duel(Pattern::round_trip, 2, 1);
  judge(unmeasured);
  EXPECT_EQ(unmeasured.verdict, Verdict::inconclusive);
  EXPECT_EQ(unmeasured.count(Verdict::inconclusive), 2U);
}

TEST(Judge, KeepsWhatFailed) {
  Comparison duel = duel_of({0, 0});
  duel.cells[1].findings = {
      {.metric = "rtt_p50", .verdict = Verdict::error, .reason = "arm B: killed by signal 11"}};
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::error);
  EXPECT_EQ(duel.summary,
            "1 of 2 cells failed: round_trip/m1/64/cross: arm B: killed by signal 11");
}

TEST(Judge, SaysThatItWasCutOff) {
  Comparison duel = duel_of({0, 0});
  for (ComparedCell& cell : duel.cells) cell.rounds.resize(4);
  judge(duel);
  EXPECT_EQ(duel.verdict, Verdict::inconclusive);
  EXPECT_EQ(main_finding(duel).reason, "4 of 6 rounds: too few to judge");
  EXPECT_EQ(duel.summary, "nothing could be judged (cut off: 4 of 6 rounds)");

  Comparison interrupted = duel_of({0, 0});
  interrupted.interrupted_by = 2;
  judge(interrupted);
  EXPECT_EQ(interrupted.verdict, Verdict::inconclusive);
  EXPECT_EQ(interrupted.summary, "it was ended before its time (interrupted by signal 2)");
}

TEST(Judge, IsInconclusiveWhenTooManyCellsAre) {
  for (const std::size_t open : {1, 2}) {
    Comparison duel = duel_of({0, 0, 0, 0});
    for (std::size_t cell = 0; cell < open; ++cell) {
      duel.cells[cell].rounds.clear();
      add_rounds(duel.cells[cell], Phase::screening, around(0, 0.1, 6));
    }
    judge(duel);
    EXPECT_EQ(duel.verdict, open == 1 ? Verdict::equivalent : Verdict::inconclusive) << open;
  }
}

TEST(Judge, CanBeAskedAgain) {
  Comparison duel = duel_of({0.05, 0});
  judge(duel);
  confirm(duel.cells[0], 0.05);
  judge(duel);
  const std::string summary = duel.summary;
  judge(duel);
  EXPECT_EQ(duel.summary, summary);
  EXPECT_EQ(duel.cells[0].findings.size(), 1U);
  EXPECT_EQ(duel.verdict, Verdict::regression);
}

TEST(Judge, ShowsAStreamInMegabytesASecondAndItsChangeAsACost) {
  Comparison duel = duel_of({0.1}, 0.005, Pattern::stream);
  confirm(duel.cells[0], 0.1);
  judge(duel);
  const Finding& finding = main_finding(duel);
  EXPECT_EQ(finding.metric, "throughput");
  EXPECT_EQ(finding.unit, "MB/s");
  // 64 bytes a nanosecond.
  EXPECT_DOUBLE_EQ(finding.a.value(), 64'000);
  EXPECT_LT(finding.b.value(), finding.a.value());
  EXPECT_GT(finding.change->value, 0.09);
  EXPECT_EQ(finding.verdict, Verdict::regression);
}

TEST(ComparedCell, HasTheWorstVerdictOfWhatIsJudged) {
  ComparedCell cell = made_up_duel().cells[0];
  EXPECT_EQ(cell.verdict(), Verdict::inconclusive);
  cell.findings = {{.metric = "rtt_p50", .verdict = Verdict::equivalent},
                   {.metric = "rtt_p99", .verdict = Verdict::regression, .judged = false},
                   {.metric = "syscalls", .verdict = Verdict::improvement}};
  EXPECT_EQ(cell.verdict(), Verdict::improvement);
  cell.findings[1].judged = true;
  EXPECT_EQ(cell.verdict(), Verdict::regression);
}

}  // namespace
}  // namespace ipcbench
