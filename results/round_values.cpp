// Medians over the slices of a round.
#include "results/round_values.hpp"

#include <cmath>

#include "results/changes.hpp"

namespace ipcbench {

namespace {

SliceFigures SlicePair::* side_of(WhichArm arm) {
  return arm == WhichArm::a ? &SlicePair::a : &SlicePair::b;
}

std::optional<double> value_of(const ComparedCell& cell, const RoundValue& round,
                               std::string_view metric) {
  if (metric == "rtt_p50") return round.p50_ns;
  if (metric == "rtt_p99") return round.p99_ns;
  if (metric != "throughput" || !round.ns_per_message) return {};
  return megabytes_per_second(cell.cell, *round.ns_per_message);
}

}  // namespace

RoundValue round_value(const ComparedCell& cell, const DuelRound& round, WhichArm arm) {
  RoundValue value;
  for (const SlicePair& pair : round.pairs) {
    if (!pair.flipped) value.messages += (pair.*side_of(arm)).messages;
  }
  if (cell.cell.pattern == Pattern::stream) {
    value.ns_per_message = cost_of(round, side_of(arm), "throughput");
  } else {
    value.p50_ns = cost_of(round, side_of(arm), "rtt_p50");
    value.p99_ns = cost_of(round, side_of(arm), "rtt_p99");
  }
  return value;
}

double megabytes_per_second(const Cell& cell, double ns_per_message) {
  return static_cast<double>(cell.message_bytes) * 1e3 / ns_per_message;
}

std::optional<Estimate> level(const ComparedCell& cell, const Finding& finding, WhichArm arm) {
  std::vector<double> values;
  for (const DuelRound& round : cell.rounds) {
    const auto value = value_of(cell, round_value(cell, round, arm), finding.metric);
    if (value) values.push_back(*value);
  }
  if (!values.empty()) return median_with_interval(std::move(values));
  const auto& known = arm == WhichArm::a ? finding.a : finding.b;
  if (!known || !std::isfinite(*known)) return {};
  return Estimate{.value = *known, .interval = {}};
}

}  // namespace ipcbench
