// The kernel's small files, below a folder that stands for the root: tests bring a root of their
// own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ipcbench {

/// Reads /proc, /sys and /etc. What is missing, or may not be read, is nothing: never a default.
class SystemFiles {
 public:
  explicit SystemFiles(std::string root = {}) : root_(std::move(root)) {}

  [[nodiscard]] bool exists(std::string_view path) const;
  /// The first line without the blanks around it.
  [[nodiscard]] std::optional<std::string> line(std::string_view path) const;
  /// The number that the first line begins with.
  [[nodiscard]] std::optional<long long> number(std::string_view path) const;
  [[nodiscard]] std::vector<std::string> lines(std::string_view path) const;
  /// The names in a folder, sorted.
  [[nodiscard]] std::vector<std::string> names_in(std::string_view folder) const;
  /// What follows "key" and a colon in a file such as /proc/cpuinfo, the first time.
  [[nodiscard]] std::optional<std::string> value_of(std::string_view path,
                                                    std::string_view key) const;
  /// Whether they are this machine's own.
  [[nodiscard]] bool are_real() const { return root_.empty(); }

 private:
  [[nodiscard]] std::string full(std::string_view path) const { return root_ + std::string(path); }

  std::string root_;
};

/// Without the blanks at both ends.
[[nodiscard]] std::string trimmed(std::string_view text);

/// The number that a text begins with, if it does.
[[nodiscard]] std::optional<long long> leading_number(std::string_view text);
[[nodiscard]] std::optional<double> leading_decimal(std::string_view text);

/// The words between blanks.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

}  // namespace ipcbench
