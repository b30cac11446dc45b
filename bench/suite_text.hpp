// What toml++ 3.3 must not get to see: it would not report an error, but fail.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ipcbench {

/// The text with a '?' for each byte that is not ASCII; a byte order mark becomes blanks. toml++
/// takes some characters for impossible that may well be there, U+FF3D for one, and nothing but
/// comments and the summary has use for them.
[[nodiscard]] std::string ascii_of(std::string text);

struct TextFault {
  std::size_t line;
  std::string what;
};

/// Over these, toml++ fails an assertion instead of reporting an error.
[[nodiscard]] std::optional<TextFault> fault_in(std::string_view text);

}  // namespace ipcbench
