// Escaping for GitHub's Markdown.
#include "plots/markdown_text.hpp"

#include "base/plain_text.hpp"

namespace ipcbench {

namespace {

/// Whether GitHub would make a link of what begins or goes on behind `text[i]`: a mention, an
/// issue, an address. It looks for these in the text that is shown, so that a backslash does not
/// help.
bool links(std::string_view text, std::size_t i) {
  switch (text[i]) {
    case '@':
    case '#':
      return true;
    case ':':
      return text.substr(i + 1, 1) == "/";
    case 'w':
    case 'W':
      return text.substr(i + 1, 1) == ".";
    default:
      return false;
  }
}

}  // namespace

std::string markdown_text(std::string_view text) {
  const std::string line = plain_line(text);
  std::string result;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (std::string_view("\\`*_[]{}()<>|#&~!+-$").find(line[i]) != std::string_view::npos) {
      result += '\\';
    }
    result += line[i];
    if (links(line, i)) result += "&#8203;";
  }
  return result;
}

}  // namespace ipcbench
