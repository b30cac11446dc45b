// From JSON to a run: the document and its settings.
#include "results/json_reader.hpp"

#include <fmt/format.h>

#include <cmath>
#include <exception>
#include <new>
#include <set>

#include "base/plain_text.hpp"
#include "results/comparison_reader.hpp"
#include "results/disturbance.hpp"
#include "results/json_cell_reader.hpp"
#include "results/json_consistency.hpp"
#include "results/json_file.hpp"
#include "results/json_trial_reader.hpp"
#include "results/json_value.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

// Far above what a run can have; see also json_limits.
constexpr std::size_t most_cells = 100'000;
constexpr std::size_t most_rounds = 100'000;
constexpr std::size_t most_mechanisms = 1'000;
constexpr std::size_t most_placements = 1'000;
constexpr std::size_t most_text_bytes = 64UL * 1024;
constexpr double most_ms = 1e9;
constexpr double most_seconds = 1e9;
constexpr int most_signal = 64;

std::chrono::nanoseconds milliseconds_of(const JsonValue& json) {
  return std::chrono::nanoseconds(std::llround(json.number(0, most_ms) * 1e6));
}

std::vector<std::vector<std::size_t>> order_of(const JsonValue& json, std::size_t cells) {
  std::vector<std::vector<std::size_t>> order;
  for (const JsonValue& round : json.elements(most_rounds)) {
    auto& visits = order.emplace_back();
    for (const JsonValue& cell : round.elements(most_cells)) {
      visits.push_back(cell.count(cells == 0 ? 0 : cells - 1));
    }
  }
  return order;
}

RunSettings settings_of(const JsonValue& json, int version, std::size_t cells) {
  RunSettings settings;
  settings.suite = json["suite"].text(most_text_bytes);
  settings.seed = json["seed"].count(UINT64_MAX);
  settings.rounds = static_cast<unsigned>(json["rounds"].count(most_rounds));
  settings.plan.measured = milliseconds_of(json["measured_ms"]);
  settings.plan.slice = milliseconds_of(json["slice_ms"]);
  settings.plan.warmup = milliseconds_of(json["warmup_ms"]);
  settings.command_line = json["command_line"].text(most_text_bytes);
  const JsonValue budget = json.maybe("budget_s");
  if (budget.exists()) settings.budget_s = budget.number(0, most_seconds);
  if (version == 1) {
    // It knew of no regimes and showed all trials.
    settings.regime = name_of(RegimeChoice::all);
    return settings;
  }
  settings.plan.slice_messages = json["slice_messages"].count(UINT64_MAX);
  settings.plan.round_trips_wanted = json["round_trips_wanted"].count(UINT64_MAX);
  settings.plan.counters =
      json["counters"].boolean() ? TrialPlan::Counting::on : TrialPlan::Counting::off;
  settings.suite_toml = json["suite_toml"].lines(most_text_bytes * 16);
  settings.interval_target = json["interval_target"].number(0, 1e9);
  settings.regime = name_of(json["regime"].one_of(
      {RegimeChoice::automatic, RegimeChoice::near, RegimeChoice::far, RegimeChoice::all}));
  settings.order = order_of(json["order"], cells);
  return settings;
}

Regimes regimes_of(const JsonValue& json) {
  Regimes regimes;
  regimes.placement = json["placement"].text(JsonValue::most_name_bytes);
  regimes.boundary_ns = json_optional_ns(json.maybe("boundary_ns"));
  regimes.near_ns = json_optional_ns(json.maybe("near_ns"));
  regimes.far_ns = json_optional_ns(json.maybe("far_ns"));
  regimes.shown = json_regime(json["shown"]);
  return regimes;
}

Mechanisms mechanisms_of(const JsonValue& root) {
  Mechanisms mechanisms;
  for (const JsonValue& json : root["mechanisms"].elements(most_mechanisms)) {
    MechanismInfo info = json_mechanism(json);
    const std::string name = info.name;
    if (!mechanisms.emplace(name, std::move(info)).second) {
      json["name"].wrong("it is there twice");
    }
  }
  return mechanisms;
}

/// Nothing, or what keeps us from reading this document.
std::optional<std::string> foreign(const JsonValue& root) {
  if (!root.maybe("schema").exists() ||
      root["schema"].text(JsonValue::most_name_bytes) != "ipcbench-result") {
    return "no result file of ipcbench (\"schema\" is not \"ipcbench-result\")";
  }
  const auto version = root["schema_version"].count(INT32_MAX);
  if (version > schema_version) {
    return fmt::format("made by a newer ipcbench (schema_version {}); this one reads up to {}",
                       version, schema_version);
  }
  if (version == 0) root["schema_version"].wrong("versions begin with 1");
  return {};
}

void read_cells(RunResult& run, const JsonValue& root, const Mechanisms* mechanisms,
                TakenTrials& taken) {
  std::set<std::string> names;
  for (const JsonValue& json : root["cells"].elements(most_cells)) {
    run.cells.push_back(json_cell(json, mechanisms, taken));
    const std::string name = run.cells.back().cell.name();
    if (!names.insert(name).second) json.wrong(fmt::format("the cell {} is there twice", name));
  }
}

RunResult run_of(const JsonValue& root, TakenTrials& taken) {
  RunResult run;
  const auto version = static_cast<int>(root["schema_version"].count(schema_version));
  run.started_at = root["started_at"].text(JsonValue::most_name_bytes);
  for (const auto& [key, value] : root["environment"].members()) {
    run.environment.emplace_back(key, value.text(most_text_bytes));
  }
  run.complete = root["complete"].boolean();
  run.elapsed_s = root["elapsed_s"].number(0, most_seconds);
  run.interrupted_by = static_cast<int>(root["interrupted_by_signal"].count(most_signal));
  if (version == 1) {
    read_cells(run, root, nullptr, taken);
    run.settings = settings_of(root["settings"], version, run.cells.size());
    infer_delivery(run);
    return run;
  }
  const Mechanisms mechanisms = mechanisms_of(root);
  read_cells(run, root, &mechanisms, taken);
  run.settings = settings_of(root["settings"], version, run.cells.size());
  for (const JsonValue& regimes : root["regimes"].elements(most_placements)) {
    run.regimes.push_back(regimes_of(regimes));
  }
  const JsonValue control = root.maybe("control");
  if (control.exists()) run.control = json_cell(control, &mechanisms, taken);
  note_company(run);
  return run;
}

Error mistake(std::string_view text) {
  return {.call = printable(text)};
}

/// A text that was parsed: the tree, and the trials that it has stand-ins for.
struct Parsed {
  Json tree;
  TakenTrials trials;
};

Expected<Parsed> parsed(std::string_view text) {
  Parsed made;
  auto tree = parse_json(text, take_trials(made.trials));
  if (!tree) return std::unexpected(mistake(tree.error()));
  made.tree = std::move(*tree);
  return made;
}

Expected<RunResult> run_in(Parsed& file) {
  JsonReading reading(file.tree);
  if (const auto why = foreign(reading.root())) {
    return std::unexpected(mistake(reading.failed() ? reading.mistake() : *why));
  }
  RunResult run = run_of(reading.root(), file.trials);
  // What was not even read is not worth comparing.
  if (!reading.failed() && reading.root()["schema_version"].count(schema_version) > 1) {
    check_consistency(run, reading.root());
  }
  if (reading.failed()) return std::unexpected(mistake(reading.mistake()));
  return run;
}

Expected<Document> document_in(Parsed& file) {
  const Json& tree = file.tree;
  const auto schema = tree.is_object() ? tree.find("schema") : tree.end();
  if (schema != tree.end() && *schema == comparison_schema) {
    auto comparison = read_comparison(tree);
    if (!comparison) return std::unexpected(mistake(comparison.error()));
    return Document(std::move(*comparison));
  }
  auto run = run_in(file);
  if (!run) return std::unexpected(run.error());
  return Document(std::move(*run));
}

/// Whatever the library throws is a line, too.
template <class Result, class Decode>
Expected<Result> decoded(std::string_view text, Decode decode) {
  try {
    auto file = parsed(text);
    if (!file) return std::unexpected(file.error());
    return decode(*file);
  } catch (const std::bad_alloc&) {
    return std::unexpected(mistake("too large for the memory"));
  } catch (const std::exception& error) {
    return std::unexpected(mistake(error.what()));
  }
}

template <class Result, class FromText>
Expected<Result> read_file(const std::string& path, FromText from_text) {
  const auto text = read_text_file(path);
  if (!text) return std::unexpected(text.error());
  Expected<Result> result = from_text(*text);
  const std::string name = path == "-" ? "standard input" : path;
  if (!result) result.error().call = fmt::format("{}: {}", name, result.error().call);
  return result;
}

}  // namespace

Expected<RunResult> result_from_json(std::string_view text) {
  return decoded<RunResult>(text, run_in);
}

Expected<Document> document_from_json(std::string_view text) {
  return decoded<Document>(text, document_in);
}

Expected<RunResult> read_result(const std::string& path) {
  return read_file<RunResult>(path, result_from_json);
}

Expected<Document> read_document(const std::string& path) {
  return read_file<Document>(path, document_from_json);
}

}  // namespace ipcbench
