// The HTML report: its data, its fixed tables, and that no text of a run becomes markup.
#include "plots/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include <nlohmann/json.hpp>

#include "base/histogram.hpp"
#include "made_up_runs.hpp"
#include "plots/figure_names.hpp"
#include "plots/figures.hpp"
#include "plots/report_comparison.hpp"
#include "plots/report_matrix.hpp"
#include "plots/report_policy.hpp"

namespace ipcbench {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view attack = "</script><script>alert(1)</script><img src=x onerror=\"a\">'&";

RunResult small_run() {
  RunMaker maker(1);
  RunResult run = maker.run(0);
  run.cells = {maker.cell(0, {.level = 1}), maker.cell(1, {.level = 1.2}),
               maker.cell(2, {.level = 0.5})};
  return run;
}

ReportedRun reported(RunResult run) {
  return {.name = "made up", .run = std::move(run)};
}

nlohmann::json data_of(const RunResult& run) {
  const ReportedRun one = reported(run);
  return nlohmann::json::parse(report_data({&one, 1}));
}

std::string page_of(const RunResult& run, Interaction interaction = Interaction::on) {
  const ReportedRun one = reported(run);
  return report_of({&one, 1}, interaction).page;
}

std::string matrix_of(const RunResult& run) {
  return report_matrix(run, table_sections(run).front());
}

/// The row of a mechanism, as the page has it.
std::string row_in(const std::string& page, const std::string& name) {
  const std::size_t from = page.find(">" + name + "</th>");
  return from == std::string::npos ? "" : page.substr(from, page.find("</tr>", from) - from);
}

TEST(ReportData, HasValuesWithTheirIntervals) {
  const auto data = data_of(small_run());
  ASSERT_EQ(data["metrics"][0]["name"], "rtt_p50");
  const auto& figure = data["runs"][0]["cells"][0]["figures"][0];
  ASSERT_EQ(figure.size(), 3U);
  EXPECT_NEAR(figure[0].get<double>(), 10'000, 300);
  EXPECT_LE(figure[1].get<double>(), figure[0].get<double>());
  EXPECT_GE(figure[2].get<double>(), figure[0].get<double>());
}

TEST(ReportData, SaysWhyAFigureIsMissing) {
  RunResult run = small_run();
  for (TrialRecord& trial : run.cells[0].trials) trial.round_trips = 10;
  const auto data = data_of(run);
  const auto& cell = data["runs"][0]["cells"][0];
  const auto p99 = cell["missing"]["2"].get<std::size_t>();
  EXPECT_TRUE(cell["figures"].size() < 3 || cell["figures"][2].is_null());
  EXPECT_EQ(data["runs"][0]["texts"][p99], "needs 1000 round trips a trial, had 10");
}

TEST(ReportData, LeavesOutQuantilesOfFewValues) {
  RunResult run = small_run();
  run.cells[0].trials.resize(1);
  run.cells[0].trials[0].histogram = {{Histogram::bucket_of(5'000), 50},
                                      {Histogram::bucket_of(9'000), 50}};
  const auto data = data_of(run);
  const auto& values = data["runs"][0]["cells"][0]["quantiles"];
  ASSERT_EQ(values.size(), data["quantiles"].size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double q = data["quantiles"][i];
    EXPECT_EQ(values[i].is_null(), q < 0.1 || q > 0.9) << q;
    if (q == 0.25) {
      EXPECT_NEAR(values[i].get<double>(), 5'000, 30);
    }
    if (q == 0.75) {
      EXPECT_NEAR(values[i].get<double>(), 9'000, 50);
    }
  }
}

TEST(ReportData, NeverHasWhatCouldEndItsElement) {
  RunResult run = small_run();
  run.cells[0].cell.mechanism = run.cells[0].reason = attack;
  run.environment.emplace_back(attack, attack);
  const ReportedRun one{.name = std::string(attack), .run = run};
  const std::string text = report_data({&one, 1});
  EXPECT_THAT(text, Not(HasSubstr("<")));
  const auto data = nlohmann::json::parse(text);
  EXPECT_EQ(data["runs"][0]["name"], attack);
  EXPECT_EQ(data["runs"][0]["rows"][0]["mechanism"], attack);
}

TEST(ReportData, NumbersThatAreNoneAreNull) {
  RunResult run = small_run();
  for (TrialRecord& trial : run.cells[0].trials) {
    trial.p50_ns = std::numeric_limits<double>::quiet_NaN();
    trial.mean_ns = std::numeric_limits<double>::infinity();
  }
  EXPECT_TRUE(data_of(run)["runs"][0]["cells"][0]["figures"][0].is_null());
}

TEST(ReportPage, NamesAreTextEverywhere) {
  RunResult run = small_run();
  for (CellResult& cell : run.cells) {
    cell.cell.mechanism = cell.mechanism.name = cell.mechanism.summary = cell.reason = attack;
    cell.cell.settings.set(attack, attack);
    cell.effective = {{std::string(attack), std::string(attack)}};
  }
  run.cells[2].status = CellStatus::skipped;
  run.environment = {{std::string(attack), std::string(attack)}, {"cpu", std::string(attack)}};
  run.settings.suite = run.settings.command_line = run.started_at = attack;
  const std::vector<ReportedRun> runs(2, {.name = std::string(attack), .run = run});
  const Report report = report_of(runs, Interaction::off);
  EXPECT_THAT(report.page, Not(HasSubstr("<script")));
  EXPECT_THAT(report.page, Not(HasSubstr("<img")));
  EXPECT_THAT(report.page, HasSubstr("&lt;/script&gt;&lt;script&gt;alert(1)"));
  for (const ReportFile& figure : report.figures) {
    EXPECT_THAT(figure.path, Not(HasSubstr("<")));
    EXPECT_THAT(figure.path, Not(HasSubstr("..")));
  }
}

TEST(ReportPage, IsTheSameEachTime) {
  EXPECT_EQ(page_of(small_run()), page_of(small_run()));
}

TEST(ReportPage, BeginsWithTheAnswer) {
  RunResult run = small_run();
  run.cells[2].mechanism.waiting = Waiting::spins;
  const std::string page = page_of(run);
  const std::size_t answer = page.find("<h2>The answer</h2>");
  ASSERT_NE(answer, std::string::npos);
  EXPECT_LT(answer, page.find("<h2>All mechanisms</h2>"));
  const std::string begin = page.substr(answer, page.find("<table", answer) - answer);
  EXPECT_THAT(begin, HasSubstr("<b class=\"name\">m0</b> has the shortest round trip"));
  EXPECT_THAT(begin, HasSubstr("m2"));
  EXPECT_THAT(begin, HasSubstr("burns a core"));
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

TEST(ReportPage, HasTheFiguresAndTablesOfEachResult) {
  const std::size_t alone = count_of(page_of(small_run()), "<figure>");
  const std::vector<ReportedRun> runs = {reported(small_run()), reported(small_run())};
  const Report report = report_of(runs, Interaction::off);
  EXPECT_GT(alone, 0U);
  EXPECT_EQ(count_of(report.page, "<figure>"), 2 * alone);
  EXPECT_EQ(count_of(report.page, "<table class=\"matrix\">"), 2U);
}

TEST(ReportPage, ElementsOfSeveralResultsHaveNamesOfTheirOwn) {
  const std::vector<ReportedRun> runs = {reported(small_run()), reported(small_run())};
  const std::string page = report_of(runs, Interaction::off).page;
  std::set<std::string> names;
  const std::string start = " id=\"";
  for (std::size_t at = page.find(start); at != std::string::npos; at = page.find(start, at + 1)) {
    const std::size_t from = at + start.size();
    const std::string name = page.substr(from, page.find('"', from) - from);
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_GT(names.size(), 10U);
}

Placement at(PlacementKind kind) {
  return {.kind = kind};
}

/// Round trips across two cores and on one, streams on one only.
RunResult placed_run() {
  RunMaker maker(1);
  RunResult run = small_run();
  for (CellResult& cell : run.cells) cell.cell.placement = at(PlacementKind::cross);
  run.cells.push_back(maker.cell(0, {}));
  run.cells.push_back(maker.cell(0, {.pattern = Pattern::stream}));
  for (const std::size_t i : {3U, 4U}) run.cells[i].cell.placement = at(PlacementKind::same);
  return run;
}

TEST(ReportPage, NamesThePlacementOfEachPattern) {
  EXPECT_THAT(page_of(placed_run()),
              HasSubstr("These are the round trips of placement cross and the throughputs of "
                        "placement same; measured, too: round trips at same, with other ones."));
  RunResult run = placed_run();
  run.cells.pop_back();
  EXPECT_THAT(page_of(run), HasSubstr("These are the figures of placement cross; measured, too: "
                                      "same, with other ones."));
  run.cells.pop_back();
  EXPECT_THAT(page_of(run), Not(HasSubstr("of placement cross")));
}

TEST(ReportPage, FiguresOfAPlacementThatOnePatternHasOnlyAreInThePage) {
  const std::string page = page_of(placed_run());
  EXPECT_THAT(page, HasSubstr("<figcaption><a href=\"figures/stream-same-spread-64.svg\">"));
  EXPECT_THAT(page, HasSubstr("<figcaption><a href=\"figures/round-trip-cross-spread-64.svg\">"));
  EXPECT_THAT(page, HasSubstr("<li><a href=\"figures/round-trip-same-spread-64.svg\">"));
}

TEST(ReportPage, ManyResultsFitAsLongAsTheirDataDoes) {
  RunResult large = small_run();
  // In the data that scripts read; the table of the machine cuts it.
  large.environment.emplace_back("long", std::string(900'000, 'x'));
  const std::vector<ReportedRun> runs(6, reported(large));
  const std::span<const ReportedRun> all = runs;
  const std::size_t fit = results_that_fit(all, Interaction::on);
  ASSERT_GE(fit, 2U);
  ASSERT_LT(fit, all.size());
  EXPECT_EQ(results_that_fit(all.first(fit), Interaction::on), fit);
  EXPECT_LT(report_of(all.first(fit), Interaction::on).page.size(), 5'000'000U);
  EXPECT_GT(report_of(all.first(fit + 1), Interaction::on).page.size(), 4'980'000U);
  EXPECT_EQ(results_that_fit(all, Interaction::off), all.size());
  large.environment.emplace_back("longer", std::string(6'000'000, 'x'));
  const std::vector<ReportedRun> huge(2, reported(large));
  EXPECT_EQ(results_that_fit(huge, Interaction::on), 1U);
  EXPECT_EQ(results_that_fit({huge.data(), 1}, Interaction::on), 1U);
}

TEST(ReportFigures, AreKnownByTheirNames) {
  RunMaker maker(1);
  RunResult run = placed_run();
  run.cells.push_back(maker.cell(0, {}));
  run.cells.back().cell.message_bytes = 65'536;
  run.cells.push_back(maker.cell(0, {}));
  run.cells.back().cell.placement = {
      .kind = PlacementKind::pair, .client_cpu = 0, .server_cpu = 12};
  const auto figures = figures_of(run);
  EXPECT_GT(figures.size(), 15U);
  for (const NamedFigure& figure : figures) {
    EXPECT_TRUE(is_figure_file(figure.file)) << figure.file;
    const std::string picture = figure.file.substr(0, figure.file.size() - 3) + "png";
    EXPECT_TRUE(is_figure_file(picture)) << picture;
  }
  EXPECT_TRUE(is_figure_file("changes.svg"));
  for (const char* other :
       {"", ".svg", "mine.svg", "round-trip-cross-lines.txt", "round-trip-cross-lines-mine.svg",
        "my-round-trip-cross-lines.svg", "round-trip-cross-spread-.svg", "round-trip-.svg",
        "round-trip-here-lines.svg", "run-cross-lines.svg", "stream-placements-x.svg"}) {
    EXPECT_FALSE(is_figure_file(other)) << other;
  }
}

TEST(ReportPage, SaysThatARunIsNotWhole) {
  RunResult run = small_run();
  EXPECT_THAT(page_of(run), Not(HasSubstr("class=\"warning")));
  run.complete = false;
  EXPECT_THAT(page_of(run), HasSubstr("did not come to its end"));
  run.interrupted_by = 2;
  EXPECT_THAT(page_of(run), HasSubstr("interrupted (signal 2)"));
}

TEST(ReportPage, SaysWhoSharedTheCpusWithTheAnswerAndWithTheCourseOfTheRun) {
  RunResult run = small_run();
  EXPECT_THAT(page_of(run), Not(HasSubstr("other programs used 97 %")));
  run.company = {{.cpu = 0, .watched_ns = 100, .idle_ns = 3, .stolen_ns = 0, .programs_ns = 97}};
  run.cells[0].company = run.company;
  const std::string page = page_of(run);
  const std::string said = "other programs used 97 % of cpu 0: 1 of 3 cells are noisy for that";
  EXPECT_THAT(page, HasSubstr("<li>While this was measured " + said));
  EXPECT_THAT(page, HasSubstr("company</th><td class=\"name\">" + said));
}

TEST(ReportPage, OfNothingIsAPageThatSaysWhy) {
  RunResult run = small_run();
  for (CellResult& cell : run.cells) {
    cell.status = CellStatus::skipped;
    cell.reason = "this machine has one core";
    cell.trials.clear();
  }
  run.control.reset();
  const std::string page = page_of(run);
  EXPECT_THAT(page, HasSubstr("Nothing of this run can be ranked"));
  EXPECT_THAT(page, HasSubstr("this machine has one core"));
}

TEST(ReportMatrix, OutlinesTheBestOfThoseThatWaitAlike) {
  RunMaker maker(3);
  RunResult run = small_run();
  run.cells.push_back(maker.cell(3, {.level = 0.7}));
  for (const std::size_t i : {2U, 3U}) run.cells[i].mechanism.waiting = Waiting::spins;
  const std::string matrix = matrix_of(run);
  EXPECT_THAT(row_in(matrix, "m0"), HasSubstr("h0 best"));
  EXPECT_THAT(row_in(matrix, "m1"), Not(HasSubstr(" best\"")));
  EXPECT_THAT(row_in(matrix, "m2"), HasSubstr("h0 best"));
  EXPECT_THAT(row_in(matrix, "m3"), Not(HasSubstr(" best\"")));
}

TEST(ReportMatrix, TheOnlyOneOfItsKindIsNoBest) {
  RunResult run = small_run();
  run.cells[2].mechanism.waiting = Waiting::spins;
  const std::string matrix = matrix_of(run);
  EXPECT_THAT(row_in(matrix, "m0"), HasSubstr("h0 best"));
  EXPECT_THAT(row_in(matrix, "m2"), HasSubstr("class=\"plain\""));
}

TEST(ReportMatrix, MarksWhatIsNotToldApartFromTheBest) {
  RunMaker maker(3);
  RunResult run = small_run();
  run.cells[2] = maker.cell(2, {.level = 1.0});
  const std::string matrix = matrix_of(run);
  EXPECT_THAT(row_in(matrix, "m0") + row_in(matrix, "m2"), HasSubstr(" best\""));
  EXPECT_THAT(row_in(matrix, "m0") + row_in(matrix, "m2"), HasSubstr(" level\""));
  EXPECT_THAT(row_in(matrix, "m1"), Not(HasSubstr("level")));
  EXPECT_THAT(row_in(matrix, "m1"), HasSubstr("title=\"to best 1."));
  for (CellResult& cell : run.cells) cell.trials.resize(3);
  EXPECT_THAT(matrix_of(run), Not(HasSubstr("level")));
}

TEST(ReportMatrix, ColoursByHowManyTimesSlower) {
  RunResult run = small_run();
  const std::string matrix = matrix_of(run);
  EXPECT_THAT(row_in(matrix, "m2"), HasSubstr("h0 best"));
  // Twice and 2.4 times as long, each give or take its scatter.
  EXPECT_THAT(row_in(matrix, "m1"), HasSubstr("\"h4\""));
}

TEST(ReportMatrix, WhatWasDisturbedIsNotTheBest) {
  RunResult run = small_run();
  run.cells[2].status = CellStatus::noisy;
  run.cells[2].reason = "steal 12 % of the time";
  const std::string matrix = matrix_of(run);
  EXPECT_THAT(row_in(matrix, "m2"), HasSubstr("~"));
  EXPECT_THAT(row_in(matrix, "m2"), Not(HasSubstr(" best\"")));
  EXPECT_THAT(row_in(matrix, "m0"), HasSubstr(" best\""));
  EXPECT_THAT(matrix, HasSubstr("a: m2 at 64 B: steal 12 % of the time"));
}

TEST(ReportMatrix, WhereAllWereDisturbedNothingIsTheBest) {
  RunResult run = small_run();
  for (CellResult& cell : run.cells) cell.status = CellStatus::noisy;
  const std::string matrix = matrix_of(run);
  for (const char* row : {"m0", "m1", "m2"}) {
    EXPECT_THAT(row_in(matrix, row), HasSubstr("class=\"plain\">~")) << row;
  }
}

TEST(ReportMatrix, AThroughputSaysWhatWasLost) {
  RunMaker maker(1);
  RunResult run = maker.run(0);
  run.cells = {maker.cell(0, {.pattern = Pattern::stream}),
               maker.cell(1, {.pattern = Pattern::stream})};
  for (CellResult& cell : run.cells) {
    for (TrialRecord& trial : cell.trials) trial.slices[0].received = 750;
  }
  EXPECT_THAT(matrix_of(run), Not(HasSubstr("Lost")));
  run.cells[0].mechanism.delivery = Delivery::may_drop;
  EXPECT_THAT(matrix_of(run), HasSubstr(">Lost: m0 25.0 % of its messages at 64 B.</p>"));
}

TEST(ReportMatrix, ExplainsEachHoleOnce) {
  RunResult run = small_run();
  for (const std::size_t i : {1U, 2U}) {
    run.cells[i].status = CellStatus::skipped;
    run.cells[i].reason = "too large";
    run.cells[i].trials.clear();
  }
  const std::string matrix = matrix_of(run);
  EXPECT_THAT(row_in(matrix, "m1"), HasSubstr("skipped<sup>a</sup>"));
  EXPECT_THAT(row_in(matrix, "m2"), HasSubstr("skipped<sup>a</sup>"));
  EXPECT_THAT(matrix, HasSubstr("<li>a: m1 at 64 B, m2 at 64 B: too large</li>"));
}

TEST(ReportMatrix, FloorsAreNotRanked) {
  RunResult run = small_run();
  run.cells[2].mechanism.family = Family::floor;
  const std::string matrix = matrix_of(run);
  EXPECT_THAT(row_in(matrix, "m2"), HasSubstr("class=\"plain\""));
  EXPECT_THAT(row_in(matrix, "m0"), HasSubstr("best"));
}

TEST(ReportComparison, BracketsWhatIsNotToldApart) {
  RunMaker maker(2);
  RunResult slower = small_run();
  slower.cells[1] = maker.cell(1, {.level = 2.4});
  const std::vector<ReportedRun> runs = {reported(small_run()), reported(slower)};
  const std::string text = report_comparison(runs);
  EXPECT_THAT(row_in(text, "m0"), HasSubstr("(×1.00)"));
  EXPECT_THAT(row_in(text, "m1"), testing::ContainsRegex("<td>×(1\\.9|2\\.0)"));
}

/// That met two distances, of which one makes the figures.
RunResult run_in(Regime shown) {
  RunResult run = small_run();
  run.regimes = {{.placement = run.cells[0].cell.placement.name(),
                  .boundary_ns = 150,
                  .near_ns = 54,
                  .far_ns = 400,
                  .shown = shown}};
  return run;
}

TEST(ReportComparison, SaysThatRegimesDiffer) {
  std::vector<ReportedRun> runs = {{.name = "<a>", .run = run_in(Regime::near)},
                                   {.name = "b", .run = run_in(Regime::far)}};
  EXPECT_THAT(report_comparison(runs),
              HasSubstr("regime: &lt;a&gt; near (54 ns), b far (400 ns)."));
  runs[1].run = run_in(Regime::near);
  EXPECT_THAT(report_comparison(runs), Not(HasSubstr("regime: ")));
  runs[0].run = run_in(Regime::unknown);
  EXPECT_THAT(report_comparison(runs),
              HasSubstr("regime: &lt;a&gt; near and far, b near (54 ns)."));
  // One that met a single distance had no choice.
  runs[1].run.regimes[0].boundary_ns.reset();
  EXPECT_THAT(report_comparison(runs), Not(HasSubstr("regime: ")));
}

TEST(ReportData, NamesTheRegimeOfEachPlacement) {
  EXPECT_EQ(data_of(run_in(Regime::far))["runs"][0]["regimes"].dump(),
            "[[\"far\",\"far (400 ns)\"]]");
  EXPECT_EQ(data_of(small_run())["runs"][0]["regimes"].dump(), "[[\"\",\"\"]]");
}

TEST(ReportPolicy, ChecksumsAreBase64) {
  EXPECT_EQ(base64_of_hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_EQ(base64_of_hex("4d61"), "TWE=");
  EXPECT_EQ(base64_of_hex("4d616e"), "TWFu");
}

TEST(ReportPolicy, AllowsNoScriptThatItWasNotGiven) {
  EXPECT_THAT(content_policy("", ""), HasSubstr("script-src 'none'"));
  const std::string policy = content_policy("4d616e", "");
  EXPECT_THAT(policy, HasSubstr("script-src 'sha256-TWFu'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe-eval")));
  EXPECT_THAT(policy, testing::StartsWith("default-src 'none'"));
}

}  // namespace
}  // namespace ipcbench
