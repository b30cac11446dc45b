// From JSON to a run: the document, its settings, and the file around it.
#include "results/json_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <exception>
#include <new>
#include <set>

#include "base/fd.hpp"
#include "base/syscall.hpp"
#include "results/json_cell_reader.hpp"
#include "results/json_consistency.hpp"
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

void read_cells(RunResult& run, const JsonValue& root, const Mechanisms* mechanisms) {
  std::set<std::string> names;
  for (const JsonValue& json : root["cells"].elements(most_cells)) {
    run.cells.push_back(json_cell(json, mechanisms));
    const std::string name = run.cells.back().cell.name();
    if (!names.insert(name).second) json.wrong(fmt::format("the cell {} is there twice", name));
  }
}

RunResult run_of(const JsonValue& root) {
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
    read_cells(run, root, nullptr);
    run.settings = settings_of(root["settings"], version, run.cells.size());
    infer_delivery(run);
    return run;
  }
  const Mechanisms mechanisms = mechanisms_of(root);
  read_cells(run, root, &mechanisms);
  run.settings = settings_of(root["settings"], version, run.cells.size());
  for (const JsonValue& regimes : root["regimes"].elements(most_placements)) {
    run.regimes.push_back(regimes_of(regimes));
  }
  const JsonValue control = root.maybe("control");
  if (control.exists()) run.control = json_cell(control, &mechanisms);
  return run;
}

Error mistake(std::string_view text) {
  return {.call = printable(text)};
}

Expected<RunResult> decode(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return std::unexpected(mistake(json.error()));
  JsonReading reading(*json);
  if (const auto why = foreign(reading.root())) {
    return std::unexpected(mistake(reading.failed() ? reading.mistake() : *why));
  }
  RunResult run = run_of(reading.root());
  // What was not even read is not worth comparing.
  if (!reading.failed() && reading.root()["schema_version"].count(schema_version) > 1) {
    check_consistency(run, reading.root());
  }
  if (reading.failed()) return std::unexpected(mistake(reading.mistake()));
  return run;
}

}  // namespace

Expected<RunResult> result_from_json(std::string_view text) {
  try {
    return decode(text);
  } catch (const std::bad_alloc&) {
    return std::unexpected(mistake("too large for the memory"));
  } catch (const std::exception& error) {
    return std::unexpected(mistake(error.what()));
  }
}

Expected<std::string> read_json_text(const std::string& path) {
  Fd opened;
  if (path != "-") {
    opened = Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.valid()) return unexpected_errno(path.c_str());
  }
  const int fd = path == "-" ? STDIN_FILENO : opened.get();
  std::string text;
  std::array<char, 64UL * 1024> part{};
  // One byte more than is allowed tells a file that is too large from one that just fits.
  while (text.size() <= json_limits::text_bytes) {
    const ssize_t got = retried([&] { return ::read(fd, part.data(), part.size()); });
    if (got < 0) return unexpected_errno(path.c_str());
    if (got == 0) break;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  return text;
}

Expected<RunResult> read_result(const std::string& path) {
  auto text = read_json_text(path);
  if (!text) return std::unexpected(text.error());
  auto run = result_from_json(*text);
  const std::string name = path == "-" ? "standard input" : path;
  if (!run) run.error().call = fmt::format("{}: {}", name, run.error().call);
  return run;
}

}  // namespace ipcbench
