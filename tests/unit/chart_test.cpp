// Charts for terminals: bars, dots, lines, and their width.
#include <gmock/gmock.h>

#include <sstream>

#include "base/plain_text.hpp"
#include "plots/braille.hpp"
#include "plots/chart_text.hpp"
#include "plots/line_chart.hpp"
#include "plots/recommendation_text.hpp"
#include "tests/unit/made_up_runs.hpp"

namespace ipcbench {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;

LogScale scale(double low, double high) {
  LogScale made;
  made.include(low);
  made.include(high);
  return made;
}

std::vector<std::size_t> line_widths(const std::string& text) {
  std::vector<std::size_t> widths;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widths.push_back(characters_of(line));
  return widths;
}

bool is_ascii(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Mechanisms that take longer with their number and with the size; `many` sizes from 1 B.
RunResult made_up_run(int mechanisms, std::size_t many) {
  RunMaker maker(3);
  RunResult run = maker.run(0);
  for (int number = 1; number <= mechanisms; ++number) {
    for (std::size_t i = 0; i < many; ++i) {
      const double level = number * (1 + static_cast<double>(i));
      for (const Pattern pattern : {Pattern::round_trip, Pattern::stream}) {
        CellResult cell = maker.cell(number, {.level = level, .pattern = pattern});
        cell.cell.message_bytes = std::size_t{1} << (2 * i);
        cell.mechanism.family = static_cast<Family>(number % 5);
        run.cells.push_back(std::move(cell));
      }
    }
  }
  return run;
}

TEST(Sparkline, RisesWithTheValues) {
  EXPECT_EQ(sparkline({1, 10, 100}, scale(1, 100), 1, Charset::utf8), "▁▅█");
  EXPECT_EQ(sparkline({1, 10, 100}, scale(1, 100), 2, Charset::ascii), "..++@@");
}

TEST(Sparkline, LeavesAGapForWhatIsMissing) {
  EXPECT_EQ(sparkline({1, std::nullopt, 100}, scale(1, 100), 1, Charset::utf8), "▁ █");
}

TEST(Sparkline, DrawsWhatIsBeyondTheScaleAtItsEnd) {
  EXPECT_EQ(sparkline({0.01, 1000}, scale(1, 100), 1, Charset::utf8), "▁█");
}

TEST(LogScale, DoesNotMakeMountainsOfNoise) {
  LogScale made = scale(10, 10.1);
  made.widen(2);
  EXPECT_DOUBLE_EQ(made.high(), 20);
}

TEST(LogScale, HasNoPlaceForZeroAndLess) {
  LogScale made;
  made.include(0);
  made.include(-1);
  EXPECT_TRUE(made.empty());
  EXPECT_EQ(scale(1, 2).clamped(0), std::nullopt);
}

TEST(LineCanvas, SetsTheDotsOfUnicode) {
  LineCanvas canvas(2, 1, Charset::utf8);
  canvas.draw(0, {.x = 0, .y = 0}, {.x = 1, .y = 1});
  // From the bottom left to the top right: dots 7 and 6 (of three rows), then 2 and 4.
  EXPECT_EQ(canvas.row(0, {}), "⡠⠊");
}

TEST(LineCanvas, DrawsLettersInAscii) {
  LineCanvas canvas(3, 3, Charset::ascii);
  canvas.draw(1, {.x = 0, .y = 0}, {.x = 1, .y = 1});
  EXPECT_EQ(canvas.row(0, {}), "  b");
  EXPECT_EQ(canvas.row(1, {}), " b ");
  EXPECT_EQ(canvas.row(2, {}), "b  ");
}

TEST(LineChart, BreaksALineWhereASizeIsMissing) {
  const auto chart = [](std::optional<double> middle) {
    return line_chart_text({.sizes = {1, 4, 16, 64},
                            .lines = {{.label = "m", .values = {1, middle, 1, 1}},
                                      {.label = "n", .values = {100, 100, 100, 100}}}},
                           80, Charset::ascii, Colour::off);
  };
  const auto letters = [](const std::string& text) { return std::ranges::count(text, 'a'); };
  // Of three parts of the way one is left, and the point before the gap.
  EXPECT_LE(letters(chart(std::nullopt)), letters(chart(1)) / 2);
}

TEST(LineChart, HasALabelForEachLine) {
  LineChart chart{.sizes = {1, 4}, .lines = {}};
  for (int i = 0; i < 6; ++i) {
    chart.lines.push_back({.label = fmt::format("line{}", i), .values = {1, 5}});
  }
  const std::string text = line_chart_text(chart, 80, Charset::utf8, Colour::off);
  for (const ChartLine& line : chart.lines) EXPECT_THAT(text, HasSubstr(line.label));
}

TEST(Chart, KeepsItsWidthWithManyMechanismsAndSizes) {
  const RunResult run = made_up_run(40, 11);
  for (const std::size_t width : {60U, 80U, 132U}) {
    for (const Charset charset : {Charset::utf8, Charset::ascii}) {
      const std::string text = chart_text(run, {}, {.width = width, .charset = charset});
      EXPECT_THAT(line_widths(text), Each(Le(width)));
    }
  }
}

TEST(Chart, IsAsciiWhereThatIsAsked) {
  const RunResult run = made_up_run(6, 4);
  EXPECT_TRUE(is_ascii(chart_text(run, {}, {.charset = Charset::ascii})));
  EXPECT_FALSE(is_ascii(chart_text(run, {}, {.charset = Charset::utf8})));
}

TEST(Chart, HasColourOnlyWhereThatIsAsked) {
  const RunResult run = made_up_run(6, 4);
  EXPECT_THAT(chart_text(run, {}, {}), Not(HasSubstr("\033")));
  EXPECT_THAT(chart_text(run, {}, {.colour = Colour::on}), HasSubstr("\033[3"));
}

TEST(Chart, HasNoValueForASizeThatIsMissing) {
  RunResult run = made_up_run(2, 3);
  std::erase_if(run.cells, [](const CellResult& cell) {
    return cell.cell.message_bytes == 16 && cell.cell.mechanism == "m1";
  });
  const std::string text = chart_text(run, {}, {.charset = Charset::ascii});
  const std::size_t line = text.find("\nm1 ");
  ASSERT_NE(line, std::string::npos);
  const std::string row = text.substr(line + 1, text.find('\n', line + 1) - line - 1);
  EXPECT_EQ(row.back(), '-');
}

TEST(Chart, LeavesFloorsOut) {
  RunResult run = made_up_run(2, 3);
  for (CellResult& cell : run.cells) {
    if (cell.cell.mechanism == "m1") cell.mechanism.family = Family::floor;
  }
  EXPECT_THAT(chart_text(run, {}, {}), Not(HasSubstr("m1")));
}

TEST(Chart, SaysWhichWayIsBetter) {
  const std::string text = chart_text(made_up_run(2, 3), {}, {});
  EXPECT_THAT(text, HasSubstr("lower is better"));
  EXPECT_THAT(text, HasSubstr("higher is better"));
}

TEST(Chart, OfOneSizeHasNoLines) {
  EXPECT_THAT(chart_text(made_up_run(3, 1), {}, {}), Not(HasSubstr("best of each family")));
}

TEST(RecommendationText, KeepsItsWidth) {
  RunResult run = made_up_run(40, 4);
  for (CellResult& cell : run.cells) {
    if (cell.cell.mechanism == "m3") cell.cell.mechanism = std::string(50, 'm');
    cell.mechanism.waiting = cell.cell.mechanism == "m1" ? Waiting::spins : Waiting::blocks;
  }
  for (const std::size_t bytes : {16U, 20U}) {
    const Recommendation made = recommend(run, {.message_bytes = bytes, .needs = {Need::reliable}});
    const std::string text = recommendation_text(run, made, 120);
    EXPECT_THAT(line_widths(text), Each(Le(120U)));
    EXPECT_THAT(text, HasSubstr("Without spinning: m2"));
  }
  EXPECT_THAT(line_widths(standard_answers_text(run, best_per_need(run), 80)), Each(Le(80U)));
}

TEST(RecommendationText, SaysWhichNeedLeftOutHowMany) {
  RunResult run = made_up_run(3, 2);
  const Recommendation made =
      recommend(run, {.message_bytes = 4, .needs = {Need::unrelated, Need::no_spin}});
  EXPECT_EQ(nothing_matched_text(made),
            "nothing matched, of 3 mechanisms: --unrelated leaves out 3");
}

}  // namespace
}  // namespace ipcbench
