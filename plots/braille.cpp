// Setting dots.
#include "plots/braille.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ipcbench {

namespace {

/// Unicode's numbers of the dots: three rows of two, then a fourth below.
constexpr std::array<std::array<unsigned, 2>, 4> dot_bits = {
    {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}};

/// U+2800 and the dots, in UTF-8.
std::string braille(unsigned dots) {
  return {'\xe2', static_cast<char>(0xa0U + (dots >> 6U)),
          static_cast<char>(0x80U + (dots & 0x3fU))};
}

std::size_t dot_at(double share, std::size_t dots) {
  const double last = static_cast<double>(dots) - 1;
  return static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * last));
}

}  // namespace

LineCanvas::LineCanvas(std::size_t columns, std::size_t rows, Charset charset)
    : columns_(columns),
      rows_(rows),
      dots_across_(charset == Charset::utf8 ? 2 : 1),
      dots_down_(charset == Charset::utf8 ? 4 : 1),
      charset_(charset),
      characters_(columns * rows) {}

void LineCanvas::set(std::size_t line, std::size_t x, std::size_t y) {
  Character& character = characters_[y / dots_down_ * columns_ + x / dots_across_];
  character.dots |= dot_bits[y % dots_down_][x % dots_across_];
  character.line = line;
}

void LineCanvas::draw(std::size_t line, Point from, Point to) {
  const std::size_t across = columns_ * dots_across_;
  const std::size_t down = rows_ * dots_down_;
  const std::array<double, 2> x = {static_cast<double>(dot_at(from.x, across)),
                                   static_cast<double>(dot_at(to.x, across))};
  const std::array<double, 2> y = {static_cast<double>(dot_at(1 - from.y, down)),
                                   static_cast<double>(dot_at(1 - to.y, down))};
  const auto steps =
      static_cast<std::size_t>(std::max({std::abs(x[1] - x[0]), std::abs(y[1] - y[0]), 1.0}));
  for (std::size_t step = 0; step <= steps; ++step) {
    const double share = static_cast<double>(step) / static_cast<double>(steps);
    set(line, static_cast<std::size_t>(std::lround(x[0] + share * (x[1] - x[0]))),
        static_cast<std::size_t>(std::lround(y[0] + share * (y[1] - y[0]))));
  }
}

std::size_t LineCanvas::row_of(double y) const {
  return dot_at(1 - y, rows_ * dots_down_) / dots_down_;
}

char LineCanvas::letter(std::size_t line) {
  return static_cast<char>('a' + line % 26);
}

std::string LineCanvas::text_of(const Character& character) const {
  return charset_ == Charset::utf8 ? braille(character.dots)
                                   : std::string(1, letter(character.line));
}

std::string LineCanvas::row(std::size_t row, const std::vector<int>& colours) const {
  std::string text;
  for (std::size_t column = 0; column < columns_; ++column) {
    const Character& character = characters_[row * columns_ + column];
    if (character.dots == 0) {
      text += " ";
    } else if (character.line < colours.size()) {
      text += fmt::format("\033[{}m{}\033[0m", colours[character.line], text_of(character));
    } else {
      text += text_of(character);
    }
  }
  return text;
}

}  // namespace ipcbench
