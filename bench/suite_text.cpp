// Looking at a suite's text before it is parsed.
#include "bench/suite_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "bench/arguments.hpp"

namespace ipcbench {

namespace {

/// "[" or "[[" with something behind it that cannot begin a key.
bool begins_a_nameless_table(std::string_view line) {
  const auto skip_blanks = [&line] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  };
  skip_blanks();
  if (!line.starts_with('[')) return false;
  for (int brackets = 0; brackets < 2 && line.starts_with('['); ++brackets) {
    line.remove_prefix(1);
    skip_blanks();
  }
  const unsigned char first = line.empty() ? ' ' : static_cast<unsigned char>(line.front());
  constexpr std::string_view others = "_-\"']";
  return std::isalnum(first) == 0 && !others.contains(static_cast<char>(first));
}

}  // namespace

std::string ascii_of(std::string text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.replace(0, byte_order_mark.size(), 3, ' ');
  std::ranges::replace_if(text, [](unsigned char c) { return c >= 0x80; }, '?');
  return text;
}

std::optional<TextFault> fault_in(std::string_view text) {
  std::size_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    for (const unsigned char c : line) {
      if (std::iscntrl(c) == 0 || c == '\r' || c == '\t') continue;
      return TextFault{.line = number, .what = fmt::format("there is a byte {:#04x}", c)};
    }
    if (begins_a_nameless_table(line)) {
      return TextFault{.line = number, .what = "a table needs a name"};
    }
  }
  return {};
}

}  // namespace ipcbench
