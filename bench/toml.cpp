// Parsing, and finding the line of what the parser does not survive.
#include "bench/toml.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace ipcbench {

namespace {

/// toml++ 3.3 takes some characters for impossible that may well be there, U+FF3D for one. Nothing
/// but comments and the summary has use for more than ASCII.
void make_ascii(std::string& text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.replace(0, byte_order_mark.size(), 3, ' ');
  std::ranges::replace_if(text, [](unsigned char c) { return c >= 0x80; }, '?');
}

bool fails_an_assertion(std::string_view text) {
  try {
    (void)toml::parse(text);
  } catch (const TomlAssertion&) {
    return true;
  } catch (const toml::parse_error&) {
    return false;
  }
  return false;
}

/// An assertion does not tell where. The parser only goes forward, so it fails again for every
/// text that ends behind the place, and for none that ends before.
std::size_t line_of_assertion(std::string_view text) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') ends.push_back(i + 1);
  }
  const auto bad = std::ranges::partition_point(
      ends, [&](std::size_t end) { return !fails_an_assertion(text.substr(0, end)); });
  return static_cast<std::size_t>(bad - ends.begin()) + 1;
}

}  // namespace

toml::table parse_toml(std::string text) {
  make_ascii(text);
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& wrong) {
    throw TomlFault(wrong.source().begin.line, std::string(wrong.description()));
  } catch (const TomlAssertion&) {
    throw TomlFault(line_of_assertion(text), "neither a key, nor a value, nor a table");
  }
}

}  // namespace ipcbench
