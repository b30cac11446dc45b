// Adding up the advances of letters.
#include "plots/text_width.hpp"

#include <array>

#include "base/plain_text.hpp"

namespace ipcbench {

namespace {

constexpr char first_letter = ' ';
/// Of ' ' to '~' in thousandths of the font's size: DejaVu Sans, the widest of the fonts that usual
/// systems have.
constexpr std::array<int, 95> advances = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};
/// Anything else, and it may be Chinese.
constexpr int usual_advance = 1000;
constexpr double thousandth = 1e-3;

}  // namespace

double text_width(std::string_view text, double font_size) {
  int sum = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0U) == 0x80U) continue;  // the rest of a character
    const int place = byte - static_cast<unsigned char>(first_letter);
    const bool known = place >= 0 && place < static_cast<int>(advances.size());
    sum += known ? advances[static_cast<std::size_t>(place)] : usual_advance;
  }
  return sum * thousandth * font_size;
}

std::string fitting(std::string_view text, double font_size, double most_width) {
  if (text_width(text, font_size) <= most_width) return std::string(text);
  constexpr std::string_view more = "\u2026";
  std::size_t characters = characters_of(text);
  while (characters > 0) {
    --characters;
    std::string cut(text.substr(0, bytes_of_characters(text, characters)));
    if (text_width(cut, font_size) + text_width(more, font_size) <= most_width) {
      return cut + std::string(more);
    }
  }
  return std::string(more);
}

}  // namespace ipcbench
