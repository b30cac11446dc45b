// Figures as files: the same bytes every time, well-formed, honest about holes, closed to markup.
#include "plots/figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <locale>
#include <set>
#include <string_view>

#include "base/plain_text.hpp"
#include "made_up_comparison.hpp"
#include "made_up_runs.hpp"
#include "plots/cost_figure.hpp"
#include "plots/matrix_figure.hpp"
#include "plots/nines.hpp"
#include "plots/placement_figure.hpp"
#include "plots/run_course.hpp"
#include "plots/spread_figure.hpp"
#include "plots/table.hpp"
#include "plots/weather_figure.hpp"
#include "results/json_reader.hpp"

namespace ipcbench {
namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// As tables and figures print it; nothing where there is none.
std::string median_text(const CellResult& cell) {
  const auto estimate = figure_of(cell, "rtt_p50");
  return estimate ? brief_number(estimate->value * 1e-3) : "none";
}

/// Several mechanisms of all families and ways of waiting, three sizes, both patterns and two
/// placements.
RunResult made_up_run() {
  RunMaker maker(1);
  RunResult run = maker.run(0);
  int number = 0;
  for (const auto kind : {PlacementKind::same, PlacementKind::cross}) {
    for (const Pattern pattern : {Pattern::round_trip, Pattern::stream}) {
      for (const Family family :
           {Family::pipe, Family::unix_socket, Family::shared_memory, Family::floor}) {
        for (const std::size_t bytes : {64UL, 4096UL, 65536UL}) {
          CellResult cell =
              maker.cell(static_cast<int>(family),
                         {.level = 1 + 0.1 * number++, .spread = 0.02, .pattern = pattern});
          cell.cell.message_bytes = bytes;
          cell.cell.placement.kind = kind;
          cell.mechanism.family = family;
          for (TrialRecord& trial : cell.trials) {
            trial.usage_messages = 2'000;
            trial.client.cpu_ns = trial.server.cpu_ns = 10'000'000 + number;
            trial.histogram = {{900, 500}, {950, 450}, {1'000, 40}, {1'100, 10}};
            trial.weather.distance_before_ns = 50;
            trial.weather.distance_after_ns = 52;
            trial.weather.steal_ns = 0;
          }
          run.cells.push_back(std::move(cell));
        }
      }
    }
  }
  return run;
}

RunResult hostile_run() {
  RunResult run = made_up_run();
  const std::string hostile = "</text><script>alert(1)</script>\" onload=\"x\x01\xff]]>&";
  for (CellResult& cell : run.cells) {
    cell.cell.mechanism += hostile;
    cell.mechanism.name += hostile;
    cell.reason = hostile;
  }
  run.cells.front().status = CellStatus::skipped;
  run.started_at = hostile;
  run.environment = {{"cpu", hostile}, {"kernel", hostile}, {"ipcbench", hostile}};
  return run;
}

RunResult skipped_run() {
  RunResult run = made_up_run();
  run.control.reset();
  for (CellResult& cell : run.cells) {
    cell.status = CellStatus::skipped;
    cell.reason = "above fs.mqueue.msgsize_max (8192)";
    cell.trials.clear();
  }
  return run;
}

RunResult run_of_one_cell() {
  RunMaker maker(2);
  RunResult run = maker.run(0);
  run.cells = {maker.cell(1, {.trials = 1})};
  return run;
}

RunResult run_without_numbers() {
  RunResult run = made_up_run();
  for (CellResult& cell : run.cells) {
    for (TrialRecord& trial : cell.trials) {
      trial.p50_ns = std::numeric_limits<double>::quiet_NaN();
      trial.p99_ns = std::numeric_limits<double>::infinity();
      trial.weather.distance_before_ns = trial.p99_ns;
      trial.slices.front().elapsed_ns = 0;
      trial.slices.front().received = 0;
    }
  }
  return run;
}

RunResult empty_run() {
  RunMaker maker(3);
  RunResult run = maker.run(0);
  run.control.reset();
  return run;
}

RunResult many_rows() {
  RunMaker maker(4);
  RunResult run = maker.run(0);
  for (int i = 0; i < 45; ++i) {
    for (std::size_t bytes = 1; bytes <= 1 << 20; bytes *= 2) {
      run.cells.push_back(maker.cell(i, {.spread = 0.3}));
      run.cells.back().cell.message_bytes = bytes;
      run.cells.back().mechanism.family = Family::shared_memory;
    }
  }
  return run;
}

const std::vector<std::pair<std::string, RunResult>>& runs() {
  static const std::vector<std::pair<std::string, RunResult>> all = {
      {"plain", made_up_run()},   {"hostile", hostile_run()},     {"skipped", skipped_run()},
      {"one", run_of_one_cell()}, {"nan", run_without_numbers()}, {"empty", empty_run()},
      {"many", many_rows()}};
  return all;
}

/// Every figure of every run and comparison, by name.
std::vector<std::pair<std::string, std::string>> all_figures() {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [name, run] : runs()) {
    for (NamedFigure& figure : figures_of(run)) {
      all.emplace_back(name + "-" + figure.file, std::move(figure.svg));
    }
  }
  for (const auto& [name, comparison] : made_up_comparisons()) {
    for (NamedFigure& figure : figures_of(comparison)) {
      all.emplace_back("comparison-" + name + "-" + figure.file, std::move(figure.svg));
    }
  }
  return all;
}

/// Whether tags nest, attributes are quoted, and text has no bare ampersand.
testing::AssertionResult well_formed(std::string_view text) {
  std::vector<std::string> open;
  std::size_t at = 0;
  while (true) {
    const std::size_t next = text.find('<', at);
    const std::string_view words = text.substr(at, next - at);
    for (std::size_t i = words.find('&'); i != std::string_view::npos; i = words.find('&', i + 1)) {
      const std::string_view entity = words.substr(i, words.substr(i).find(';') + 1);
      const std::set<std::string_view> known = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
      if (!known.contains(entity)) return testing::AssertionFailure() << "bare &: " << words;
    }
    if (words.find('>') != std::string_view::npos) {
      return testing::AssertionFailure() << "bare >: " << words;
    }
    if (next == std::string_view::npos) break;
    const std::size_t end = text.find('>', next);
    const std::string_view tag = text.substr(next + 1, end - next - 1);
    if (std::ranges::count(tag, '"') % 2 != 0) return testing::AssertionFailure() << tag;
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != tag.substr(1)) {
        return testing::AssertionFailure() << "closes what is not open: " << tag;
      }
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.emplace_back(tag.substr(0, tag.find(' ')));
    }
    at = end + 1;
  }
  if (open.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "left open: " << open.back();
}

TEST(Figures, AreWellFormedWhateverTheyShow) {
  for (const auto& [name, svg] : all_figures()) {
    EXPECT_TRUE(well_formed(svg)) << name;
    EXPECT_EQ(valid_utf8(svg), svg) << name;
    EXPECT_TRUE(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"")) << name;
  }
}

TEST(Figures, HaveNoNumberThatIsNone) {
  for (const auto& [name, svg] : all_figures()) {
    for (const std::string_view none : {"\"nan", "\"inf", "\"-nan", "\"-inf", " nan", " inf "}) {
      EXPECT_FALSE(has(svg, none)) << name << " has " << none;
    }
  }
}

TEST(Figures, LetNoMarkupIn) {
  for (const auto& [name, svg] : all_figures()) {
    EXPECT_FALSE(has(svg, "<script")) << name;
    EXPECT_FALSE(has(svg, "\" onload")) << name;
  }
}

TEST(Figures, TellWhoCannotSeeThemWhatTheyShow) {
  for (const auto& [name, svg] : all_figures()) {
    EXPECT_TRUE(has(svg, "role=\"img\"")) << name;
    const auto from = svg.find("aria-labelledby=\"") + 17;
    const std::string ids = svg.substr(from, svg.find('"', from) - from);
    const std::string title = ids.substr(0, ids.find(' '));
    EXPECT_TRUE(has(svg, "<title id=\"" + title + "\">")) << name << ": " << ids;
    EXPECT_TRUE(has(svg, "<desc id=\"" + ids.substr(ids.find(' ') + 1) + "\">")) << name;
  }
}

TEST(Figures, SayWhatIsBetter) {
  for (const NamedFigure& figure : figures_of(made_up_run())) {
    EXPECT_TRUE(has(figure.svg, " is better")) << figure.file;
  }
}

TEST(Figures, AreTheSameBytesEveryTime) {
  EXPECT_EQ(all_figures(), all_figures());
}

TEST(Figures, KnowNoLocale) {
  struct Comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
  };
  const auto before = all_figures();
  const std::locale usual = std::locale::global(std::locale(std::locale::classic(), new Comma));
  // C's own, too, where the machine has one that writes 1,5.
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8"}) {
    if (std::setlocale(LC_ALL, name) != nullptr) break;
  }
  const auto after = all_figures();
  std::locale::global(usual);
  std::setlocale(LC_ALL, "C");
  EXPECT_EQ(before, after);
}

TEST(Figures, OfOneBuildUnderTwoConditionsTheConditionsAreNamed) {
  Comparison comparison = made_up_comparison();
  comparison.arms[1].command = "./ipcbench with LD_PRELOAD=./libx.so";
  EXPECT_TRUE(has(figures_of(comparison).at(0).svg, "A: 1111111; B: 2222222; lower"));
  comparison.arms[1].commit = comparison.arms[0].commit;
  const std::string svg = figures_of(comparison).at(0).svg;
  EXPECT_TRUE(has(svg, "A: 1111111; B: 1111111 with LD_PRELOAD=./libx.so; lower")) << svg;
}

TEST(Figures, HaveDifferentNamesAndIds) {
  std::set<std::string> files;
  std::set<std::string> ids;
  const RunResult run = made_up_run();
  auto figures = figures_of(run);
  for (NamedFigure& other : figures_of(run, {.prefix = "b-"})) figures.push_back(std::move(other));
  for (const NamedFigure& figure : figures) {
    EXPECT_TRUE(files.insert(figure.file).second) << figure.file;
    for (auto at = figure.svg.find(" id=\""); at != std::string::npos;
         at = figure.svg.find(" id=\"", at + 1)) {
      const std::string id = figure.svg.substr(at + 5, figure.svg.find('"', at + 5) - at - 5);
      EXPECT_TRUE(ids.insert(id).second) << id;
    }
    EXPECT_EQ(figure.file.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-."),
              std::string::npos)
        << figure.file;
  }
  EXPECT_GT(files.size(), 20U);
}

TEST(Figures, OfNothingButSkippedCellsSayWhy) {
  const auto figures = figures_of(skipped_run());
  ASSERT_FALSE(figures.empty());
  for (const NamedFigure& figure : figures) {
    if (!figure.file.starts_with("run-")) {
      EXPECT_TRUE(has(figure.svg, "fs.mqueue.msgsize_max") || has(figure.svg, "no two placements"))
          << figure.file;
    }
    EXPECT_TRUE(has(figure.svg, "class=\"lab\"")) << figure.file << " says nothing";
  }
}

TEST(Figures, ShowWhatTheTablesShow) {
  const RunResult run = made_up_run();
  const std::string table = text_tables(run, 200, Colour::off);
  const auto figures = figures_of(run);
  const auto matrix = std::ranges::find(figures, "round-trip-same-matrix.svg", &NamedFigure::file);
  ASSERT_NE(matrix, figures.end());
  for (const CellResult& cell : run.cells) {
    if (cell.cell.pattern != Pattern::round_trip ||
        cell.cell.placement.kind != PlacementKind::same) {
      continue;
    }
    const std::string value = median_text(cell);
    EXPECT_TRUE(has(table, value));
    EXPECT_TRUE(has(matrix->svg, ">" + value)) << cell.cell.name();
  }
}

TEST(Figures, ANoisyCellIsMarkedAndWinsNothing) {
  RunMaker maker(5);
  RunResult run = maker.run(0);
  run.cells = {maker.cell(1, {.level = 1}), maker.cell(2, {.level = 2})};
  run.cells[0].status = CellStatus::noisy;
  run.cells[0].reason = "the hypervisor took the CPU";
  const std::string svg = matrix_figure({.run = &run, .placement = run.cells[0].cell.placement});
  const std::string noisy = "~" + median_text(run.cells[0]);
  EXPECT_TRUE(has(svg, ">" + noisy));
  EXPECT_TRUE(has(svg, "the hypervisor took the CPU"));
  // Bold is the best one.
  const auto bold = svg.find(" b\" x=");
  ASSERT_NE(bold, std::string::npos);
  EXPECT_TRUE(has(svg.substr(bold, 100), ">" + median_text(run.cells[1])));
}

TEST(Figures, RowsThatSpinAreNotHeldAgainstRowsThatSleep) {
  RunMaker maker(6);
  RunResult run = maker.run(0);
  run.cells = {maker.cell(1, {.level = 10}), maker.cell(2, {.level = 11}),
               maker.cell(3, {.level = 0.1}), maker.cell(4, {.level = 0.11})};
  for (const std::size_t i : {2UL, 3UL}) run.cells[i].mechanism.waiting = Waiting::spins;
  const std::string svg = matrix_figure({.run = &run, .placement = run.cells[0].cell.placement});
  const auto count_of = [&svg](std::string_view text) {
    std::size_t count = 0;
    for (auto at = svg.find(text); at != std::string::npos; at = svg.find(text, at + 1)) ++count;
    return count;
  };
  // One of each is in the legend.
  EXPECT_EQ(count_of("<rect class=\"q7\""), 1U) << "a hundred times slower than what spins";
  EXPECT_EQ(count_of("<rect class=\"best\""), 3U);
}

TEST(Figures, TheOnlyRowOfAGroupIsNotItsBest) {
  const RunResult run = run_of_one_cell();
  const std::string svg = matrix_figure({.run = &run, .placement = run.cells[0].cell.placement});
  EXPECT_TRUE(has(svg, ">" + median_text(run.cells[0])));
  EXPECT_FALSE(has(svg, "class=\"best\""));
  EXPECT_FALSE(has(svg, "the best"));
}

TEST(Figures, ANoisyCellIsNotInTheFrontOfLatencyAgainstCost) {
  RunMaker maker(10);
  RunResult run = maker.run(0);
  run.cells = {maker.cell(1, {.level = 1}), maker.cell(2, {.level = 2}),
               maker.cell(3, {.level = 3})};
  for (CellResult& cell : run.cells) {
    for (TrialRecord& trial : cell.trials) {
      trial.usage_messages = 1'000;
      trial.client.cpu_ns = static_cast<std::int64_t>(1e3 * trial.p50_ns);
    }
  }
  run.cells[0].status = CellStatus::noisy;
  const std::string svg = cost_figure({.run = &run, .placement = run.cells[0].cell.placement});
  EXPECT_TRUE(has(svg, ">~m1</text>"));
  EXPECT_TRUE(has(svg.substr(svg.find("halo b"), 60), ">m2<"));
}

TEST(Figures, AnOddTrialIsAnArrowAndDoesNotPressTheOthersTogether) {
  RunMaker maker(11);
  RunResult run = maker.run(0);
  run.cells = {maker.cell(1, {.level = 1, .trials = 20}),
               maker.cell(2, {.level = 1.1, .trials = 20})};
  const FigureInput input{.run = &run, .placement = run.cells[0].cell.placement};
  EXPECT_FALSE(has(spread_figure(input), "An arrow"));
  run.cells[0].trials[3].p50_ns /= 50;
  const std::string svg = spread_figure(input);
  EXPECT_TRUE(has(svg, "An arrow: a trial lies further out."));
  EXPECT_FALSE(has(svg, ">1 µs<"));
}

TEST(Figures, FloorsHaveNoPlacement) {
  RunResult run = made_up_run();
  const std::string svg = placement_figure({.run = &run});
  EXPECT_FALSE(has(svg, "floors"));
  std::erase_if(run.cells,
                [](const CellResult& cell) { return cell.mechanism.family != Family::floor; });
  EXPECT_TRUE(has(placement_figure({.run = &run}), "no two placements to compare"));
}

TEST(Figures, NearAndFarAreSaidOnlyWhereThereAreBoth) {
  RunResult run = made_up_run();
  for (CellResult& cell : run.cells) {
    cell.cpus = Cpus{.client = 0, .server = 1};
    for (TrialRecord& trial : cell.trials) trial.regime = Regime::near;
  }
  const FigureInput input{.run = &run, .placement = {.kind = PlacementKind::cross}};
  EXPECT_FALSE(has(weather_figure(input), ">near</text>"));
  run.regimes = {{.placement = "cross", .boundary_ns = 100.0, .near_ns = {}, .far_ns = {}}};
  EXPECT_TRUE(has(weather_figure(input), ">near</text>"));
}

TEST(Figures, OfAThroughputSayWhatWasLost) {
  RunMaker maker(12);
  RunResult run = maker.run(0);
  run.cells = {maker.cell(1, {.pattern = Pattern::stream}),
               maker.cell(2, {.pattern = Pattern::stream})};
  run.cells[0].mechanism.delivery = Delivery::may_drop;
  for (TrialRecord& trial : run.cells[0].trials) trial.slices.front().received = 750;
  const FigureInput input{.run = &run,
                          .pattern = Pattern::stream,
                          .placement = run.cells[0].cell.placement,
                          .metric = "throughput"};
  for (const auto draw : {matrix_figure, spread_figure}) {
    EXPECT_TRUE(has(draw(input), "Lost: m1 25.0 % of its messages at 64 B.")) << draw(input);
  }
}

TEST(Figures, OfOneSchemeKnowNoOther) {
  const RunResult run = run_of_one_cell();
  for (const Theme theme : {Theme::light, Theme::dark}) {
    for (const NamedFigure& figure : figures_of(run, {.theme = theme})) {
      EXPECT_FALSE(has(figure.svg, "prefers-color-scheme")) << figure.file;
      EXPECT_TRUE(has(figure.svg, "fill:" + palette_of(theme).background.hex())) << figure.file;
    }
  }
}

TEST(Figures, OfTheReferenceResultAreDrawn) {
  const auto run = read_result(IPCBENCH_SOURCE "/results/reference/quick.json");
  ASSERT_TRUE(run.has_value());
  const auto figures = figures_of(*run);
  EXPECT_GT(figures.size(), 8U);
  for (const NamedFigure& figure : figures) EXPECT_TRUE(well_formed(figure.svg)) << figure.file;
}

TEST(Figures, RowsThatLackTheSameForTheSameReasonShareASentence) {
  RunMaker maker(9);
  RunResult run = maker.run(0);
  for (const int number : {1, 2, 3}) {
    run.cells.push_back(maker.cell(number, {}));
    run.cells.push_back(maker.cell(number, {}));
    run.cells.back().cell.message_bytes = 65536;
    if (number == 3) continue;
    run.cells.back().status = CellStatus::skipped;
    run.cells.back().reason = "above the limit";
  }
  const std::string svg = matrix_figure({.run = &run, .placement = run.cells[0].cell.placement});
  EXPECT_TRUE(has(svg, "Skipped: m1, m2 at 64 KiB (above the limit).")) << svg;
}

TEST(ExemplarySizes, AreTheNearestToSmallAndLarge) {
  using Sizes = std::vector<std::size_t>;
  EXPECT_EQ(exemplary_sizes({1, 64, 4096, 65536, 1048576}), (Sizes{64, 65536}));
  EXPECT_EQ(exemplary_sizes({1000}), (Sizes{1000}));
  EXPECT_EQ(exemplary_sizes({100, 30'000}), (Sizes{100, 30'000}));
  EXPECT_TRUE(exemplary_sizes({}).empty());
}

TEST(ParetoFront, HoldsWhatNothingElseBeats) {
  using Front = std::vector<std::size_t>;
  EXPECT_EQ(pareto_front({{1, 5}, {2, 3}, {3, 4}, {4, 1}, {4, 2}}), (Front{0, 1, 3}));
  EXPECT_EQ(pareto_front({{1, 1}, {1, 1}}), (Front{0}));
  EXPECT_TRUE(pareto_front({}).empty());
}

TEST(Distribution, EndsWhereItWouldBeChance) {
  CellResult cell;
  TrialRecord trial;
  trial.histogram = {{10, 900}, {20, 90}, {30, 5}, {40, 5}};
  cell.trials = {trial};
  const Distribution distribution = distribution_of(cell, 100);
  EXPECT_EQ(distribution.round_trips, 1'000U);
  ASSERT_EQ(distribution.steps.size(), 2U);
  EXPECT_DOUBLE_EQ(distribution.steps[0].share, 0.9);
  EXPECT_DOUBLE_EQ(distribution.steps[1].ns, 20);
  EXPECT_NEAR(nines_of(0.999), 3, 1e-9);
}

TEST(Distribution, LeavesOutWhatDoesNotCount) {
  CellResult cell;
  TrialRecord trial;
  trial.histogram = {{10, 100}};
  cell.trials = {trial, trial};
  cell.trials.back().counted = false;
  EXPECT_EQ(distribution_of(cell, 10).round_trips, 100U);
}

TEST(RunCourse, PutsTrialsIntoTheOrderInWhichTheyWereMeasured) {
  RunMaker maker(7);
  RunResult run = maker.run(0);
  run.cells = {maker.cell(1, {.trials = 2}), maker.cell(2, {.trials = 2})};
  run.settings.order = {{1, 0}, {0, 1}};
  const RunCourse course = course_of(run);
  ASSERT_EQ(course.visits.size(), 4U);
  EXPECT_EQ(course.visits[0].cell, &run.cells[1]);
  EXPECT_EQ(course.visits[1].cell, &run.cells[0]);
  EXPECT_EQ(course.visits[2].cell, &run.cells[0]);
  EXPECT_DOUBLE_EQ(course.visits[2].when, 1.25);
}

TEST(RunCourse, SharesStolenTimeByRound) {
  RunMaker maker(8);
  RunResult run = maker.run(0);
  run.control.reset();
  run.cells = {maker.cell(1, {.trials = 2})};
  run.cells[0].cpus = Cpus{.client = 0, .server = 1};
  for (TrialRecord& trial : run.cells[0].trials) trial.slices = {{1, 1, 50'000'000}};
  run.cells[0].trials[1].weather.steal_ns = 10'000'000;
  const auto shares = stolen_shares(course_of(run));
  ASSERT_EQ(shares.size(), 2U);
  EXPECT_DOUBLE_EQ(shares[0], 0);
  EXPECT_DOUBLE_EQ(shares[1], 0.1);
}

}  // namespace
}  // namespace ipcbench
