// Writing events.
#include "results/events.hpp"

#include "base/plain_text.hpp"
#include "results/json_parts.hpp"

namespace ipcbench {

namespace {

Json named_cell(std::optional<std::size_t> cell, const CellResult& result) {
  Json json{{"cell", cell ? Json(*cell) : Json(nullptr)}, {"name", printable(result.cell.name())}};
  return json;
}

Json status_json(std::size_t cell, const CellResult& result) {
  Json json = named_cell(cell, result);
  json["status"] = status_text(result);
  json["reason"] = printable(result.reason);
  return json;
}

/// The kind of event comes first in its line.
std::string line(std::string_view event, const Json& rest) {
  Json json{{"event", event}};
  json.update(rest);
  return dump(json, -1);
}

}  // namespace

std::string run_started_event(const RunResult& run) {
  Json settings = settings_json(run.settings);
  // It is not known before the end.
  settings.erase("order");
  Json cells = Json::array();
  for (std::size_t i = 0; i < run.cells.size(); ++i) {
    Json cell = status_json(i, run.cells[i]);
    cell.update(identity_json(run.cells[i].cell));
    cells.push_back(std::move(cell));
  }
  return line("run_started", {{"event_version", event_version},
                              {"schema_version", schema_version},
                              {"started_at", printable(run.started_at)},
                              {"environment", environment_json(run)},
                              {"settings", settings},
                              {"cells", cells}});
}

std::string trial_event(std::optional<std::size_t> cell, const CellResult& result,
                        const TrialRecord& trial) {
  Json json = named_cell(cell, result);
  Json record = trial_json(trial);
  // Found when all trials are known.
  record.erase("regime");
  record.erase("counted");
  json["trial"] = std::move(record);
  return line("trial", json);
}

std::string cell_event(std::size_t cell, const CellResult& result) {
  return line("cell", status_json(cell, result));
}

std::string run_finished_event(const RunResult& run) {
  return line("run_finished", {{"complete", run.complete},
                               {"interrupted_by_signal", run.interrupted_by},
                               {"elapsed_s", run.elapsed_s},
                               {"ok", run.count(CellStatus::ok)},
                               {"noisy", run.count(CellStatus::noisy)},
                               {"skipped", run.count(CellStatus::skipped)},
                               {"error", run.count(CellStatus::error)}});
}

}  // namespace ipcbench
