// Writing the parts of a comparison.
#include "results/comparison_parts.hpp"

#include "base/plain_text.hpp"
#include "results/json_parts.hpp"

namespace ipcbench {

Json optional_json(const std::optional<double>& value) {
  return value ? number_json(*value) : Json(nullptr);
}

Json arm_json(const ComparedArm& arm) {
  return {{"name", printable(arm.name)},
          {"command", printable(arm.command)},
          {"version", printable(arm.version)},
          {"commit", printable(arm.commit)},
          {"environment", settings_object(arm.environment)}};
}

Json rules_json(const ComparisonRules& rules) {
  return {{"alpha", number_json(rules.alpha)},
          {"delta_p50", number_json(rules.delta_p50)},
          {"delta_throughput", number_json(rules.delta_throughput)},
          {"delta_p99", number_json(rules.delta_p99)},
          {"clear", optional_json(rules.clear)},
          {"screening_rounds", rules.screening_rounds},
          {"confirmation_rounds", rules.confirmation_rounds},
          {"rounds_for_p99", rules.rounds_for_p99},
          {"metrics", rules.metrics}};
}

}  // namespace ipcbench
