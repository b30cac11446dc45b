// The formats in which a comparison can be written, by name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// One file of a report: the name that was asked for with a suffix behind it, empty for the first.
struct VerdictFile {
  std::string_view suffix;
  std::string text;
};

struct VerdictFormat {
  std::string_view name;
  std::string_view summary;  ///< says also which second file there is
  std::vector<VerdictFile> (*files)(const Comparison& comparison);
};

[[nodiscard]] std::span<const VerdictFormat> verdict_formats();
/// Null if there is none of this name.
[[nodiscard]] const VerdictFormat* find_verdict_format(std::string_view name);

}  // namespace ipcbench
