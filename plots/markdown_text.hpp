// Text from outside, as it may stand in GitHub's Markdown.
#pragma once

#include <string>
#include <string_view>

namespace ipcbench {

/// One line. What would be markup stands for itself; a character of no width keeps links from being
/// made.
[[nodiscard]] std::string markdown_text(std::string_view text);

}  // namespace ipcbench
