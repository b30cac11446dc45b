// Medians over the slices of a round.
#include "results/round_values.hpp"

#include <cmath>

namespace ipcbench {

namespace {

const SliceFigures& slice_of(const SlicePair& pair, Arm arm) {
  return arm == Arm::a ? pair.a : pair.b;
}

template <class Get>
std::optional<double> over_pairs(const DuelRound& round, Arm arm, const Get& get) {
  std::vector<double> values;
  for (const SlicePair& pair : round.pairs) {
    if (pair.flipped) continue;
    const double value = get(slice_of(pair, arm));
    if (std::isfinite(value) && value > 0) values.push_back(value);
  }
  if (values.empty()) return {};
  return median(std::move(values));
}

std::optional<double> value_of(const ComparedCell& cell, const RoundValue& round,
                               std::string_view metric) {
  if (metric == "rtt_p50") return round.p50_ns;
  if (metric == "rtt_p99") return round.p99_ns;
  if (metric != "throughput" || !round.ns_per_message) return {};
  return megabytes_per_second(cell.cell, *round.ns_per_message);
}

}  // namespace

RoundValue round_value(const ComparedCell& cell, const DuelRound& round, Arm arm) {
  RoundValue value;
  for (const SlicePair& pair : round.pairs) {
    if (!pair.flipped) value.messages += slice_of(pair, arm).messages;
  }
  if (cell.cell.pattern == Pattern::stream) {
    value.ns_per_message =
        over_pairs(round, arm, [](const SliceFigures& slice) { return slice.ns_per_message(); });
    return value;
  }
  value.p50_ns = over_pairs(round, arm, [](const SliceFigures& slice) { return slice.p50_ns; });
  value.p99_ns = over_pairs(round, arm, [](const SliceFigures& slice) { return slice.p99_ns; });
  return value;
}

double megabytes_per_second(const Cell& cell, double ns_per_message) {
  return static_cast<double>(cell.message_bytes) * 1e3 / ns_per_message;
}

std::optional<Estimate> level(const ComparedCell& cell, const Finding& finding, Arm arm) {
  std::vector<double> values;
  for (const DuelRound& round : cell.rounds) {
    const auto value = value_of(cell, round_value(cell, round, arm), finding.metric);
    if (value) values.push_back(*value);
  }
  if (!values.empty()) return median_with_interval(std::move(values));
  const auto& known = arm == Arm::a ? finding.a : finding.b;
  if (!known || !std::isfinite(*known)) return {};
  return Estimate{.value = *known, .interval = {}};
}

}  // namespace ipcbench
