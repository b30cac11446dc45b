// The colours themselves. The hues were found by search: the least distance between any two, as
// seen with any kind of colour vision, was made as large as it would get.
#include "plots/palette.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ipcbench {

namespace {

constexpr Rgb colour(std::uint32_t hex) {
  constexpr std::uint32_t byte = 0xff;
  return {.red = static_cast<std::uint8_t>(hex >> 16U & byte),
          .green = static_cast<std::uint8_t>(hex >> 8U & byte),
          .blue = static_cast<std::uint8_t>(hex & byte)};
}

// Blue, brown, green, magenta, violet, red, teal, ochre, grey.
constexpr Palette light = {
    .background = colour(0xffffff),
    .ink = colour(0x1a1c1f),
    .soft_ink = colour(0x5a6068),
    .grid = colour(0xe6e8eb),
    .context = colour(0xc9cdd2),
    .hues = {colour(0x233cb8), colour(0x926023), colour(0x319f72), colour(0xc84db1),
             colour(0x9667e9), colour(0x930702), colour(0x027c79), colour(0xa88517),
             colour(0x514c4f)},
    .heat = {colour(0xfdf6e6), colour(0xf9e4bb), colour(0xf4cb87), colour(0xe9a95c),
             colour(0xd8833f), colour(0xb5552c), colour(0x8f3626), colour(0x5e1d1d)}};

constexpr Palette dark = {
    .background = colour(0x12161c),
    .ink = colour(0xe8eaed),
    .soft_ink = colour(0xa0a7b0),
    .grid = colour(0x2a3038),
    .context = colour(0x464e58),
    .hues = {colour(0x58b9fc), colour(0xf8991e), colour(0xc6f8ba), colour(0xbb72aa),
             colour(0x9275fa), colour(0xe55f3c), colour(0x45ebfe), colour(0xf6dc26),
             colour(0xadb0ad)},
    .heat = {colour(0x20242b), colour(0x38302e), colour(0x523b31), colour(0x724833),
             colour(0x955833), colour(0xb96f36), colour(0xdc9148), colour(0xf6c47c)}};

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Rgb rgb) {
  return 0.2126 * linear(rgb.red) + 0.7152 * linear(rgb.green) + 0.0722 * linear(rgb.blue);
}

}  // namespace

std::string Rgb::hex() const {
  return fmt::format("#{:02x}{:02x}{:02x}", red, green, blue);
}

const Palette& palette_of(Theme theme) {
  return theme == Theme::dark ? dark : light;
}

std::size_t hue_of(Family family) {
  switch (family) {
    case Family::pipe:
      return 0;
    case Family::unix_socket:
      return 2;
    case Family::inet_socket:
      return 5;
    case Family::message_queue:
      return 7;
    case Family::shared_memory:
      return 4;
    case Family::floor:
      break;
  }
  return grey_hue;
}

std::size_t heat_of(double times_slower) {
  const auto* const limit = std::ranges::lower_bound(heat_limits, times_slower);
  return static_cast<std::size_t>(limit - heat_limits.begin());
}

double contrast(Rgb a, Rgb b) {
  constexpr double flare = 0.05;
  const double one = luminance(a) + flare;
  const double other = luminance(b) + flare;
  return std::max(one, other) / std::min(one, other);
}

Rgb ink_on(Rgb fill, const Palette& palette) {
  return contrast(fill, palette.ink) >= contrast(fill, palette.background) ? palette.ink
                                                                           : palette.background;
}

}  // namespace ipcbench
