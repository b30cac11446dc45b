// Reading what users type: lists, sizes, times, globs.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/cell.hpp"
#include "harness/placement.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] bool is_glob(std::string_view text);
[[nodiscard]] bool matches_glob(std::string_view glob, std::string_view name);

/// "64", "4k", "1M", "1G"; nothing if it is none of these. k, M and G are powers of 1,024.
[[nodiscard]] std::optional<std::uint64_t> parse_bytes(std::string_view text);

/// "64,4k,1M" or "1:1M:*4" (from:to:step, step *N or +N): sorted, without repetitions.
/// Throws UsageError.
[[nodiscard]] std::vector<std::size_t> parse_sizes(std::string_view text);

/// "round_trip,stream"
[[nodiscard]] std::vector<Pattern> parse_patterns(std::string_view text);

/// "same,cross,0:1"; CPUs that are not allowed are an error here.
[[nodiscard]] std::vector<Placement> parse_placements(std::string_view text,
                                                      const Topology& topology);

/// "60s", "1.5m", "500ms", "90" (seconds).
[[nodiscard]] std::chrono::nanoseconds parse_duration(std::string_view text);

/// A whole number within the limits. Throws UsageError, which names the option.
[[nodiscard]] std::uint64_t parse_number(std::string_view option, std::string_view text,
                                         std::uint64_t least, std::uint64_t most);

/// "2%" or "2": 0.02. More than 0, less than 100. Throws UsageError, which names the option.
[[nodiscard]] double parse_percent(std::string_view option, std::string_view text);

/// "auto", "near", "far" or "all"; `option` is for the UsageError.
[[nodiscard]] RegimeChoice parse_regime(std::string_view option, std::string_view text);

/// What names are of, for the text of a mistake: "no mechanism 'x' (see: ipcbench list)".
struct Things {
  std::string_view name, listed_by;
};
inline constexpr Things mechanisms_by_name = {.name = "mechanism", .listed_by = "ipcbench list"};

/// The names that match a list of names and globs ("pipe,unix_*"), in the order of `all`. Throws
/// UsageError.
[[nodiscard]] std::vector<std::string_view> select_names(std::string_view text,
                                                         const std::vector<std::string_view>& all,
                                                         const Things& things = mechanisms_by_name);

/// ", did you mean 'pipe'?" or nothing, if no candidate is near.
[[nodiscard]] std::string did_you_mean(std::string_view typed,
                                       const std::vector<std::string_view>& candidates);

}  // namespace ipcbench
