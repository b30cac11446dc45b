// The tunable `depth`: messages in flight before a send waits.
#pragma once

#include <array>

#include "transports/contract.hpp"

namespace ipcbench {

/// What was set, else what the caller of `open` wants; 0: the mechanism's default.
[[nodiscard]] inline std::size_t asked_depth(const LinkOptions& options) {
  return static_cast<std::size_t>(options.settings.number("depth").value_or(options.depth));
}

constexpr Tunable depth_tunable(std::string_view usually) {
  return {.name = "depth",
          .kind = Tunable::Kind::count,
          .usually = usually,
          .summary = "messages in flight before a send waits"};
}

inline constexpr std::array ring_tunables{depth_tunable("64, fewer above 1 MiB, at least 4")};

}  // namespace ipcbench
