// Checking UTF-8, and cutting it between characters.
#include "results/plain_text.hpp"

#include <algorithm>
#include <cstdint>

#include "results/json_value.hpp"

namespace ipcbench {

namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80;
}

std::size_t length_by_first_byte(unsigned char byte) {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

/// The bytes of the character that the text begins with; 0 if it begins with none that may be
/// written down: too long a form, a surrogate, beyond U+10FFFF, U+FFFE or U+FFFF.
std::size_t character_bytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = length_by_first_byte(first);
  if (length < 2) return length;
  if (text.size() < length || !std::ranges::all_of(text.substr(1, length - 1), continues)) return 0;
  std::uint32_t code = first & (0xffU >> (length + 1));
  for (const char byte : text.substr(1, length - 1)) {
    code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3fU);
  }
  const bool too_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  const bool no_character = code == 0xfffe || code == 0xffff || code > 0x10ffff;
  return too_long || surrogate || no_character ? 0 : length;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_bytes(text);
    result += length == 0 ? replacement : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return !continues(byte); }));
}

std::size_t bytes_of_characters(std::string_view text, std::size_t characters) {
  for (std::size_t byte = 0; byte < text.size(); ++byte) {
    if (continues(text[byte])) continue;
    if (characters == 0) return byte;
    --characters;
  }
  return text.size();
}

std::string plain_line(std::string_view text, std::size_t most_characters) {
  constexpr std::string_view cut = "...";
  std::string line = printable(valid_utf8(text));
  if (characters_of(line) <= most_characters) return line;
  const std::size_t kept = most_characters > cut.size() ? most_characters - cut.size() : 0;
  line.resize(bytes_of_characters(line, kept));
  return line + std::string(cut);
}

}  // namespace ipcbench
