// From JSON to a comparison.
#include "results/comparison_reader.hpp"

#include <fmt/format.h>

#include <limits>

#include "results/comparison_json.hpp"
#include "results/json_cell_reader.hpp"
#include "results/json_trial_reader.hpp"
#include "results/json_value.hpp"

namespace ipcbench {

namespace {

// Far above what a comparison can have; see also json_limits.
constexpr std::size_t most_cells = 100'000;
constexpr std::size_t most_findings = 1'000;
constexpr std::size_t most_rounds = 100'000;
constexpr std::size_t most_lines = 10'000;
constexpr std::size_t most_text_bytes = json_limits::text_bytes;
constexpr std::uint64_t most_messages = 1ULL << 50;
constexpr double most = std::numeric_limits<double>::max();
constexpr int most_signal = 64;

/// A null stands for what was no finite number.
double number_of(const JsonValue& json) {
  return json.number_or_null(-most, most).value_or(std::numeric_limits<double>::quiet_NaN());
}

std::optional<double> optional_of(const JsonValue& json) {
  return json.number_or_null(-most, most);
}

Verdict verdict_of(const JsonValue& json) {
  return json.one_of({Verdict::regression, Verdict::improvement, Verdict::equivalent,
                      Verdict::clear, Verdict::inconclusive, Verdict::error, Verdict::skipped});
}

Pattern pattern_of(const JsonValue& json) {
  return json.one_of({Pattern::round_trip, Pattern::stream});
}

std::vector<std::string> lines_of(const JsonValue& json) {
  std::vector<std::string> lines;
  for (const JsonValue& line : json.elements(most_lines)) {
    lines.push_back(line.text(most_text_bytes));
  }
  return lines;
}

Environment pairs_of(const JsonValue& json) {
  Environment pairs;
  for (const auto& [name, value] : json.members()) {
    pairs.emplace_back(name, value.text(most_text_bytes));
  }
  return pairs;
}

std::optional<Estimate> change_of(const JsonValue& json) {
  if (!json.exists()) return {};
  Estimate change{.value = number_of(json["value"]), .interval = {}};
  const JsonValue interval = json.maybe("ci95");
  if (!interval.exists()) return change;
  const auto ends = interval.elements(2);
  if (ends.size() != 2) {
    interval.wrong("two ends are wanted");
    return change;
  }
  change.interval = {number_of(ends[0]), number_of(ends[1])};
  return change;
}

Finding finding_of(const JsonValue& json) {
  Finding finding{.metric = json["metric"].text(most_text_bytes),
                  .unit = json["unit"].text(most_text_bytes),
                  .verdict = verdict_of(json["verdict"]),
                  .reason = json["reason"].text(most_text_bytes),
                  .a = optional_of(json["a"]),
                  .b = optional_of(json["b"]),
                  .change = change_of(json.maybe("change")),
                  .delta = number_of(json["delta"]),
                  .p = json["p"].number_or_null(0, 1),
                  .detectable = optional_of(json["detectable"])};
  finding.rounds = static_cast<unsigned>(json["rounds"].count(most_rounds));
  finding.confirmed = json["confirmed"].boolean();
  finding.suspected = json.maybe("suspected").boolean();
  finding.judged = json["judged"].boolean();
  return finding;
}

SliceFigures slice_of(const JsonValue& json) {
  return {.messages = json["messages"].count(most_messages),
          .received = json["received"].count(most_messages),
          .elapsed_ns = number_of(json["elapsed_ns"]),
          .p50_ns = number_of(json["p50_ns"]),
          .p90_ns = number_of(json["p90_ns"]),
          .p99_ns = number_of(json["p99_ns"]),
          .mean_ns = number_of(json["mean_ns"]),
          .cpu_ns = number_of(json["cpu_ns"]),
          .voluntary_switches = json["voluntary_switches"].count(most_messages),
          .involuntary_switches = json["involuntary_switches"].count(most_messages),
          .faults = json["faults"].count(most_messages),
          .moved = json["moved"].count(most_messages),
          .pooled_messages = json["pooled_messages"].count(most_messages),
          .pooled_p99_ns = number_of(json["pooled_p99_ns"])};
}

DuelRound::Phase phase_of(const JsonValue& json) {
  const std::string name = json.text(JsonValue::most_name_bytes);
  if (name != "screening" && name != "confirmation") {
    json.wrong("screening or confirmation is wanted");
  }
  return name == "screening" ? DuelRound::Phase::screening : DuelRound::Phase::confirmation;
}

DuelRound round_of(const JsonValue& json) {
  DuelRound round{.phase = phase_of(json["phase"]),
                  .number = json["number"].count(most_messages),
                  .pairs = {},
                  .syscalls_a = optional_of(json["syscalls_a"]),
                  .syscalls_b = optional_of(json["syscalls_b"])};
  for (const JsonValue& pair : json["pairs"].elements(most_rounds)) {
    round.pairs.push_back({.a_first = pair["a_first"].boolean(),
                           .distance_before_ns = optional_of(pair["distance_before_ns"]),
                           .distance_after_ns = optional_of(pair["distance_after_ns"]),
                           .flipped = pair["flipped"].boolean(),
                           .a = slice_of(pair["a"]),
                           .b = slice_of(pair["b"])});
  }
  return round;
}

ComparedCell cell_of(const JsonValue& json) {
  // Names are an arm's, whoever wrote that.
  ComparedCell cell{.cell = {.pattern = pattern_of(json["pattern"]),
                             .mechanism = json["mechanism"].text(most_text_bytes),
                             .message_bytes = json["size_bytes"].count(largest_message_bytes),
                             .placement = json_placement(json["placement"])},
                    .cpus = json_cpus(json.maybe("cpus"))};
  for (const auto& [name, value] : pairs_of(json["settings"])) cell.cell.settings.set(name, value);
  for (const JsonValue& finding : json["findings"].elements(most_findings)) {
    cell.findings.push_back(finding_of(finding));
  }
  for (const JsonValue& round : json["rounds"].elements(most_rounds)) {
    cell.rounds.push_back(round_of(round));
  }
  if (verdict_of(json["verdict"]) != cell.verdict()) {
    json["verdict"].wrong("it is not the worst of its findings");
  }
  // Older than a cell's arms are.
  const JsonValue both = json.maybe("arms");
  if (!both.exists()) return cell;
  const auto arms = both.elements(2);
  if (arms.size() != 2) {
    both.wrong("two are wanted, A's and B's");
    return cell;
  }
  for (std::size_t i = 0; i < 2; ++i) {
    for (const auto& [name, value] : pairs_of(arms[i]["settings"])) {
      cell.arms[i].asked.set(name, value);
    }
    cell.arms[i].effective = pairs_of(arms[i]["effective_settings"]);
  }
  return cell;
}

ComparedMechanism mechanism_of(const JsonValue& json) {
  return {.pattern = pattern_of(json["pattern"]),
          .row = json["mechanism"].text(most_text_bytes),
          .placement = json_placement(json["placement"]),
          .sizes = json["sizes"].count(most_cells),
          .finding = finding_of(json["finding"])};
}

ComparisonRules rules_of(const JsonValue& json) {
  return {
      .alpha = number_of(json["alpha"]),
      .delta_p50 = number_of(json["delta_p50"]),
      .delta_throughput = number_of(json["delta_throughput"]),
      .delta_p99 = number_of(json["delta_p99"]),
      .clear = optional_of(json.maybe("clear")),
      .screening_rounds = static_cast<unsigned>(json["screening_rounds"].count(most_rounds)),
      .confirmation_rounds = static_cast<unsigned>(json["confirmation_rounds"].count(most_rounds)),
      .rounds_for_p99 = static_cast<unsigned>(json["rounds_for_p99"].count(most_rounds)),
      .metrics = lines_of(json["metrics"])};
}

ComparedArm arm_of(const JsonValue& json) {
  return {.name = json["name"].text(most_text_bytes),
          .command = json["command"].text(most_text_bytes),
          .version = json["version"].text(most_text_bytes),
          .commit = json["commit"].text(most_text_bytes),
          .environment = pairs_of(json["environment"])};
}

void read_course(Comparison& comparison, const JsonValue& root) {
  comparison.method = root["method"].text(JsonValue::most_name_bytes) == "stored"
                          ? Comparison::Method::stored
                          : Comparison::Method::duel;
  comparison.started_at = root["started_at"].text(most_text_bytes);
  comparison.elapsed_s = number_of(root["elapsed_s"]);
  comparison.budget_s = optional_of(root["budget_s"]);
  comparison.screening_s = optional_of(root.maybe("screening_s"));
  comparison.seed = root["seed"].count(UINT64_MAX);
  comparison.command_line = root["command_line"].text(most_text_bytes);
  comparison.environment = pairs_of(root["environment"]);
  comparison.interrupted_by = static_cast<int>(root["interrupted_by_signal"].count(most_signal));
  comparison.fit = root["fit"].boolean();
  const JsonValue watched = root.maybe("watched");
  if (watched.exists()) comparison.watched = json_watched(watched);
  for (const JsonValue& round : root["order"].elements(most_rounds)) {
    auto& visits = comparison.order.emplace_back();
    for (const JsonValue& cell : round.elements(most_cells + 1)) {
      visits.push_back(cell.count(most_cells));
    }
  }
}

void read_verdict(Comparison& comparison, const JsonValue& root) {
  comparison.summary = root["summary"].text(most_text_bytes);
  comparison.incomparable = lines_of(root["incomparable"]);
  comparison.notes = lines_of(root["notes"]);
  const JsonValue verdict = root.maybe("verdict");
  if (verdict.exists()) {
    comparison.verdict = verdict_of(verdict);
  } else if (comparison.incomparable.empty()) {
    root["verdict"].wrong("only what is not comparable has none");
  }
}

Comparison comparison_of(const JsonValue& root) {
  Comparison comparison;
  read_course(comparison, root);
  read_verdict(comparison, root);
  comparison.rules = rules_of(root["rules"]);
  const auto arms = root["arms"].elements(2);
  if (arms.size() == 2) {
    comparison.arms = {arm_of(arms[0]), arm_of(arms[1])};
  } else {
    root["arms"].wrong("two are wanted, A and B");
  }
  const JsonValue control = root.maybe("control");
  if (control.exists()) comparison.control = cell_of(control);
  for (const JsonValue& mechanism : root["mechanisms"].elements(most_cells)) {
    comparison.mechanisms.push_back(mechanism_of(mechanism));
  }
  for (const JsonValue& cell : root["cells"].elements(most_cells)) {
    comparison.cells.push_back(cell_of(cell));
  }
  return comparison;
}

}  // namespace

std::expected<Comparison, std::string> read_comparison(const Json& tree) {
  JsonReading reading(tree);
  const JsonValue root = reading.root();
  const auto version = root["schema_version"].count(INT32_MAX);
  if (!reading.failed() && version > comparison_schema_version) {
    return std::unexpected(
        fmt::format("made by a newer ipcbench (schema_version {}); this one reads up to {}",
                    version, comparison_schema_version));
  }
  Comparison comparison = comparison_of(root);
  if (reading.failed()) return std::unexpected(reading.mistake());
  return comparison;
}

}  // namespace ipcbench
