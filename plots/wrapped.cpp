// Breaking lines.
#include "plots/wrapped.hpp"

#include <algorithm>

#include "base/plain_text.hpp"

namespace ipcbench {

namespace {

/// The bytes of the text's first line.
std::size_t line_bytes(std::string_view text, std::size_t room) {
  const std::size_t most = bytes_of_characters(text, room);
  if (most == text.size()) return most;
  // A blank right behind the line ends it, too.
  for (std::size_t i = most; i > 0; --i) {
    // A number stays with its unit.
    if (text[i] == ' ' && text[i + 1] != '%') return i;
  }
  return most;
}

}  // namespace

std::string wrapped(std::string_view first, std::string_view text, std::size_t width) {
  const std::size_t indent = characters_of(first);
  const std::size_t room = std::max<std::size_t>(width > indent ? width - indent : 0, 10);
  std::string lines(first);
  while (true) {
    const std::size_t bytes = line_bytes(text, room);
    lines += text.substr(0, bytes);
    lines.erase(lines.find_last_not_of(' ') + 1);
    lines += "\n";
    text.remove_prefix(bytes);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    if (text.empty()) return lines;
    lines += std::string(indent, ' ');
  }
}

}  // namespace ipcbench
