// A comparison as workflow commands of GitHub Actions: what is shown beside a job's steps.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

/// A line for the whole, then at most the 8 worst findings: GitHub shows 10 of a kind a step.
[[nodiscard]] std::string github_annotations(const Comparison& comparison);

/// What GitHub's runner would read as an end of a line, or as a property's, stands for itself.
[[nodiscard]] std::string annotation_message(std::string_view text);
[[nodiscard]] std::string annotation_property(std::string_view text);

}  // namespace ipcbench
