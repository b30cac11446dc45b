// Colours, for light and for dark: everybody can tell them apart, whatever they see of colours.
// tests/unit/palette_test.cpp computes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// Of which background a figure is; `both`: whichever the reader's system prefers.
enum class Theme { both, light, dark };

struct Rgb {
  std::uint8_t red = 0, green = 0, blue = 0;

  [[nodiscard]] std::string hex() const;
};

/// Hues that lines and points have; the last one is grey, for floors and what is beside the point.
inline constexpr std::size_t hue_count = 9;
inline constexpr std::size_t grey_hue = hue_count - 1;
/// Where a hue stands for something else than a family.
inline constexpr std::size_t good_hue = 0, bad_hue = 5, far_hue = 7;

/// Steps from "as quick as the best" to "ten times slower and more".
inline constexpr std::size_t heat_count = 8;
/// A step holds what is at most so many times slower; the last step holds the rest.
inline constexpr std::array<double, heat_count - 1> heat_limits = {1.1, 1.25, 1.5, 2, 3, 5, 10};

struct Palette {
  Rgb background, ink, soft_ink, grid, context;
  std::array<Rgb, hue_count> hues;
  std::array<Rgb, heat_count> heat;
};

/// Of light or dark; both have light's.
[[nodiscard]] const Palette& palette_of(Theme theme);

[[nodiscard]] std::size_t hue_of(Family family);
/// The step for what takes so many times as long as the best.
[[nodiscard]] std::size_t heat_of(double times_slower);

/// WCAG's, from 1 to 21.
[[nodiscard]] double contrast(Rgb a, Rgb b);
/// The one of background and ink that is better to read on it.
[[nodiscard]] Rgb ink_on(Rgb fill, const Palette& palette);

}  // namespace ipcbench
