// The suites: what to measure when nothing is said. TOML, built in or a file of the user's.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/matrix.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

struct Suite {
  std::string name;  ///< or the file's
  std::string text;  ///< the TOML
  std::string summary = {};
  unsigned rounds = 6;
  std::chrono::nanoseconds measured = std::chrono::milliseconds(25);  ///< a trial
  /// What a trial may grow to when there are so few cells that the budget leaves time. Longer
  /// trials see more of the machine's moods.
  std::chrono::nanoseconds longest = measured;
  std::optional<std::chrono::nanoseconds> budget = {};
  std::vector<Matrix> matrices = {};
};

/// A built-in suite by its name; or a file, if there is a '/' or ".toml" at the end. Throws
/// UsageError.
[[nodiscard]] Suite find_suite(std::string_view name_or_file, const Topology& topology);

/// Understands a suite. Throws UsageError with "NAME:LINE: KEY: ...".
[[nodiscard]] Suite parse_suite(std::string name, std::string text, const Topology& topology);

/// Name and TOML of those that are built in.
[[nodiscard]] const std::vector<std::pair<std::string_view, std::string_view>>& builtin_suites();

}  // namespace ipcbench
