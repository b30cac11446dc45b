// Text from outside, as it may be shown: valid UTF-8 that makes no terminal do anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ipcbench {

[[nodiscard]] bool is_utf8(std::string_view text);
/// A character up to U+10FFFF, no surrogate.
void append_utf8(std::string& text, std::uint32_t character);

/// Bytes that are no UTF-8, and what XML forbids besides, become U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// One line: what is no UTF-8 and control characters, which a terminal could obey, become U+FFFD;
/// tabs and ends of lines become blanks.
[[nodiscard]] std::string printable(std::string_view text);
/// The same, but ends of lines and tabs stay.
[[nodiscard]] std::string printable_lines(std::string_view text);
/// A printable line of at most so many characters; what is cut off leaves "...".
[[nodiscard]] std::string plain_line(std::string_view text, std::size_t most_characters = 300);

/// The text must be valid UTF-8.
[[nodiscard]] std::size_t characters_of(std::string_view text);
/// The bytes of the first so many characters.
[[nodiscard]] std::size_t bytes_of_characters(std::string_view text, std::size_t characters);
/// The bytes of the first characters that fit into so many bytes.
[[nodiscard]] std::size_t bytes_that_fit(std::string_view text, std::size_t most_bytes);

}  // namespace ipcbench
