// The lines between the controller of a duel and its arms: a word, then `key=value` words.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ipcbench {

/// No line is longer.
inline constexpr std::size_t longest_arm_line = 4096;

/// A line: a word, then `key=value` words. Keys that are not known are for newer builds and are
/// passed over.
struct ArmLine {
  std::string word;
  std::vector<std::pair<std::string, std::string>> values = {};
  /// Of `error` and `unsupported`: the rest of the line.
  std::string text = {};

  [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const;
  bool operator==(const ArmLine&) const = default;
};

/// Without the end of the line. What cannot be in a value as it is becomes %XX, in a text a space.
[[nodiscard]] std::string to_text(const ArmLine& line);
/// Or what is wrong with it.
[[nodiscard]] std::expected<ArmLine, std::string> parse_arm_line(std::string_view text);

/// As much of a value as takes at most so many bytes of a line; what is cut ends with "...".
[[nodiscard]] std::string fitting(std::string_view value, std::size_t most_bytes);

/// The value of a key, which must be there. Or what is wrong with it.
[[nodiscard]] std::expected<std::uint64_t, std::string> count_in(const ArmLine& line,
                                                                 std::string_view key);
/// The same, for what need not be whole; never negative, never infinite.
[[nodiscard]] std::expected<double, std::string> amount_in(const ArmLine& line,
                                                           std::string_view key);

}  // namespace ipcbench
