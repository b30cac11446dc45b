// A canvas of characters for lines: braille dots, two by four a character, or plain letters.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "plots/sparkline.hpp"
#include "plots/table.hpp"

namespace ipcbench {

class LineCanvas {
 public:
  LineCanvas(std::size_t columns, std::size_t rows, Charset charset);

  struct Point {
    double x = 0;  ///< 0 to 1, from the left
    double y = 0;  ///< 0 to 1, from below
  };

  /// Lines have numbers from 0. Where two cross, the later one is seen.
  void draw(std::size_t line, Point from, Point to);

  /// The row, from above, that a height lies in.
  [[nodiscard]] std::size_t row_of(double y) const;
  /// One row of characters; `colours` are ANSI codes by the number of a line, none for no colour.
  [[nodiscard]] std::string row(std::size_t row, const std::vector<int>& colours) const;

  /// How a line looks in letters: "a", "b", ...
  [[nodiscard]] static char letter(std::size_t line);

 private:
  struct Character {
    unsigned dots = 0;
    std::size_t line = 0;
  };

  void set(std::size_t line, std::size_t x, std::size_t y);
  [[nodiscard]] std::string text_of(const Character& character) const;

  std::size_t columns_, rows_;
  std::size_t dots_across_, dots_down_;  ///< of one character
  Charset charset_;
  std::vector<Character> characters_;
};

}  // namespace ipcbench
