// Looking for settings that came to nothing.
#include "results/ignored_settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <string_view>
#include <utility>

namespace ipcbench {

namespace {

/// A note names so many settings.
constexpr std::size_t most_named = 3;
/// Buffers of sockets have a least size, which differs from kernel to kernel.
constexpr std::uint64_t least_buffer = 8192;

/// Rounded up to pages, whose number is a power of two.
bool is_capacity(std::uint64_t asked, std::uint64_t effective) {
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  constexpr std::uint64_t most = std::uint64_t{1} << 40U;
  return effective == std::bit_ceil(std::clamp(asked, page, most));
}

/// The kernel gives twice of what it grants.
bool is_buffer(std::uint64_t asked, std::uint64_t effective) {
  return effective == 2 * asked || (effective > 2 * asked && effective <= least_buffer);
}

std::optional<std::uint64_t> number_of(const std::string& text) {
  Settings one;
  one.set("number", text);
  return one.number("number");
}

/// As the mechanisms themselves see it: what the kernel makes of a setting is the setting.
bool in_effect(std::string_view name, const std::string& asked, const std::string& effective) {
  if (asked == effective) return true;
  const auto wanted = number_of(asked);
  const auto there = number_of(effective);
  if (!wanted || !there) return false;
  if (name == "capacity") return is_capacity(*wanted, *there);
  return (name == "sndbuf" || name == "rcvbuf") && is_buffer(*wanted, *there);
}

/// "sndbuf" of "server.sndbuf", which is told where the two sides differ.
std::string_view without_side(std::string_view name) {
  constexpr std::string_view side = "server.";
  return name.starts_with(side) ? name.substr(side.size()) : name;
}

/// Each once, as a sentence has it.
std::vector<std::string> ignored_by(unsigned arm, const std::vector<ComparedCell>& cells) {
  std::vector<std::string> ignored;
  for (const ComparedCell& cell : cells) {
    const auto& [asked, effective] = cell.arms[arm];
    for (const auto& [name, wanted] : asked.all()) {
      for (const auto& [told, value] : effective) {
        if (without_side(told) != name || in_effect(name, wanted, value)) continue;
        std::string text =
            fmt::format("{}.{} {}, has {}", cell.cell.mechanism, name, wanted, value);
        if (std::ranges::find(ignored, text) == ignored.end()) ignored.push_back(std::move(text));
      }
    }
  }
  return ignored;
}

}  // namespace

void note_ignored_settings(Comparison& comparison) {
  for (const unsigned arm : {0U, 1U}) {
    std::vector<std::string> ignored = ignored_by(arm, comparison.cells);
    if (ignored.empty()) continue;
    if (ignored.size() > most_named) {
      const std::size_t more = ignored.size() - most_named;
      ignored.resize(most_named);
      ignored.push_back(fmt::format("and {} more", more));
    }
    comparison.notes.push_back(fmt::format("asked for of {}, and not in effect: {}",
                                           comparison.arms[arm].name, fmt::join(ignored, "; ")));
  }
}

}  // namespace ipcbench
