// What a figure of a comparison is made of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plots/frame.hpp"
#include "plots/palette.hpp"
#include "results/verdict.hpp"
#include "results/verdict_list.hpp"

namespace ipcbench {

struct ComparisonInput {
  const Comparison* comparison = nullptr;
  std::string id = "figure";  ///< unique in a page
  Theme theme = Theme::both;
};

/// Who A and B are, the verdict, and the machine.
[[nodiscard]] Frame frame_of(const ComparisonInput& input);

/// A finding's change, if each of its numbers is one.
[[nodiscard]] std::optional<Estimate> drawable_change(const Finding& finding);

/// In words: what is counted exactly and differs, and what was not measured.
[[nodiscard]] std::vector<std::string> undrawn_findings(const std::vector<ListedFinding>& findings);

}  // namespace ipcbench
