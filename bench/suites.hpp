// The suites: what to measure when nothing is said.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

namespace ipcbench {

struct Suite {
  std::string_view name;
  std::string_view summary;
  std::string_view sizes;
  /// Empty: another core, or the same where there is only one.
  std::string_view placements;
  unsigned rounds;
  std::chrono::milliseconds measured;  ///< a trial
  /// What a trial may grow to when there are so few cells that the budget leaves time. Longer
  /// trials see more of the machine's moods.
  std::chrono::milliseconds longest;
  std::optional<std::chrono::seconds> budget;
};

[[nodiscard]] std::span<const Suite> all_suites();
/// Throws UsageError.
[[nodiscard]] const Suite& find_suite(std::string_view name);

}  // namespace ipcbench
