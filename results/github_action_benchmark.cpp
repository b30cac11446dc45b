// Writing github-action-benchmark's custom tools.
#include "results/github_action_benchmark.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/plain_text.hpp"
#include "results/figures.hpp"
#include "results/json_parts.hpp"
#include "results/round_values.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

std::string unit_of(const Finding& finding) {
  if (is_counter(finding.metric)) return finding.metric + "/message";
  return finding.unit.empty() ? "1" : plain_line(finding.unit, 20);
}

Json entry(const ComparedCell& cell, const Finding& finding, const Estimate& value) {
  Json json{{"name", fmt::format("{} {}", cell_words(cell.cell), metric_words(finding.metric))},
            {"unit", unit_of(finding)},
            {"value", value.value}};
  const auto& interval = value.interval;
  if (interval && std::isfinite(interval->second - interval->first)) {
    json["range"] = fmt::format("± {:.6g}", (interval->second - interval->first) / 2);
  }
  json["extra"] = fmt::format("{}\n{}{}", name_of(finding.verdict), finding_words(finding),
                              finding.reason.empty() ? "" : "\n" + plain_line(finding.reason));
  return json;
}

}  // namespace

ActionBenchmarkTexts github_action_benchmark(const Comparison& comparison) {
  Json smaller = Json::array();
  Json bigger = Json::array();
  for (const ComparedCell& cell : comparison.cells) {
    for (const Finding& finding : cell.findings) {
      const auto value = level(cell, finding, WhichArm::b);
      if (!value || !std::isfinite(value->value)) continue;
      (lower_is_better(finding.metric) ? smaller : bigger).push_back(entry(cell, finding, *value));
    }
  }
  return {.smaller_is_better = dump(smaller, 2), .bigger_is_better = dump(bigger, 2)};
}

}  // namespace ipcbench
