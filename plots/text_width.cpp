// Adding up the advances of letters.
#include "plots/text_width.hpp"

#include <array>

#include "results/plain_text.hpp"

namespace ipcbench {

namespace {

constexpr char first_letter = ' ';
/// Of ' ' to '~' in thousandths of the font's size: between Liberation Sans (Arial, Helvetica) and
/// DejaVu Sans, the widest of the fonts that usual systems have, nearer to the latter.
constexpr std::array<int, 95> advances = {
    305, 360, 425, 744, 609, 930, 742, 247, 371, 371, 463, 753, 305, 352,  305, 317, 609, 609, 609,
    609, 609, 609, 609, 609, 609, 609, 317, 317, 753, 753, 753, 539, 1005, 678, 680, 706, 754, 644,
    587, 776, 742, 289, 363, 660, 557, 853, 739, 784, 624, 784, 704, 646,  611, 729, 678, 974, 679,
    630, 660, 353, 317, 353, 715, 519, 444, 594, 609, 533, 609, 595, 327,  609, 608, 259, 259, 553,
    259, 927, 608, 593, 609, 609, 385, 514, 354, 608, 561, 786, 561, 561,  517, 535, 311, 535, 753};
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
