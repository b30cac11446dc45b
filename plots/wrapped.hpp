// Text in lines that are not too long.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ipcbench {

/// Behind `first`, and below it where one line is not enough. Breaks at blanks, within a word only
/// if it is longer than a line.
[[nodiscard]] std::string wrapped(std::string_view first, std::string_view text, std::size_t width);

}  // namespace ipcbench
