// From JSON to a comparison.
#include "results/comparison_reader.hpp"

#include <fmt/format.h>

#include <exception>
#include <limits>
#include <string>
#include <utility>

#include "results/comparison_json.hpp"
#include "results/json_cell_reader.hpp"
#include "results/json_value.hpp"

namespace ipcbench {

namespace {

// Far above what a comparison can have; see also json_limits.
constexpr std::size_t most_cells = 100'000;
constexpr std::size_t most_findings = 100;
constexpr std::size_t most_lines = 10'000;
constexpr std::size_t most_text_bytes = 1024UL * 1024;
constexpr unsigned most_rounds = 1'000'000;
constexpr int most_signal = 64;
constexpr double largest = std::numeric_limits<double>::max();

std::optional<double> number_of(const JsonValue& json) {
  if (!json.exists()) return {};
  return json.number(-largest, largest);
}

Verdict verdict_of(const JsonValue& json) {
  return json.one_of({Verdict::regression, Verdict::improvement, Verdict::equivalent,
                      Verdict::inconclusive, Verdict::error, Verdict::skipped});
}

std::optional<Estimate> change_of(const JsonValue& json) {
  if (!json.exists()) return {};
  const auto value = number_of(json.maybe("value"));
  if (!value) return {};
  Estimate change{.value = *value, .interval = {}};
  const JsonValue interval = json.maybe("ci95");
  if (!interval.exists()) return change;
  const auto ends = interval.elements(2);
  if (ends.size() != 2) {
    interval.wrong("two numbers are wanted");
    return {};
  }
  // An end that is no number is null.
  if (ends[0].is_null() || ends[1].is_null()) return change;
  change.interval = {ends[0].number(-largest, largest), ends[1].number(-largest, largest)};
  return change;
}

Finding finding_of(const JsonValue& json) {
  return {.metric = json["metric"].text(JsonValue::most_name_bytes),
          .unit = json["unit"].text(JsonValue::most_name_bytes),
          .verdict = verdict_of(json["verdict"]),
          .reason = json["reason"].text(most_text_bytes),
          .a = number_of(json.maybe("a")),
          .b = number_of(json.maybe("b")),
          .change = change_of(json.maybe("change")),
          .delta = number_of(json.maybe("delta")).value_or(0),
          .p = number_of(json.maybe("p")),
          .detectable = number_of(json.maybe("detectable")),
          .rounds = static_cast<unsigned>(json["rounds"].count(most_rounds)),
          .confirmed = json["confirmed"].boolean(),
          .suspected = json["suspected"].boolean(),
          .judged = json["judged"].boolean()};
}

ComparedCell cell_of(const JsonValue& json) {
  ComparedCell compared{.cell = json_identity(json)};
  compared.cell.settings = json_settings(json["settings"]);
  for (const JsonValue& finding : json["findings"].elements(most_findings)) {
    compared.findings.push_back(finding_of(finding));
  }
  return compared;
}

ComparedMechanism mechanism_of(const JsonValue& json) {
  return {.pattern = json["pattern"].one_of({Pattern::round_trip, Pattern::stream}),
          .row = json["mechanism"].text(most_text_bytes),
          .placement = json_placement(json["placement"]),
          .sizes = json["sizes"].count(most_cells),
          .finding = finding_of(json["finding"])};
}

Environment environment_of(const JsonValue& json) {
  Environment environment;
  for (const auto& [name, value] : json.members()) {
    environment.emplace_back(name, value.text(most_text_bytes));
  }
  return environment;
}

ComparedArm arm_of(const JsonValue& json) {
  return {.name = json["name"].text(most_text_bytes),
          .command = json["command"].text(most_text_bytes),
          .version = json["version"].text(most_text_bytes),
          .commit = json["commit"].text(most_text_bytes),
          .environment = environment_of(json["environment"])};
}

ComparisonRules rules_of(const JsonValue& json) {
  ComparisonRules rules{
      .alpha = json["alpha"].number(0, 1),
      .delta_p50 = json["delta_p50"].number(0, largest),
      .delta_throughput = json["delta_throughput"].number(0, largest),
      .delta_p99 = json["delta_p99"].number(0, largest),
      .screening_rounds = static_cast<unsigned>(json["screening_rounds"].count(most_rounds)),
      .confirmation_rounds = static_cast<unsigned>(json["confirmation_rounds"].count(most_rounds)),
      .rounds_for_p99 = static_cast<unsigned>(json["rounds_for_p99"].count(most_rounds)),
      .metrics = {}};
  for (const JsonValue& metric : json["metrics"].elements(most_findings)) {
    rules.metrics.push_back(metric.text(JsonValue::most_name_bytes));
  }
  return rules;
}

std::vector<std::string> lines_of(const JsonValue& json) {
  std::vector<std::string> lines;
  for (const JsonValue& line : json.elements(most_lines)) {
    lines.push_back(line.text(most_text_bytes));
  }
  return lines;
}

void read_whole(Comparison& comparison, const JsonValue& root) {
  comparison.method = root["method"].text(JsonValue::most_name_bytes) == "stored"
                          ? Comparison::Method::stored
                          : Comparison::Method::duel;
  comparison.started_at = root["started_at"].text(JsonValue::most_name_bytes);
  comparison.elapsed_s = number_of(root.maybe("elapsed_s")).value_or(0);
  comparison.budget_s = number_of(root.maybe("budget_s"));
  comparison.screening_s = number_of(root.maybe("screening_s"));
  comparison.seed = root["seed"].count(UINT64_MAX);
  comparison.command_line = root["command_line"].text(most_text_bytes);
  comparison.environment = environment_of(root["environment"]);
  comparison.rules = rules_of(root["rules"]);
  comparison.fit = root["fit"].boolean();
  comparison.incomparable = lines_of(root["incomparable"]);
  comparison.notes = lines_of(root["notes"]);
  comparison.interrupted_by = static_cast<int>(root["interrupted_by_signal"].count(most_signal));
  // Where they are not comparable there is none.
  const JsonValue verdict = root.maybe("verdict");
  if (verdict.exists()) comparison.verdict = verdict_of(verdict);
  comparison.summary = root["summary"].text(most_text_bytes);
}

Comparison comparison_of(const JsonValue& root) {
  Comparison comparison;
  read_whole(comparison, root);
  const auto arms = root["arms"].elements(2);
  if (arms.size() == 2) {
    comparison.arms = {arm_of(arms[0]), arm_of(arms[1])};
  } else {
    root["arms"].wrong("two arms are wanted");
  }
  for (const JsonValue& cell : root["cells"].elements(most_cells)) {
    comparison.cells.push_back(cell_of(cell));
  }
  for (const JsonValue& mechanism : root["mechanisms"].elements(most_cells)) {
    comparison.mechanisms.push_back(mechanism_of(mechanism));
  }
  const JsonValue control = root.maybe("control");
  if (control.exists()) comparison.control = cell_of(control);
  return comparison;
}

std::optional<Expected<Comparison>> decode(std::string_view text) {
  constexpr std::string_view schema_name = "ipcbench-comparison";
  // Quicker than to parse a large result to learn that it is none.
  if (!text.contains(schema_name)) return {};
  const auto json = parse_json(text);
  if (!json) return {};
  JsonReading reading(*json);
  const JsonValue root = reading.root();
  const JsonValue schema = root.maybe("schema");
  if (!schema.exists() || schema.text(JsonValue::most_name_bytes) != schema_name) return {};
  const auto version = root["schema_version"].count(INT32_MAX);
  if (version > comparison_schema_version) {
    root["schema_version"].wrong(
        fmt::format("made by a newer ipcbench (schema_version {}); this one reads up to {}",
                    version, comparison_schema_version));
  }
  Comparison comparison = comparison_of(root);
  if (reading.failed()) {
    return std::unexpected(Error{.call = printable(reading.mistake())});
  }
  return comparison;
}

}  // namespace

std::optional<Expected<Comparison>> comparison_from_json(std::string_view text) {
  try {
    return decode(text);
  } catch (const std::exception& error) {
    return std::unexpected(Error{.call = printable(error.what())});
  }
}

}  // namespace ipcbench
