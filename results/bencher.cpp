// Writing Bencher's metric format.
#include "results/bencher.hpp"

#include <cmath>

#include "base/plain_text.hpp"
#include "results/json_parts.hpp"
#include "results/round_values.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

/// A value has to be there; bounds may be missing.
void add_measure(Json& measures, const std::string& name, const std::optional<Estimate>& estimate,
                 double factor) {
  if (!estimate || !std::isfinite(estimate->value)) return;
  Json measure{{"value", estimate->value * factor}};
  const auto& interval = estimate->interval;
  if (interval && std::isfinite(interval->first) && std::isfinite(interval->second)) {
    measure["lower_value"] = interval->first * factor;
    measure["upper_value"] = interval->second * factor;
  }
  measures[name] = measure;
}

}  // namespace

std::string comparison_bencher(const Comparison& comparison) {
  Json json = Json::object();
  for (const ComparedCell& cell : comparison.cells) {
    Json measures = Json::object();
    for (const Finding& finding : cell.findings) {
      const std::string metric = plain_line(finding.metric, 50);
      add_measure(measures, metric, level(cell, finding, WhichArm::b), 1);
      if (!is_counter(finding.metric)) {
        add_measure(measures, metric + "_change", finding.change, 100);
      }
    }
    if (!measures.empty()) json[cell_words(cell.cell)] = measures;
  }
  return dump(json, 2);
}

}  // namespace ipcbench
