// Checking UTF-8, replacing what must not be shown, and cutting between characters.
#include "base/plain_text.hpp"

#include <algorithm>
#include <cstdint>

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
/// written down: too long a form, a surrogate, beyond U+10FFFF.
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
  return too_long || surrogate || code > 0x10ffff ? 0 : length;
}

/// U+0000 to U+001F, U+007F, and U+0080 to U+009F, which some terminals obey, too.
bool is_control(std::string_view character) {
  const auto last = static_cast<unsigned char>(character.back());
  if (character.size() == 1) return last < 0x20 || last == 0x7f;
  return character.size() == 2 && character.front() == '\xc2' && last < 0xa0;
}

/// U+FFFE and U+FFFF, by XML.
bool is_forbidden(std::string_view character) {
  return character == "\xef\xbf\xbe" || character == "\xef\xbf\xbf";
}

/// The text with `shown(character)` in place of each of its characters.
template <class Shown>
std::string replaced(std::string_view text, Shown shown) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_bytes(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    result += length == 0 || is_forbidden(character) ? replacement : shown(character);
    text.remove_prefix(character.size());
  }
  return result;
}

std::string without_control(std::string_view text, std::string_view allowed) {
  return replaced(text, [&](std::string_view character) -> std::string_view {
    if (!is_control(character) || allowed.contains(character)) return character;
    constexpr std::string_view blanks = "\n\t\r";
    return blanks.contains(character) ? " " : replacement;
  });
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_bytes(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void append_utf8(std::string& text, std::uint32_t character) {
  const auto last_bits = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((character >> shift) & 0x3fU));
  };
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xc0U | (character >> 6U));
    last_bits(0);
  } else if (character < 0x10000) {
    text += static_cast<char>(0xe0U | (character >> 12U));
    last_bits(6);
    last_bits(0);
  } else {
    text += static_cast<char>(0xf0U | (character >> 18U));
    last_bits(12);
    last_bits(6);
    last_bits(0);
  }
}

std::string valid_utf8(std::string_view text) {
  return replaced(text, [](std::string_view character) { return character; });
}

std::string printable(std::string_view text) {
  return without_control(text, "");
}

std::string printable_lines(std::string_view text) {
  return without_control(text, "\n\t");
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

std::size_t bytes_that_fit(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text.size();
  while (most_bytes > 0 && continues(text[most_bytes])) --most_bytes;
  return most_bytes;
}

std::string plain_line(std::string_view text, std::size_t most_characters) {
  constexpr std::string_view cut = "...";
  std::string line = printable(text);
  if (characters_of(line) <= most_characters) return line;
  const std::size_t kept = most_characters > cut.size() ? most_characters - cut.size() : 0;
  line.resize(bytes_of_characters(line, kept));
  return line + std::string(cut);
}

}  // namespace ipcbench
