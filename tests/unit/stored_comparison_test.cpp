// Verdicts from two stored runs whose true difference is known.
#include "results/stored_comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "made_up_rounds.hpp"
#include "made_up_runs.hpp"
#include "results/stored_threshold.hpp"

namespace ipcbench {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int cells = 12;

/// All cells alike.
RunResult run_at(std::uint64_t seed, unsigned minute, const MadeUpCell& like = {}) {
  RunMaker maker(seed);
  RunResult run = maker.run(minute);
  for (int i = 0; i < cells; ++i) run.cells.push_back(maker.cell(i, like));
  return run;
}

Comparison compare(const RunResult& a, const RunResult& b, const StoredOptions& options = {}) {
  return compare_stored(a, b, {}, {}, options);
}

TEST(StoredComparison, FindsNothingBetweenEqualRuns) {
  const Comparison comparison = compare(run_at(1, 0), run_at(2, 1));
  EXPECT_EQ(comparison.verdict, Verdict::equivalent) << comparison.summary;
  EXPECT_EQ(comparison.count(Verdict::equivalent), std::size_t{cells});
  EXPECT_EQ(comparison.summary, "no regression in 12 cells");
}

TEST(StoredComparison, FindsACellThatIsTenPercentSlower) {
  RunResult slower = run_at(2, 1);
  slower.cells[3] = RunMaker(7).cell(3, {.level = 1.1});
  const Comparison comparison = compare(run_at(1, 0), slower);
  EXPECT_EQ(comparison.verdict, Verdict::regression);
  EXPECT_EQ(comparison.count(Verdict::regression), 1U);
  const Finding& finding = main_finding(comparison, 3);
  EXPECT_EQ(finding.verdict, Verdict::regression);
  EXPECT_NEAR(finding.change->value, 0.1, 0.02);
  EXPECT_LT(finding.change->interval->first, 0.1);
  EXPECT_GT(finding.change->interval->second, 0.1);
  EXPECT_NEAR(finding.delta, 0.06, 1e-9) << "three times the delta of a duel";
  EXPECT_THAT(comparison.summary, HasSubstr("1 of 12 cells is slower, at worst round_trip/m3/64"));
}

TEST(StoredComparison, CallsAFasterCellAnImprovementAndPasses) {
  RunResult faster = run_at(2, 1);
  faster.cells[3] = RunMaker(7).cell(3, {.level = 0.85});
  const Comparison comparison = compare(run_at(1, 0), faster);
  EXPECT_EQ(comparison.verdict, Verdict::equivalent);
  EXPECT_EQ(main_finding(comparison, 3).verdict, Verdict::improvement);
  EXPECT_EQ(comparison.summary, "no regression in 12 cells (1 faster)");
}

TEST(StoredComparison, CountsAStreamThatIsSlowerAsACost) {
  RunResult a = run_at(1, 0, {.pattern = Pattern::stream});
  RunResult b = run_at(2, 1, {.pattern = Pattern::stream});
  b.cells[0] = RunMaker(7).cell(0, {.level = 1.3, .pattern = Pattern::stream});
  const Comparison comparison = compare(a, b);
  const Finding& finding = main_finding(comparison, 0);
  EXPECT_EQ(finding.metric, "throughput");
  EXPECT_EQ(finding.verdict, Verdict::regression);
  EXPECT_NEAR(finding.change->value, 0.3, 0.05);
  EXPECT_LT(*finding.b, *finding.a);
}

TEST(StoredComparison, DoesNotJudgeByIntervalsThatOverlap) {
  RunResult a = run_at(1, 0);
  RunResult b = run_at(2, 1);
  a.cells[0] = RunMaker(3).cell(0, {.spread = 0.1});
  b.cells[0] = RunMaker(4).cell(0, {.level = 1.12, .spread = 0.1});
  const Comparison comparison = compare(a, b);
  EXPECT_EQ(main_finding(comparison, 0).verdict, Verdict::inconclusive);
  EXPECT_FALSE(main_finding(comparison, 0).reason.empty());
  EXPECT_EQ(comparison.verdict, Verdict::equivalent) << "one cell of twelve";
}

TEST(StoredComparison, IsInconclusiveWhenTooManyCellsAre) {
  const Comparison comparison =
      compare(run_at(1, 0, {.spread = 0.2}), run_at(2, 1, {.spread = 0.2}));
  EXPECT_EQ(comparison.verdict, Verdict::inconclusive);
}

TEST(StoredComparison, NeedsIntervals) {
  const Comparison comparison =
      compare(run_at(1, 0, {.trials = 5}), run_at(2, 1, {.level = 2, .trials = 5}));
  EXPECT_EQ(comparison.verdict, Verdict::inconclusive);
  EXPECT_EQ(main_finding(comparison, 0).reason, "no interval in A: 5 trials of 6");
  EXPECT_FALSE(main_finding(comparison, 0).change->interval);
}

TEST(StoredComparison, DoesNotJudgeANoisyCell) {
  RunResult slower = run_at(2, 1, {.level = 1.5});
  for (CellResult& cell : slower.cells) {
    for (TrialRecord& trial : cell.trials) trial.client.major_faults = 1;
  }
  const Comparison comparison = compare(run_at(1, 0), slower);
  EXPECT_EQ(comparison.verdict, Verdict::inconclusive);
  EXPECT_THAT(main_finding(comparison, 0).reason, HasSubstr("noisy in B: 8 of 8 trials"));
}

TEST(StoredComparison, RefusesAnotherMachine) {
  RunResult other = run_at(2, 1);
  other.environment[3].second = "Xeon";
  const Comparison comparison = compare(run_at(1, 0), other);
  EXPECT_THAT(comparison.incomparable, Contains("cpu: A has Zen 5, B has Xeon"));
  EXPECT_THAT(comparison.cells, IsEmpty());
  EXPECT_THAT(comparison.summary, HasSubstr("cpu: A has Zen 5, B has Xeon"));
}

TEST(StoredComparison, ComparesAnotherMachineWhenForcedAndSaysSo) {
  RunResult other = run_at(2, 1);
  other.environment[3].second = "Xeon";
  const Comparison comparison = compare(run_at(1, 0), other, {.force = true});
  EXPECT_THAT(comparison.incomparable, IsEmpty());
  EXPECT_EQ(comparison.verdict, Verdict::equivalent);
  EXPECT_THAT(comparison.summary, HasSubstr("FORCED"));
  EXPECT_THAT(comparison.notes, Contains(HasSubstr("cpu: A has Zen 5, B has Xeon")));
}

TEST(StoredComparison, NamesCellsThatOnlyOneHas) {
  RunResult fewer = run_at(2, 1);
  fewer.cells.resize(10);
  fewer.cells.push_back(RunMaker(1).cell(50, {}));
  const Comparison comparison = compare(run_at(1, 0), fewer);
  EXPECT_EQ(comparison.cells.size(), 10U);
  EXPECT_THAT(comparison.notes, Contains(HasSubstr("2 cells are only in A: round_trip/m10/64")));
  EXPECT_THAT(comparison.notes, Contains(HasSubstr("1 cell is only in B: round_trip/m50/64")));
}

TEST(StoredComparison, TellsSettingsApart) {
  RunResult other = run_at(2, 1);
  for (CellResult& cell : other.cells) cell.cell.settings.set("capacity", "4096");
  const Comparison comparison = compare(run_at(1, 0), other);
  EXPECT_EQ(comparison.verdict, Verdict::error);
  EXPECT_THAT(comparison.summary, HasSubstr("nothing matched"));
}

TEST(StoredComparison, IsAnErrorWhenACellFailsThatWasMeasured) {
  RunResult broken = run_at(2, 1);
  broken.cells[4].status = CellStatus::error;
  broken.cells[4].reason = "the server died";
  EXPECT_EQ(compare(run_at(1, 0), broken).verdict, Verdict::error);
  // The other way round there is nothing to compare with.
  EXPECT_EQ(compare(broken, run_at(1, 0)).verdict, Verdict::equivalent);
}

Comparison with_control_at(double cells_level, double control_level) {
  RunResult newer = run_at(2, 1, {.level = cells_level});
  newer.control = RunMaker(5).cell(99, {.level = control_level});
  return compare(run_at(1, 0), newer);
}

TEST(StoredComparison, BlamesTheMachineWhenTheControlIsSlowerToo) {
  const Comparison comparison = with_control_at(1.2, 1.2);
  EXPECT_FALSE(comparison.fit);
  EXPECT_EQ(comparison.verdict, Verdict::inconclusive);
  EXPECT_THAT(comparison.summary, HasSubstr("the control (round_trip/m99/64/cross) moved by +"));
}

TEST(StoredComparison, DoesNotPassWhenAFasterMachineMayHideSomething) {
  EXPECT_EQ(with_control_at(1, 0.9).verdict, Verdict::inconclusive);
  EXPECT_EQ(with_control_at(1.2, 0.9).verdict, Verdict::regression) << "even so it is slower";
}

TEST(StoredComparison, PassesOnASlowerMachineWhereNoCellIsSlower) {
  EXPECT_EQ(with_control_at(1, 1.1).verdict, Verdict::equivalent);
}

TEST(StoredComparison, FindsOneMoreSystemCallExactly) {
  RunResult more = run_at(2, 1);
  more.cells[5].syscalls = 3;
  const Comparison comparison = compare(run_at(1, 0), more);
  EXPECT_EQ(comparison.verdict, Verdict::regression);
  EXPECT_THAT(comparison.summary, HasSubstr("m5/64/cross syscalls +50.0 %"));
}

TEST(StoredComparison, DoesNotJudgeSystemCallsThatDependOnTiming) {
  RunResult more = run_at(2, 1);
  more.cells[5].syscalls = 2.25;
  more.cells[6].syscalls = 3;
  more.cells[6].mechanism.family = Family::shared_memory;
  const Comparison comparison = compare(run_at(1, 0), more);
  EXPECT_EQ(comparison.verdict, Verdict::equivalent) << comparison.summary;
}

TEST(StoredComparison, ReportsTheP99AndJudgesItFromTwentyTrialsOn) {
  const auto with_tail = [](std::uint64_t seed, unsigned minute, std::size_t trials, double tail) {
    RunResult run = run_at(seed, minute, {.trials = trials});
    for (TrialRecord& trial : run.cells[0].trials) trial.p99_ns *= tail;
    return run;
  };
  EXPECT_EQ(compare(with_tail(1, 0, 19, 1), with_tail(2, 1, 19, 2)).verdict, Verdict::equivalent);
  EXPECT_EQ(compare(with_tail(1, 0, 20, 1), with_tail(2, 1, 20, 2)).verdict, Verdict::regression);
}

TEST(StoredComparison, JudgesNoP99OfFewTrialsWhateverElseIsWrongWithThem) {
  const auto p99_of = [](const RunResult& a, const RunResult& b) {
    Finding finding = compare(a, b).cells.at(0).findings.at(1);
    EXPECT_EQ(finding.metric, "rtt_p99");
    return finding;
  };
  const Finding short_one = p99_of(run_at(1, 0, {.trials = 5}), run_at(2, 1, {.trials = 5}));
  EXPECT_EQ(short_one.reason, "no interval in A: 5 trials of 6");
  EXPECT_FALSE(short_one.judged);
  for (const std::size_t trials : {19, 20}) {
    RunResult noisy = run_at(2, 1, {.trials = trials});
    for (TrialRecord& trial : noisy.cells[0].trials) trial.client.major_faults = 1;
    const Finding finding = p99_of(run_at(1, 0, {.trials = trials}), noisy);
    EXPECT_THAT(finding.reason, HasSubstr("noisy in B"));
    EXPECT_EQ(finding.judged, trials == 20);
    EXPECT_EQ(finding.verdict, Verdict::inconclusive);
  }
}

TEST(StoredComparison, LeavesOutMetricsThatAreNotWanted) {
  RunResult more = run_at(2, 1);
  more.cells[5].syscalls = 3;
  const Comparison comparison = compare(run_at(1, 0), more, {.metrics = {"rtt_p50"}});
  EXPECT_EQ(comparison.verdict, Verdict::equivalent);
  EXPECT_EQ(comparison.cells[5].findings.size(), 1U);
}

// --- distances ---------------------------------------------------------------------------------

/// Gives a run's trials a distance: the first `near` of each cell 100 ns, the others 400.
void set_distances(RunResult& run, std::size_t near, Regime shown, double near_ns = 100) {
  Regimes regimes;
  regimes.placement = run.cells[0].cell.placement.name();
  regimes.near_ns = near_ns;
  regimes.far_ns = 400;
  regimes.boundary_ns = 200;
  regimes.shown = shown;
  run.regimes = {regimes};
  const auto set = [&](CellResult& cell) {
    for (std::size_t i = 0; i < cell.trials.size(); ++i) {
      cell.trials[i].regime = i < near ? Regime::near : Regime::far;
      cell.trials[i].counted = cell.trials[i].regime == shown;
      if (i >= near) cell.trials[i].p50_ns *= 3;
    }
  };
  std::ranges::for_each(run.cells, set);
  set(*run.control);
}

TEST(StoredRegimes, NearIsComparedWithNearWhateverTheRunsShow) {
  RunResult a = run_at(1, 0, {.trials = 16});
  RunResult b = run_at(2, 1, {.trials = 16});
  a.control = RunMaker(3).cell(99, {.trials = 16});
  b.control = RunMaker(4).cell(99, {.trials = 16});
  set_distances(a, 10, Regime::near);
  set_distances(b, 7, Regime::far);
  const Comparison comparison = compare(a, b);
  EXPECT_EQ(comparison.verdict, Verdict::equivalent) << comparison.summary;
  EXPECT_NEAR(*main_finding(comparison, 0).b, 10'000, 500);
}

TEST(StoredRegimes, WithoutACommonDistanceAreNotComparable) {
  RunResult a = run_at(1, 0);
  RunResult b = run_at(2, 1);
  set_distances(a, 8, Regime::near);
  set_distances(b, 8, Regime::near, 250);
  a.regimes[0].far_ns = b.regimes[0].far_ns = {};
  const Comparison comparison = compare(a, b);
  EXPECT_THAT(comparison.incomparable,
              Contains("cross: the CPUs of A were 100 ns apart, those of B 250 ns"));
}

TEST(StoredRegimes, OfAFileWithoutDistancesAreNotComparable) {
  RunResult b = run_at(2, 1);
  set_distances(b, 8, Regime::near);
  const Comparison comparison = compare(run_at(1, 0), b);
  EXPECT_THAT(comparison.incomparable,
              Contains("cross: A does not say how far apart its CPUs were"));
}

// --- history -----------------------------------------------------------------------------------

TEST(StoredThreshold, IsThreeDeltaUntilTwentyRunsAreKnown) {
  std::vector<double> costs;
  for (int i = 0; i < 19; ++i) costs.push_back(i % 2 == 0 ? 0 : 0.2);
  EXPECT_NEAR(stored_threshold(0.02, costs).slower, std::log(1.06), 1e-12);
  EXPECT_FALSE(stored_threshold(0.02, costs).from_history);
  costs.push_back(0.2);
  EXPECT_TRUE(stored_threshold(0.02, costs).from_history);
  EXPECT_GT(stored_threshold(0.02, costs).slower, 0.2);
}

TEST(StoredThreshold, IsNeverBelowDelta) {
  const std::vector<double> costs(25, 1.0);
  EXPECT_NEAR(stored_threshold(0.02, costs).slower, std::log(1.02), 1e-12);
  EXPECT_NEAR(stored_threshold(0.02, costs).faster, std::log(1.02), 1e-12);
}

TEST(StoredThreshold, TakesTheFencesOfTheRatiosOfConsecutiveRuns) {
  // A steady rise by 1 % a run: no scatter, so the fence is the rise itself.
  std::vector<double> costs;
  for (int i = 0; i < 25; ++i) costs.push_back(0.05 * i);
  EXPECT_NEAR(stored_threshold(0.02, costs).slower, 0.05, 1e-12);
  EXPECT_NEAR(stored_threshold(0.02, costs).faster, std::log(1.02), 1e-12);
}

/// A machine whose speed drifts from run to run, as a whole and cell by cell.
class DriftingMachine {
 public:
  DriftingMachine(std::uint64_t seed, double together, double each)
      : maker_(seed), together_(together), each_(each), cells_(cells, 1.0) {}

  RunResult run(double slower = 1, const MadeUpCell& like = {}) {
    RunResult run = maker_.run(minute_++);
    drift(all_, together_);
    for (int i = 0; i < cells; ++i) {
      drift(cells_[static_cast<std::size_t>(i)], each_);
      MadeUpCell cell = like;
      cell.level = all_ * cells_[static_cast<std::size_t>(i)] * (i == 0 ? slower : 1);
      run.cells.push_back(maker_.cell(i, cell));
    }
    MadeUpCell control = like;
    control.level = all_;
    run.control = maker_.cell(99, control);
    return run;
  }

 private:
  /// Half of the way back to where it belongs, and a new step.
  void drift(double& level, double step) { level = std::sqrt(level) * maker_.scatter(step); }

  RunMaker maker_;
  double together_, each_;
  double all_ = 1;
  std::vector<double> cells_;
  unsigned minute_ = 0;
};

struct Jobs {
  double together, each;
  std::size_t earlier;
  double slower = 1;
};

/// The part of the jobs that say there is a regression.
double regression_rate(const Jobs& jobs) {
  constexpr int count = 200;
  int found = 0;
  for (int job = 0; job < count; ++job) {
    DriftingMachine machine(static_cast<std::uint64_t>(job) + 1, jobs.together, jobs.each);
    std::vector<RunResult> earlier;
    for (std::size_t i = 0; i < jobs.earlier; ++i) earlier.push_back(machine.run());
    const RunResult newer = machine.run(jobs.slower);
    const auto comparison = compare_stored(earlier.back(), newer, earlier, {});
    if (comparison.verdict == Verdict::regression) ++found;
  }
  return static_cast<double>(found) / count;
}

TEST(StoredHistory, LetsACellDoWhatItAlwaysDid) {
  DriftingMachine machine(3, 0, 0.06);
  std::vector<RunResult> earlier;
  for (int i = 0; i < 25; ++i) earlier.push_back(machine.run());
  RunResult newer = machine.run();
  newer.cells[0] = earlier.back().cells[0];
  for (TrialRecord& trial : newer.cells[0].trials) trial.p50_ns *= 1.1;
  EXPECT_EQ(main_finding(compare_stored(earlier.back(), newer, {}, {}), 0).verdict,
            Verdict::regression);
  const Comparison comparison = compare_stored(earlier.back(), newer, earlier, {});
  EXPECT_NE(main_finding(comparison, 0).verdict, Verdict::regression);
  EXPECT_GT(main_finding(comparison, 0).delta, 0.1);
  EXPECT_THAT(comparison.notes, Contains("thresholds from 25 earlier runs with this fingerprint"));
}

TEST(StoredHistory, PassesOverRunsOfOtherMachines) {
  std::vector<RunResult> earlier;
  for (unsigned i = 0; i < 25; ++i) {
    earlier.push_back(run_at(i + 1, i));
    if (i % 2 == 0) earlier.back().environment[4].second = "another kernel";
  }
  const Comparison comparison = compare_stored(run_at(50, 30), run_at(51, 31), earlier, {});
  EXPECT_THAT(comparison.notes, Contains(HasSubstr("(13 so far)")));
}

TEST(StoredJobs, OfOneCodeSeldomSeeARegression) {
  EXPECT_LE(regression_rate({.together = 0, .each = 0.01, .earlier = 1}), 0.05);
  EXPECT_LE(regression_rate({.together = 0.03, .each = 0.01, .earlier = 1}), 0.05);
  EXPECT_LE(regression_rate({.together = 0, .each = 0.03, .earlier = 25}), 0.05);
  EXPECT_LE(regression_rate({.together = 0.05, .each = 0.02, .earlier = 25}), 0.05);
}

TEST(StoredJobs, WithoutHistoryTakeADriftForARegression) {
  EXPECT_GT(regression_rate({.together = 0, .each = 0.04, .earlier = 1}), 0.2)
      << "then nothing here is the weaker way";
}

TEST(StoredJobs, FindARealRegression) {
  EXPECT_GE(regression_rate({.together = 0, .each = 0.005, .earlier = 1, .slower = 1.1}), 0.9);
  EXPECT_GE(regression_rate({.together = 0, .each = 0.005, .earlier = 25, .slower = 1.1}), 0.9);
}

}  // namespace
}  // namespace ipcbench
