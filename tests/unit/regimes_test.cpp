// Distance regimes, on machines that flip as we tell them to.
#include "results/regimes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "bench/rounds.hpp"
#include "harness/company.hpp"
#include "results/disturbance.hpp"
#include "results/figures.hpp"
#include "results/statistics.hpp"

namespace ipcbench {
namespace {

/// A machine whose CPUs are 120 or 520 ns apart and move after a random number of trials. What is
/// measured on it takes `near_ns` or, in the far regime, three times as long.
class TwoRegimeMachine {
 public:
  explicit TwoRegimeMachine(std::uint64_t seed, double flips_a_trial)
      : random_(seed), flips_(flips_a_trial) {}

  TrialRecord measure(double near_ns, std::uint64_t round) {
    TrialRecord trial;
    trial.round = round;
    trial.weather.distance_before_ns = probe();
    const bool flips = std::bernoulli_distribution(flips_)(random_);
    const bool before = far_;
    if (flips) far_ = !far_;
    // A trial in which it flipped is a mixture.
    const double factor = flips ? 2 : before ? 3 : 1;
    trial.p50_ns = near_ns * factor * noise(0.02);
    trial.round_trips = 1'000;
    trial.slices = {{.sent = 1'000, .received = 1'000, .elapsed_ns = 1'000'000}};
    trial.weather.distance_after_ns = probe();
    return trial;
  }

 private:
  double noise(double spread) { return std::exp(std::normal_distribution<>(0, spread)(random_)); }
  double probe() { return (far_ ? 520 : 120) * noise(0.05); }

  std::mt19937_64 random_;
  double flips_;
  bool far_ = false;
};

constexpr std::size_t cells = 10;

/// Cells whose true round trips in the near regime are 1, 2, 3, ... us.
RunResult empty_run(unsigned rounds) {
  RunResult run;
  run.settings.rounds = rounds;
  run.settings.seed = 5;
  for (std::size_t i = 0; i < cells; ++i) {
    CellResult cell;
    cell.cell = {.pattern = Pattern::round_trip,
                 .mechanism = "m" + std::to_string(i),
                 .message_bytes = 64,
                 .placement = {}};
    cell.cpus = Cpus{.client = 0, .server = 1};
    run.cells.push_back(std::move(cell));
  }
  return run;
}

/// Goes on until the run is over or so many trials are done; says how many there were.
std::size_t carry_out(RunResult& run, TwoRegimeMachine& machine, RoundsPlan plan,
                      RegimeChoice choice, std::size_t most_trials = 100'000) {
  Rounds rounds(run, plan);
  std::size_t trials = 0;
  for (std::uint64_t round = 0;; ++round) {
    const auto order = rounds.next();
    if (order.empty()) return trials;
    for (const std::size_t cell : order) {
      if (trials++ == most_trials) return most_trials;
      run.cells[cell].trials.push_back(
          machine.measure(1'000.0 * static_cast<double>(cell + 1), round));
    }
    assign_regimes(run, choice);
  }
}

constexpr RoundsPlan six_rounds{.planned = 6, .until_target = false, .most = 100};

TEST(Split, FindsTheBorderOfTwoGroups) {
  const auto split = find_split({118, 121, 119, 125, 510, 530, 540, 120, 122, 515});
  ASSERT_TRUE(split);
  EXPECT_GT(split->boundary, 125);
  EXPECT_LT(split->boundary, 510);
  EXPECT_NEAR(split->low_median, 120, 2);
  EXPECT_NEAR(split->high_median, 522, 10);
}

TEST(Split, SeesOneGroupAsOne) {
  std::mt19937_64 random(3);
  std::lognormal_distribution<> skewed(std::log(120.0), 0.15);
  std::vector<double> distances(2'000);
  std::ranges::generate(distances, [&] { return skewed(random); });
  EXPECT_FALSE(find_split(distances));
  EXPECT_FALSE(find_split(std::vector<double>(50, 120.0)));
  EXPECT_FALSE(find_split({}));
  EXPECT_FALSE(find_split({120, 500}));
}

TEST(Split, DoesNotTakeAFewPreemptedProbesForARegime) {
  std::vector<double> distances(1'000, 120.0);
  for (std::size_t i = 0; i < distances.size(); ++i) distances[i] += static_cast<double>(i % 7);
  for (std::size_t i = 0; i < 9; ++i) distances[i * 100] = 9'000;
  EXPECT_FALSE(find_split(distances));
}

TEST(Split, FindsARegimeThatWasMetSeldom) {
  std::vector<double> distances(950, 120.0);
  distances.insert(distances.end(), 50, 520.0);
  const auto split = find_split(distances);
  ASSERT_TRUE(split);
  EXPECT_NEAR(split->high_median, 520, 1);
}

TEST(TwoRegimes, EveryCellGetsItsTrialsInTheShownRegime) {
  RunResult run = empty_run(6);
  TwoRegimeMachine machine(11, 0.05);
  const std::size_t trials = carry_out(run, machine, six_rounds, RegimeChoice::automatic);
  ASSERT_EQ(run.regimes.size(), 1U);
  ASSERT_TRUE(run.regimes[0].boundary_ns);
  for (const CellResult& cell : run.cells) EXPECT_GE(counted_trials(cell), 6U);
  // More than six rounds of ten, or there was nothing to see here.
  EXPECT_GT(trials, 60U);
}

TEST(TwoRegimes, CellsAreRankedAsTheyAreInOneRegime) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    RunResult run = empty_run(6);
    TwoRegimeMachine machine(seed, 0.05);
    carry_out(run, machine, six_rounds, RegimeChoice::automatic);
    double last = 0;
    for (const CellResult& cell : run.cells) {
      const auto figure = figure_of(cell, "rtt_p50");
      ASSERT_TRUE(figure);
      EXPECT_GT(figure->value, last) << "seed " << seed << ", " << cell.cell.mechanism;
      last = figure->value;
    }
  }
}

TEST(TwoRegimes, WithoutThemTheRankingIsWrong) {
  std::size_t wrong = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    RunResult run = empty_run(6);
    TwoRegimeMachine machine(seed, 0.05);
    carry_out(run, machine, six_rounds, RegimeChoice::all);
    double last = 0;
    for (const CellResult& cell : run.cells) {
      const double value = figure_of(cell, "rtt_p50")->value;
      if (value <= last) ++wrong;
      last = value;
    }
  }
  EXPECT_GT(wrong, 0U) << "the simulated machine is too kind to show anything";
}

TEST(TwoRegimes, AFlippedTrialIsKeptAndDoesNotCount) {
  RunResult run = empty_run(6);
  TwoRegimeMachine machine(4, 0.2);
  carry_out(run, machine, six_rounds, RegimeChoice::automatic);
  std::size_t flipped = 0;
  for (const CellResult& cell : run.cells) {
    for (const TrialRecord& trial : cell.trials) {
      if (trial.regime != Regime::flipped) continue;
      ++flipped;
      EXPECT_FALSE(trial.counted);
    }
  }
  EXPECT_GT(flipped, 0U);
}

TEST(TwoRegimes, TheAskedForRegimeIsShown) {
  for (const auto& [choice, shown] :
       {std::pair{RegimeChoice::near, Regime::near}, std::pair{RegimeChoice::far, Regime::far}}) {
    RunResult run = empty_run(6);
    TwoRegimeMachine machine(7, 0.1);
    carry_out(run, machine, six_rounds, choice);
    EXPECT_EQ(run.regimes[0].shown, shown);
    const double factor = shown == Regime::far ? 3 : 1;
    EXPECT_NEAR(figure_of(run.cells[0], "rtt_p50")->value, factor * 1'000, factor * 50);
    EXPECT_NEAR(*distance_ns_of(run.cells[0]), shown == Regime::far ? 520 : 120,
                shown == Regime::far ? 50 : 12);
  }
}

TEST(TwoRegimes, ARunThatEndsTooEarlySaysWhatIsMissing) {
  RunResult run = empty_run(6);
  TwoRegimeMachine machine(8, 0.3);
  carry_out(run, machine, six_rounds, RegimeChoice::automatic, 55);
  judge_noise(run);
  const auto noisy = std::ranges::find(run.cells, CellStatus::noisy, &CellResult::status);
  ASSERT_NE(noisy, run.cells.end());
  EXPECT_NE(noisy->reason.find("trials in the "), std::string::npos) << noisy->reason;
}

TEST(OneRegime, NeedsNoMoreThanThePlannedRounds) {
  RunResult run = empty_run(6);
  TwoRegimeMachine machine(9, 0);
  EXPECT_EQ(carry_out(run, machine, six_rounds, RegimeChoice::automatic), 60U);
  EXPECT_FALSE(run.regimes[0].boundary_ns);
  EXPECT_EQ(run.regimes[0].shown, Regime::near);
}

TEST(Rounds, GoOnUntilTheIntervalsAreNarrow) {
  RunResult run = empty_run(6);
  run.settings.interval_target = 0.01;
  TwoRegimeMachine machine(10, 0);
  carry_out(run, machine, {.planned = 6, .until_target = true, .most = 1'000},
            RegimeChoice::automatic);
  for (const CellResult& cell : run.cells) {
    EXPECT_LE(half_width_ratio(*figure_of(cell, "rtt_p50")), 0.01);
    EXPECT_GE(cell.trials.size(), 7U);
  }
}

TEST(Rounds, VisitAFailedCellNoMore) {
  RunResult run = empty_run(6);
  Rounds rounds(run, six_rounds);
  EXPECT_EQ(rounds.next().size(), cells);
  run.cells[3].status = CellStatus::error;
  const auto next = rounds.next();
  EXPECT_EQ(next.size(), cells - 1);
  EXPECT_EQ(std::set(next.begin(), next.end()).count(3), 0U);
}

TEST(Rounds, DrawTheSameOrdersFromTheSameSeed) {
  const RunResult run = empty_run(6);
  Rounds a(run, six_rounds);
  Rounds b(run, six_rounds);
  EXPECT_EQ(a.next(), b.next());
  const auto second = a.next();
  EXPECT_EQ(second, b.next());
  EXPECT_NE(second, a.next());
}

TrialRecord trial_with(const Usage& client, std::optional<std::int64_t> steal_ns) {
  TrialRecord trial;
  trial.round_trips = 1'000;
  trial.slices = {{.sent = 1, .received = 1, .elapsed_ns = 50'000'000}};
  trial.client = client;
  trial.weather.steal_ns = steal_ns;
  return trial;
}

TEST(Disturbance, IsWhatTheKernelSaysAndNotTheFigure) {
  const Cpus two{.client = 0, .server = 1};
  const Cpus one{.client = 0, .server = 0};
  EXPECT_EQ(disturbance_of(trial_with({}, 0), two), "");
  EXPECT_EQ(disturbance_of(trial_with({}, {}), two), "") << "steal is not known here";
  EXPECT_EQ(disturbance_of(trial_with({}, 10'000'000), two), "") << "one tick may be anybody's";
  EXPECT_EQ(disturbance_of(trial_with({}, 20'000'000), two), "the hypervisor took the CPU (steal)");
  const Usage preempted{.involuntary_switches = 40};
  EXPECT_EQ(disturbance_of(trial_with(preempted, 0), two),
            "other processes took the CPU (involuntary switches)");
  EXPECT_EQ(disturbance_of(trial_with(preempted, 0), one), "") << "they take turns on one CPU";
}

TEST(Disturbance, MakesACellNoisyWithItsCauseAndDropsNothing) {
  RunResult run = empty_run(6);
  for (int i = 0; i < 6; ++i) {
    run.cells[0].trials.push_back(trial_with({}, i < 3 ? 30'000'000 : 0));
    run.cells[1].trials.push_back(trial_with({}, i < 1 ? 20'000'000 : 0));
  }
  judge_noise(run);
  EXPECT_EQ(run.cells[0].status, CellStatus::noisy);
  EXPECT_EQ(run.cells[0].reason,
            "3 of 6 trials were disturbed: the hypervisor took the CPU (steal)");
  EXPECT_EQ(run.cells[1].status, CellStatus::ok);
  EXPECT_EQ(counted_trials(run.cells[0]), 6U);
  EXPECT_TRUE(figure_of(run.cells[0], "rtt_p50"));
}

TEST(Disturbance, StealThatIsTooCoarseForATrialAddsUp) {
  RunResult run = empty_run(6);
  // A tick of 10 ms in every trial of 50 ms on two CPUs: a tenth of their time.
  for (int i = 0; i < 6; ++i) run.cells[0].trials.push_back(trial_with({}, 10'000'000));
  judge_noise(run);
  EXPECT_EQ(run.cells[0].status, CellStatus::noisy);
  EXPECT_EQ(run.cells[0].reason, "the hypervisor took the CPU (steal), counted over all trials");
  // Of processes that are not pinned nobody knows whose it was.
  run.cells[0].cpus = Cpus{};
  judge_noise(run);
  EXPECT_EQ(run.cells[0].status, CellStatus::ok);
}

/// A trial of 25 ms, in which others used such parts of CPU 0 and of CPU 1, and we used a third.
TrialRecord trial_in_company(double on_first, double on_second) {
  TrialRecord trial = trial_with({}, 0);
  for (const double share : {on_first, on_second}) {
    constexpr std::int64_t watched_ns = 25'000'000;
    constexpr std::int64_t ours_ns = watched_ns / 3;
    const auto others_ns = static_cast<std::int64_t>(share * watched_ns);
    trial.weather.cpus.push_back({.cpu = static_cast<int>(trial.weather.cpus.size()),
                                  .watched_ns = watched_ns,
                                  .idle_ns = watched_ns - ours_ns - others_ns,
                                  .stolen_ns = 0,
                                  .programs_ns = ours_ns + others_ns,
                                  .ours_ns = ours_ns});
  }
  return trial;
}

TEST(Disturbance, IsCompanyOnOneOfTheCpusAndSaysHowMuch) {
  RunResult run = empty_run(6);
  for (int i = 0; i < 6; ++i) {
    run.cells[0].trials.push_back(trial_in_company(0.02, 0.6));
    run.cells[1].trials.push_back(trial_in_company(0.02, 0.005));
  }
  judge_noise(run);
  EXPECT_EQ(run.cells[0].status, CellStatus::noisy);
  EXPECT_EQ(run.cells[0].reason, "other programs used 60 % of cpu 1");
  EXPECT_EQ(run.cells[1].status, CellStatus::ok) << run.cells[1].reason;
  EXPECT_TRUE(figure_of(run.cells[0], "rtt_p50")) << "nothing is dropped";
}

TEST(Disturbance, IsALittleCompanyWhereTheRunHadMuch) {
  RunResult run = empty_run(6);
  for (int i = 0; i < 6; ++i) {
    run.cells[0].trials.push_back(trial_in_company(0.02, 0.6));
    run.cells[1].trials.push_back(trial_in_company(0.09, 0.09));
    run.cells[2].trials.push_back(trial_in_company(0.09, 0.05));
  }
  judge_noise(run);
  EXPECT_EQ(run.cells[1].reason, "other programs used 9 % of cpu 1") << "of cpu 0 nobody knows";
  EXPECT_EQ(run.cells[2].reason, "") << "ticks may have fallen so";
}

TEST(Disturbance, IsNotedWithoutJudgingAgain) {
  RunResult run = empty_run(6);
  for (int i = 0; i < 6; ++i) run.cells[0].trials.push_back(trial_in_company(0.02, 0.6));
  run.cells[0].reason = "as it was stored";
  note_company(run);
  ASSERT_EQ(run.company.size(), 1U);
  EXPECT_EQ(company_words(run.cells[0].company), "other programs used 60 % of cpu 1");
  EXPECT_EQ(run.cells[0].reason, "as it was stored");
  EXPECT_TRUE(run.cells[1].company.empty());
}

TEST(Disturbance, TicksThatFellIntoATrialByChanceAreNoCompany) {
  RunResult run = empty_run(6);
  // A tick too many in one trial and one too few in the next.
  for (int i = 0; i < 6; ++i) {
    run.cells[0].trials.push_back(trial_in_company(i % 2 == 0 ? 0.4 : -0.4, 0));
  }
  judge_noise(run);
  EXPECT_EQ(run.cells[0].status, CellStatus::ok) << run.cells[0].reason;
  EXPECT_TRUE(run.company.empty());
}

TEST(Disturbance, OfASingleTrialIsBelievedIfTheWholeRunHadCompany) {
  const auto run_of = [](double elsewhere) {
    RunResult run = empty_run(1);
    run.cells[0].trials.push_back(trial_in_company(0.4, 0));
    for (int i = 0; i < 50; ++i) run.cells[1].trials.push_back(trial_in_company(elsewhere, 0));
    judge_noise(run);
    return run;
  };
  EXPECT_EQ(run_of(0).cells[0].status, CellStatus::ok);
  const RunResult crowded = run_of(0.5);
  EXPECT_EQ(crowded.cells[0].reason, "other programs used 40 % of cpu 0");
  ASSERT_EQ(crowded.company.size(), 1U);
  EXPECT_EQ(crowded.company.front().cpu, 0);
}

TEST(Disturbance, OfTheControlCellIsCompanyToo) {
  RunResult run = empty_run(6);
  run.control = run.cells[0];
  for (int i = 0; i < 6; ++i) run.control->trials.push_back(trial_in_company(0.97, 0));
  judge_noise(run);
  EXPECT_EQ(run.control->status, CellStatus::noisy);
  EXPECT_EQ(run.control->reason, "other programs used 97 % of cpu 0");
}

TEST(Disturbance, IsNotCompanyOfTrialsThatDoNotCount) {
  RunResult run = empty_run(6);
  for (int i = 0; i < 12; ++i) {
    run.cells[0].trials.push_back(trial_in_company(i < 6 ? 0.6 : -0.3, 0));
    run.cells[0].trials.back().counted = i >= 6;
  }
  judge_noise(run);
  EXPECT_TRUE(run.cells[0].company.empty());
  EXPECT_EQ(run.cells[0].status, CellStatus::ok) << run.cells[0].reason;
  for (TrialRecord& trial : run.cells[0].trials) {
    trial.counted = false;
    trial.weather.cpus = trial_in_company(0.6, 0).weather.cpus;
  }
  judge_noise(run);
  EXPECT_EQ(run.cells[0].reason, "other programs used 60 % of cpu 0") << "why none counts";
}

TEST(Rounds, GiveUpACellThatHasNoLuckWithTheDistance) {
  RunResult run = empty_run(6);
  Rounds rounds(run, six_rounds);
  std::size_t visits = 0;
  for (auto order = rounds.next(); !order.empty(); order = rounds.next()) {
    for (const std::size_t cell : order) {
      TrialRecord trial;
      // The first cell's distance changes in each of its trials.
      trial.counted = cell != 0;
      run.cells[cell].trials.push_back(trial);
      visits += cell == 0 ? 1 : 0;
    }
  }
  EXPECT_GT(visits, 6U);
  EXPECT_LE(visits, 36U);
}

TEST(Figures, LeaveOutATrialThatLostEveryAnswer) {
  RunResult run = empty_run(6);
  for (int i = 0; i < 7; ++i) {
    run.cells[0].trials.push_back(trial_with({}, 0));
    run.cells[0].trials.back().p50_ns = 1'000;
  }
  run.cells[0].trials.back().round_trips = 0;
  run.cells[0].trials.back().p50_ns = 0;
  EXPECT_EQ(figure_of(run.cells[0], "rtt_p50")->interval->first, 1'000);
}

}  // namespace
}  // namespace ipcbench
