// A comparison as GitHub's Markdown, for a job's summary or a comment.
#pragma once

#include <cstddef>
#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

/// GitHub refuses a comment of 65,536 characters.
inline constexpr std::size_t most_markdown_bytes = 65'000;

/// The verdict, what changed, what nobody knows; the rest folded. Rows that there is no room for
/// are counted. Names cannot become markup, links or mentions.
[[nodiscard]] std::string verdict_markdown(const Comparison& comparison);

}  // namespace ipcbench
