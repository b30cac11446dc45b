// Whether everybody can tell the colours of the figures apart: computed, for every kind of vision.
#include "plots/palette.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace ipcbench {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

/// Machado, Oliveira, Fernandes (2009), the whole severity; of linear RGB.
const std::vector<std::pair<std::string, Matrix>> visions = {
    {"normal", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protanopia",
     {{{0.152286, 1.052583, -0.204868},
       {0.114503, 0.786281, 0.099216},
       {-0.003882, -0.048116, 1.051998}}}},
    {"deuteranopia",
     {{{0.367322, 0.860646, -0.227968},
       {0.280085, 0.672501, 0.047413},
       {-0.011820, 0.042940, 0.968881}}}},
    {"tritanopia",
     {{{1.255528, -0.076749, -0.178779},
       {-0.078411, 0.930809, 0.147602},
       {0.004733, 0.691367, 0.303900}}}}};

Vector times(const Matrix& matrix, const Vector& vector) {
  Vector product{};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t i = 0; i < 3; ++i) product[row] += matrix[row][i] * vector[i];
  }
  return product;
}

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

Vector oklab(const Vector& rgb) {
  const Matrix to_cones = {{{0.4122214708, 0.5363325363, 0.0514459929},
                            {0.2119034982, 0.6806995451, 0.1073969566},
                            {0.0883024619, 0.2817188376, 0.6299787005}}};
  const Matrix to_lab = {{{0.2104542553, 0.7936177850, -0.0040720468},
                          {1.9779984951, -2.4285922050, 0.4505937099},
                          {0.0259040371, 0.7827717662, -0.8086757660}}};
  Vector cones = times(to_cones, rgb);
  for (double& cone : cones) cone = std::cbrt(cone);
  return times(to_lab, cones);
}

Vector seen(Rgb rgb, const Matrix& vision) {
  Vector colour = times(vision, {linear(rgb.red), linear(rgb.green), linear(rgb.blue)});
  for (double& channel : colour) channel = std::clamp(channel, 0.0, 1.0);
  return oklab(colour);
}

double distance(Rgb a, Rgb b, const Matrix& vision) {
  const Vector one = seen(a, vision);
  const Vector other = seen(b, vision);
  return std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/// In OKLab, where 0.02 is the least that is noticed side by side. Lines are not side by side.
constexpr double far_enough = 0.08;

class PaletteTest : public testing::TestWithParam<Theme> {
 protected:
  const Palette& palette = palette_of(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Themes, PaletteTest, testing::Values(Theme::light, Theme::dark),
                         [](const auto& theme) {
                           return theme.param == Theme::light ? "light" : "dark";
                         });

TEST_P(PaletteTest, EverybodyCanTellTwoHuesApart) {
  for (const auto& [name, vision] : visions) {
    for (std::size_t i = 0; i < hue_count; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_GT(distance(palette.hues[i], palette.hues[j], vision), far_enough)
            << name << ": " << palette.hues[i].hex() << ", " << palette.hues[j].hex();
      }
    }
  }
}

TEST_P(PaletteTest, EveryHueStandsOutFromTheBackground) {
  constexpr double graphics = 3;  // WCAG 2.2, 1.4.11
  for (const Rgb& hue : palette.hues) {
    EXPECT_GE(contrast(hue, palette.background), graphics) << hue.hex();
  }
}

TEST_P(PaletteTest, TextCanBeRead) {
  constexpr double text = 4.5;  // WCAG 2.2, 1.4.3
  EXPECT_GE(contrast(palette.ink, palette.background), text);
  EXPECT_GE(contrast(palette.soft_ink, palette.background), text);
  for (const Rgb& step : palette.heat) {
    EXPECT_GE(contrast(step, ink_on(step, palette)), text) << step.hex();
  }
}

TEST_P(PaletteTest, EveryStepOfHeatIsFurtherFromTheBackgroundForEverybody) {
  constexpr double step_apart = 0.04;
  for (const auto& [name, vision] : visions) {
    const double ground = seen(palette.background, vision)[0];
    for (std::size_t i = 1; i < heat_count; ++i) {
      const double before = std::abs(seen(palette.heat[i - 1], vision)[0] - ground);
      const double here = std::abs(seen(palette.heat[i], vision)[0] - ground);
      EXPECT_GT(here - before, step_apart) << name << ", step " << i;
    }
  }
}

TEST(Palette, HeatHasTheLimitsThatItsLegendNames) {
  EXPECT_EQ(heat_of(1), 0U);
  EXPECT_EQ(heat_of(1.1), 0U);
  EXPECT_EQ(heat_of(1.11), 1U);
  EXPECT_EQ(heat_of(10), heat_count - 2);
  EXPECT_EQ(heat_of(1e9), heat_count - 1);
}

TEST(Palette, ContrastIsThatOfTheStandard) {
  EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21, 0.001);
  EXPECT_NEAR(contrast({0x77, 0x77, 0x77}, {255, 255, 255}), 4.48, 0.01);
}

TEST(Palette, FamiliesHaveHuesOfTheirOwn) {
  std::vector<std::size_t> hues;
  for (const Family family : {Family::pipe, Family::unix_socket, Family::inet_socket,
                              Family::message_queue, Family::shared_memory, Family::floor}) {
    EXPECT_EQ(std::ranges::count(hues, hue_of(family)), 0);
    hues.push_back(hue_of(family));
  }
}

}  // namespace
}  // namespace ipcbench
