// A comparison as JSON, whole: verdicts, rules, and each slice that they are made of.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

/// Version of results/schema/comparison-v1.schema.json.
inline constexpr int comparison_schema_version = 1;

[[nodiscard]] std::string comparison_json(const Comparison& comparison);

}  // namespace ipcbench
