// Text from outside, as it may stand in a report: one line of valid UTF-8, not too long.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ipcbench {

/// Bytes that are no UTF-8, and what XML forbids besides, become U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// One line: also without control characters, see `printable`. At most so many characters; what is
/// cut off leaves "...".
[[nodiscard]] std::string plain_line(std::string_view text, std::size_t most_characters = 300);

/// Of valid UTF-8.
[[nodiscard]] std::size_t characters_of(std::string_view text);
/// The bytes of the first so many characters.
[[nodiscard]] std::size_t bytes_of_characters(std::string_view text, std::size_t characters);

}  // namespace ipcbench
