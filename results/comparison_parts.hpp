// The parts of a comparison as JSON: what the file of a duel and that of a self-test have in
// common.
#pragma once

#include <optional>

#include "results/json_document.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// Null for nothing, and for what is no finite number.
[[nodiscard]] Json optional_json(const std::optional<double>& value);
[[nodiscard]] Json arm_json(const ComparedArm& arm);
[[nodiscard]] Json rules_json(const ComparisonRules& rules);

}  // namespace ipcbench
