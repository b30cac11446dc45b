// Writing SVG, choosing ticks, placing labels: what figures are made of.
#include "plots/svg.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "plots/axis.hpp"
#include "plots/label_placement.hpp"
#include "plots/text_width.hpp"

namespace ipcbench {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

TEST(Svg, NumbersAreShortAndAlwaysNumbers) {
  EXPECT_EQ(svg_number(1), "1");
  EXPECT_EQ(svg_number(1.5), "1.5");
  EXPECT_EQ(svg_number(1.006), "1.01");
  EXPECT_EQ(svg_number(-0.001), "0");
  EXPECT_EQ(svg_number(100), "100");
  EXPECT_EQ(svg_number(no_number), "0");
  EXPECT_EQ(svg_number(-infinite), "-1000000");
}

TEST(Svg, NothingBreaksOutOfTextOrAttribute) {
  Svg svg;
  svg.text({}, "<script>&'\"\x01\xff", "x\" onload=\"y");
  svg.leaf("rect", {{"class", "a\"b"}});
  const std::string text = std::move(svg).take();
  EXPECT_EQ(text.find("<script"), std::string::npos);
  EXPECT_EQ(text.find("\" onload"), std::string::npos);
  EXPECT_EQ(text.find('\x01'), std::string::npos);
  EXPECT_NE(text.find("&lt;script&gt;&amp;&#39;&quot;"), std::string::npos) << text;
}

TEST(Svg, ClosesWhatIsOpen) {
  Svg svg;
  svg.open("g");
  svg.open("a");
  EXPECT_EQ(std::move(svg).take(), "<g>\n<a>\n</a>\n</g>\n");
}

TEST(TextWidth, CutsWhatDoesNotFitBetweenCharacters) {
  EXPECT_EQ(fitting("pipe", 10, 100), "pipe");
  const std::string cut = fitting("äöüäöüäöüäöü", 10, 50);
  EXPECT_TRUE(cut.ends_with("…"));
  EXPECT_LE(text_width(cut, 10), 50);
}

TEST(Axis, ScalesClampAndStayFinite) {
  const Scale scale(ScaleKind::logarithmic, 1, 100, 0, 200);
  EXPECT_DOUBLE_EQ(scale.at(10), 100);
  EXPECT_DOUBLE_EQ(scale.at(0), 0);
  EXPECT_DOUBLE_EQ(scale.at(infinite), 200);
  EXPECT_DOUBLE_EQ(scale.at(no_number), 0);
}

TEST(Axis, ARangeOfOneValueHasWidth) {
  for (const ScaleKind kind : {ScaleKind::linear, ScaleKind::logarithmic}) {
    Range range(kind);
    range.add(5);
    range.add(no_number);
    range.add(infinite);
    const Scale scale = range.scale(0, 100, 0.05);
    EXPECT_NEAR(scale.at(5), 50, 1e-9);
    const Scale none = Range(kind).scale(0, 100, 0.05);
    EXPECT_TRUE(std::isfinite(none.at(1)));
  }
}

TEST(Axis, TicksAreFewRoundAndWithin) {
  for (int i = 1; i <= 40; ++i) {
    const double ratio = std::pow(1.7, 0.5 * i);
    const Scale scale(ScaleKind::logarithmic, 17, 17 * ratio, 0, 300);
    const auto ticks = log_ticks(scale, AxisUnit::ns, 8);
    EXPECT_GE(ticks.size(), 2U) << ratio;
    EXPECT_LE(ticks.size(), 10U) << ratio;
    for (const Tick& tick : ticks) {
      EXPECT_GE(tick.value, scale.low() * 0.999);
      EXPECT_LE(tick.value, scale.high() * 1.001);
      EXPECT_LE(tick.label.size(), 8U) << tick.label;
    }
  }
}

TEST(Axis, SaysTimesInTheirUnit) {
  EXPECT_EQ(axis_text(500, AxisUnit::ns), "500 ns");
  EXPECT_EQ(axis_text(20'000, AxisUnit::ns), "20 µs");
  EXPECT_EQ(axis_text(5e6, AxisUnit::ns), "5 ms");
  EXPECT_EQ(axis_text(2'000, AxisUnit::mb_per_s), "2 GB/s");
  EXPECT_EQ(axis_text(5, AxisUnit::percent), "+5 %");
}

TEST(Axis, WordsOfTicksNeverTouch) {
  std::vector<std::size_t> sizes;
  for (std::size_t bytes = 1; bytes < 400; ++bytes) sizes.push_back(bytes);
  auto ticks = size_ticks(sizes);
  const Scale scale(ScaleKind::logarithmic, 1, 400, 0, 500);
  thin_out_across(ticks, scale, 11);
  double end = -100;
  std::size_t words = 0;
  for (const Tick& tick : ticks) {
    if (tick.label.empty()) continue;
    ++words;
    const double half = text_width(tick.label, 11) / 2;
    EXPECT_GT(scale.at(tick.value) - half, end);
    end = scale.at(tick.value) + half;
  }
  EXPECT_GT(words, 5U);
}

/// Wherever labels are wanted, also at one place or out of bounds.
std::vector<double> wanted_anywhere(std::mt19937_64& random, std::size_t count) {
  std::uniform_real_distribution<> place(-50, 450);
  std::vector<double> wanted(count);
  for (double& one : wanted) one = std::round(place(random) / 40) * 40;
  return wanted;
}

TEST(SpreadApart, LabelsNeitherOverlapNorLeaveTheBoundsNorChangeTheirOrder) {
  std::mt19937_64 random(1);
  for (std::size_t count = 1; count <= 33; ++count) {
    const auto wanted = wanted_anywhere(random, count);
    const auto placed = spread_apart(wanted, 12, 0, 400);
    auto sorted = placed;
    std::ranges::sort(sorted);
    EXPECT_GE(sorted.front(), 6 - 1e-9);
    EXPECT_LE(sorted.back(), 394 + 1e-9);
    for (std::size_t i = 1; i < count; ++i) EXPECT_GE(sorted[i] - sorted[i - 1], 12 - 1e-9);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count; ++j) {
        EXPECT_TRUE(wanted[i] >= wanted[j] || placed[i] < placed[j]);
      }
    }
  }
}

TEST(SpreadApart, ALabelWithRoomStaysWhereItIsWanted) {
  EXPECT_EQ(spread_apart({10, 100, 50}, 12, 0, 200), (std::vector<double>{10, 100, 50}));
  EXPECT_TRUE(spread_apart({}, 12, 0, 10).empty());
}

TEST(SpreadApart, TooManyLabelsShareTheRoom) {
  const auto placed = spread_apart({1, 2, 3, 4}, 12, 0, 20);
  for (std::size_t i = 1; i < placed.size(); ++i) EXPECT_NEAR(placed[i] - placed[i - 1], 5, 1e-9);
  EXPECT_GE(placed.front(), 0);
  EXPECT_LE(placed.back(), 20);
}

TEST(PlaceAround, NoLabelLiesOnAnotherOrOnAPoint) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<> place(50, 350);
  const Box bounds{.x = 0, .y = 0, .width = 400, .height = 400};
  std::vector<Point> points;
  std::vector<std::string> labels;
  for (int i = 0; i < 30; ++i) {
    points.push_back({.x = place(random), .y = place(random)});
    labels.emplace_back("mechanism");
  }
  const auto placed = place_around(points, labels, 11, bounds);
  ASSERT_EQ(placed.size(), points.size());
  EXPECT_GT(std::ranges::count_if(placed, [](const auto& one) { return one.has_value(); }), 24);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (!placed[i]) continue;
    const Box& box = placed[i]->box;
    EXPECT_GE(box.x, 0);
    EXPECT_LE(box.right(), 400);
    for (const Point& point : points) {
      EXPECT_FALSE(point.x > box.x && point.x < box.right() && point.y > box.y &&
                   point.y < box.bottom());
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!placed[j]) continue;
      const Box& other = placed[j]->box;
      EXPECT_FALSE(box.x < other.right() && other.x < box.right() && box.y < other.bottom() &&
                   other.y < box.bottom());
    }
  }
}

}  // namespace
}  // namespace ipcbench
