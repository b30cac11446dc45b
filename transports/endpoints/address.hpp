// Addresses of links: the names that a process without a common ancestor needs, a line each.
#pragma once

#include <fmt/ranges.h>

#include <string>
#include <string_view>
#include <vector>

namespace ipcbench {

[[nodiscard]] inline std::string join_address(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, "\n"));
}

/// The `index`-th name of an address; empty if there is none.
[[nodiscard]] inline std::string_view address_part(std::string_view address, std::size_t index) {
  for (; index > 0; --index) {
    const std::size_t end = address.find('\n');
    if (end == std::string_view::npos) return {};
    address.remove_prefix(end + 1);
  }
  return address.substr(0, address.find('\n'));
}

}  // namespace ipcbench
