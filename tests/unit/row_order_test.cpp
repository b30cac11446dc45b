// Rows are told apart by what they cost in the rounds that they share.
#include "results/row_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "made_up_runs.hpp"
#include "plots/table.hpp"
#include "results/beside_best.hpp"
#include "results/csv.hpp"
#include "results/json.hpp"
#include "results/openmetrics.hpp"
#include "results/recommendation.hpp"
#include "results/recommendation_json.hpp"
#include "results/report_data.hpp"

namespace ipcbench {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

/// Each cell costs a level of its own, and each round multiplies all by the same.
RunResult swinging_run(std::initializer_list<double> levels, std::size_t rounds) {
  RunMaker maker(7);
  RunResult run = maker.run(0);
  int number = 0;
  for (const double level : levels) {
    CellResult cell = maker.cell(number++, {.level = level, .trials = rounds});
    for (TrialRecord& trial : cell.trials) {
      trial.p50_ns *= 1 + 0.4 * static_cast<double>(trial.round);
    }
    run.cells.push_back(std::move(cell));
  }
  return run;
}

TEST(RowOrder, TellsApartWithinRoundsWhatOverlapsOverThem) {
  const RunResult run = swinging_run({1, 1.2, 1.5}, 7);
  const Standings standings = beside_best(run);
  EXPECT_EQ(standings.at(&run.cells[0]).standing, Standing::best);
  const BesideBest& second = standings.at(&run.cells[1]);
  EXPECT_EQ(second.standing, Standing::behind);
  EXPECT_TRUE(second.by_rounds);
  EXPECT_NEAR(second.ratio.value, 1.2, 0.03);
  EXPECT_GT(second.ratio.interval.value().first, 1);
}

TEST(RowOrder, OfAThroughputTheBestIsTheLargest) {
  RunResult run = swinging_run({2, 1}, 7);
  for (CellResult& cell : run.cells) cell.cell.pattern = Pattern::stream;
  const Standings standings = beside_best(run);
  EXPECT_EQ(standings.at(&run.cells[1]).standing, Standing::best);
  EXPECT_NEAR(standings.at(&run.cells[0]).ratio.value, 0.5, 0.02);
  EXPECT_LT(standings.at(&run.cells[0]).ratio.interval.value().second, 1);
}

TEST(RowOrder, IsTiedExactlyWhereTheIntervalHoldsOne) {
  const RunResult run = swinging_run({1, 1.002, 1.01, 1.02, 1.04, 1.3}, 7);
  for (const auto& [cell, beside] : beside_best(run)) {
    if (beside.standing == Standing::best) continue;
    const auto [low, high] = beside.ratio.interval.value();
    EXPECT_EQ(beside.standing == Standing::tied, low <= 1 && 1 <= high) << cell->cell.row();
  }
}

TEST(RowOrder, CountsOnlyRoundsInWhichBothCount) {
  RunResult run = swinging_run({1, 1.2}, 8);
  for (const std::size_t round : {0U, 1U}) run.cells[0].trials[round].counted = false;
  EXPECT_TRUE(beside_best(run).at(&run.cells[1]).by_rounds);
  for (const std::size_t round : {6U, 7U}) run.cells[1].trials[round].counted = false;
  EXPECT_FALSE(beside_best(run).at(&run.cells[1]).by_rounds) << "four rounds in common";
}

TEST(RowOrder, FallsBackToSeparateIntervalsWithoutCommonRounds) {
  RunResult run = swinging_run({1, 1.2, 9}, 7);
  for (CellResult& cell : run.cells) {
    for (TrialRecord& trial : cell.trials) trial.round = 0;
  }
  const Standings standings = beside_best(run);
  EXPECT_EQ(standings.at(&run.cells[1]).standing, Standing::tied) << "the swings are wider";
  EXPECT_EQ(standings.at(&run.cells[2]).standing, Standing::behind);
  EXPECT_FALSE(standings.at(&run.cells[2]).by_rounds);
  EXPECT_FALSE(standings.at(&run.cells[2]).ratio.interval);
}

TEST(RowOrder, RanksNoFloorAndNothingThatIsAlone) {
  RunResult run = swinging_run({1, 2, 3, 4}, 7);
  run.cells[2].mechanism.family = Family::floor;
  run.cells[3].mechanism.waiting = Waiting::spins;
  const Standings standings = beside_best(run);
  EXPECT_TRUE(standings.contains(&run.cells[1]));
  EXPECT_FALSE(standings.contains(&run.cells[2]));
  EXPECT_FALSE(standings.contains(&run.cells[3]));
}

TEST(RowOrder, IsInEveryFormat) {
  const RunResult run = swinging_run({1, 1.2}, 7);
  EXPECT_THAT(to_csv(run),
              ContainsRegex("round_trip,m1,64,[a-z]+,rtt_p50_to_best,1\\.[12][0-9]*,1,1\\."));
  EXPECT_THAT(to_openmetrics(run), HasSubstr("ipcbench_rtt_p50_to_best_ci95_low_ratio{"));
  const auto json = nlohmann::json::parse(to_json(run));
  EXPECT_GT(json["cells"][1]["figures"]["rtt_p50_to_best"]["ci95"][0], 1);
  const std::string page = report_data(std::vector<ReportedRun>{{.name = "one", .run = run}});
  const auto cells = nlohmann::json::parse(page)["runs"][0]["cells"];
  EXPECT_EQ(cells[0]["standing"], "best");
  EXPECT_FALSE(cells[1].contains("standing")) << "neither the best nor tied";
  const auto made =
      nlohmann::json::parse(recommendation_json(recommend(run, {.message_bytes = 64})));
  EXPECT_GT(made["ranking"][1]["to_best"]["ci95"][0], 1);
}

TEST(RowOrder, TheTableSaysWhereRoundsDoNotDecide) {
  RunResult run = swinging_run({1, 1.2}, 7);
  EXPECT_THAT(text_tables(run, 100, Colour::off), ContainsRegex("m1 .* 1\\.[12][0-9] \\[1\\."));
  EXPECT_THAT(text_tables(run, 100, Colour::off), Not(HasSubstr("rounds in common")));
  for (TrialRecord& trial : run.cells[0].trials) trial.round += 100;
  EXPECT_THAT(text_tables(run, 100, Colour::off), HasSubstr("rounds in common"));
  EXPECT_TRUE(recommend(run, {.message_bytes = 64}).warns_of(Caveat::separate_intervals));
}

}  // namespace
}  // namespace ipcbench
