// The report's box about machine and method, and the paragraphs that figures link to.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "results/report_data.hpp"

namespace ipcbench {

/// Names and values, both texts, below a caption.
[[nodiscard]] std::string facts_table(
    std::string_view title, const std::vector<std::pair<std::string, std::string>>& facts);

/// Environment and course of each run, as tables.
[[nodiscard]] std::string report_machines(std::span<const ReportedRun> runs);

/// How figures come about. Anchors: method-figures, -round-trip, -stream, -cost, -placement,
/// -regimes, -noisy, -results.
[[nodiscard]] std::string_view report_method();

}  // namespace ipcbench
