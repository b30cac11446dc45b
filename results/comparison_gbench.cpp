// Writing a comparison as Google Benchmark's JSON.
#include "results/comparison_gbench.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "base/plain_text.hpp"
#include "results/arm_samples.hpp"
#include "results/gbench_parts.hpp"
#include "results/json_parts.hpp"

namespace ipcbench {

namespace {

std::optional<double> time_of(const RoundValue& round) {
  const auto time = round.p50_ns ? round.p50_ns : round.ns_per_message;
  if (!time || !std::isfinite(*time) || *time <= 0) return {};
  return time;
}

struct Repetition {
  RoundValue round;
  double time_ns;
};

/// The rounds that have a time.
std::vector<Repetition> repetitions_of(const ComparedCell& cell, WhichArm arm) {
  std::vector<Repetition> repetitions;
  for (const RoundValue& round : samples_of(cell, arm)) {
    if (const auto time = time_of(round)) repetitions.push_back({.round = round, .time_ns = *time});
  }
  return repetitions;
}

void set_counters(Json& json, const Cell& cell, const RoundValue& round) {
  if (round.p99_ns && std::isfinite(*round.p99_ns)) json["p99_ns"] = *round.p99_ns;
  if (round.p50_ns || !round.ns_per_message) return;
  json["bytes_per_second"] = static_cast<double>(cell.message_bytes) * 1e9 / *round.ns_per_message;
  json["items_per_second"] = 1e9 / *round.ns_per_message;
}

void add_cell(Json& list, const ComparedCell& cell, WhichArm arm, std::size_t family) {
  const std::vector<Repetition> repetitions = repetitions_of(cell, arm);
  for (std::size_t index = 0; index < repetitions.size(); ++index) {
    const auto& [round, time_ns] = repetitions[index];
    Json json = gbench_entry(cell.cell, family, "", "iteration");
    json["repetitions"] = repetitions.size();
    json["repetition_index"] = index;
    json["threads"] = 1;
    json["iterations"] = std::max<std::uint64_t>(round.messages, 1);
    json["real_time"] = time_ns;
    json["cpu_time"] = 0;
    json["time_unit"] = "ns";
    set_counters(json, cell.cell, round);
    list.push_back(std::move(json));
  }
}

std::string text_of(const Comparison& comparison, WhichArm arm) {
  const ComparedArm& compared = comparison.arms[arm == WhichArm::a ? 0 : 1];
  Json context = gbench_context(comparison.started_at, comparison.environment);
  context["executable"] = printable(compared.command);
  context["ipcbench"] = printable(compared.version);
  context["commit"] = printable(compared.commit);
  Json json{{"context", std::move(context)}};
  Json& list = json["benchmarks"] = Json::array();
  for (std::size_t i = 0; i < comparison.cells.size(); ++i) {
    add_cell(list, comparison.cells[i], arm, i);
  }
  return dump(json, 2);
}

}  // namespace

GbenchTexts comparison_gbench(const Comparison& comparison) {
  return {.a = text_of(comparison, WhichArm::a), .b = text_of(comparison, WhichArm::b)};
}

}  // namespace ipcbench
