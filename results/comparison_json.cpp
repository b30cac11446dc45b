// Writing a comparison as JSON.
#include "results/comparison_json.hpp"

#include "base/plain_text.hpp"
#include "results/comparison_parts.hpp"
#include "results/json_parts.hpp"

namespace ipcbench {

namespace {

Json change_json(const std::optional<Estimate>& change) {
  if (!change) return nullptr;
  Json json{{"value", number_json(change->value)}, {"ci95", nullptr}};
  if (const auto& interval = change->interval) {
    json["ci95"] = {number_json(interval->first), number_json(interval->second)};
  }
  return json;
}

Json finding_json(const Finding& finding) {
  return {{"metric", printable(finding.metric)},
          {"unit", printable(finding.unit)},
          {"verdict", name_of(finding.verdict)},
          {"judged", finding.judged},
          {"reason", printable(finding.reason)},
          {"a", optional_json(finding.a)},
          {"b", optional_json(finding.b)},
          {"change", change_json(finding.change)},
          {"delta", number_json(finding.delta)},
          {"p", optional_json(finding.p)},
          {"detectable", optional_json(finding.detectable)},
          {"rounds", finding.rounds},
          {"confirmed", finding.confirmed},
          {"suspected", finding.suspected}};
}

Json slice_json(const SliceFigures& slice) {
  return {{"messages", slice.messages},
          {"received", slice.received},
          {"elapsed_ns", number_json(slice.elapsed_ns)},
          {"p50_ns", number_json(slice.p50_ns)},
          {"p90_ns", number_json(slice.p90_ns)},
          {"p99_ns", number_json(slice.p99_ns)},
          {"mean_ns", number_json(slice.mean_ns)},
          {"cpu_ns", number_json(slice.cpu_ns)},
          {"voluntary_switches", slice.voluntary_switches},
          {"involuntary_switches", slice.involuntary_switches},
          {"faults", slice.faults},
          {"moved", slice.moved},
          {"pooled_messages", slice.pooled_messages},
          {"pooled_p99_ns", number_json(slice.pooled_p99_ns)}};
}

Json round_json(const DuelRound& round) {
  const bool screening = round.phase == DuelRound::Phase::screening;
  Json json{{"phase", screening ? "screening" : "confirmation"},
            {"number", round.number},
            {"syscalls_a", optional_json(round.syscalls_a)},
            {"syscalls_b", optional_json(round.syscalls_b)},
            {"pairs", Json::array()}};
  for (const SlicePair& pair : round.pairs) {
    json["pairs"].push_back({{"a_first", pair.a_first},
                             {"distance_before_ns", optional_json(pair.distance_before_ns)},
                             {"distance_after_ns", optional_json(pair.distance_after_ns)},
                             {"flipped", pair.flipped},
                             {"a", slice_json(pair.a)},
                             {"b", slice_json(pair.b)}});
  }
  return json;
}

Json compared_json(const ComparedCell& cell) {
  Json json = identity_json(cell.cell);
  json["cpus"] = cpus_json(cell.cpus);
  json["verdict"] = name_of(cell.verdict());
  Json& findings = json["findings"] = Json::array();
  for (const Finding& finding : cell.findings) findings.push_back(finding_json(finding));
  Json& rounds = json["rounds"] = Json::array();
  for (const DuelRound& round : cell.rounds) rounds.push_back(round_json(round));
  Json& arms = json["arms"] = Json::array();
  for (const ArmSettings& arm : cell.arms) {
    arms.push_back({{"settings", settings_object(arm.asked.all())},
                    {"effective_settings", settings_object(arm.effective)}});
  }
  return json;
}

Json mechanism_json(const ComparedMechanism& mechanism) {
  return {{"pattern", name_of(mechanism.pattern)},
          {"mechanism", printable(mechanism.row)},
          {"placement", mechanism.placement.name()},
          {"sizes", mechanism.sizes},
          {"finding", finding_json(mechanism.finding)}};
}

Json lines_json(const std::vector<std::string>& lines) {
  Json json = Json::array();
  for (const std::string& line : lines) json.push_back(printable(line));
  return json;
}

Json counts_json(const Comparison& comparison) {
  Json json = Json::object();
  for (const Verdict verdict : all_verdicts) {
    json[std::string(name_of(verdict))] = comparison.count(verdict);
  }
  return json;
}

}  // namespace

std::string comparison_json(const Comparison& comparison) {
  Json json{
      {"schema", "ipcbench-comparison"},
      {"schema_version", comparison_schema_version},
      {"method", comparison.method == Comparison::Method::duel ? "duel" : "stored"},
      {"started_at", printable(comparison.started_at)},
      {"elapsed_s", number_json(comparison.elapsed_s)},
      {"screening_s", optional_json(comparison.screening_s)},
      {"budget_s", optional_json(comparison.budget_s)},
      {"seed", comparison.seed},
      {"command_line", printable(comparison.command_line)},
      // Where they are not comparable there is none.
      {"verdict", comparison.incomparable.empty() ? Json(name_of(comparison.verdict)) : Json()},
      {"summary", printable(comparison.summary)},
      {"incomparable", lines_json(comparison.incomparable)},
      {"notes", lines_json(comparison.notes)},
      {"interrupted_by_signal", comparison.interrupted_by},
      {"fit", comparison.fit},
      {"counts", counts_json(comparison)},
      {"rules", rules_json(comparison.rules)},
      {"environment", settings_object(comparison.environment)},
      {"arms", {arm_json(comparison.arms[0]), arm_json(comparison.arms[1])}}};
  if (comparison.watched) json["watched"] = watched_json(*comparison.watched);
  json["order"] = comparison.order;
  json["control"] = comparison.control ? compared_json(*comparison.control) : Json(nullptr);
  Json& mechanisms = json["mechanisms"] = Json::array();
  for (const ComparedMechanism& mechanism : comparison.mechanisms) {
    mechanisms.push_back(mechanism_json(mechanism));
  }
  Json& cells = json["cells"] = Json::array();
  for (const ComparedCell& cell : comparison.cells) cells.push_back(compared_json(cell));
  return dump(json, -1);
}

}  // namespace ipcbench
