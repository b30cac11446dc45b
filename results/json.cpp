// Writing JSON.
#include "results/json.hpp"

#include <nlohmann/json.hpp>

#include "results/figures.hpp"
#include "results/names.hpp"

namespace ipcbench {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json, int indent) {
  // A reason may quote a file name, and a file name may be any bytes.
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json figure_json(const Figure& figure) {
  Json json{{"unit", figure.unit}};
  if (!figure.estimate) {
    json["value"] = nullptr;
    json["reason"] = figure.reason;
    return json;
  }
  json["value"] = figure.estimate->value;
  if (const auto& interval = figure.estimate->interval) {
    json["ci95"] = {interval->first, interval->second};
  }
  return json;
}

Json trial_json(const TrialRecord& trial) {
  Json slices = Json::array();
  for (const Slice& slice : trial.slices) {
    slices.push_back(
        {{"sent", slice.sent}, {"received", slice.received}, {"elapsed_ns", slice.elapsed_ns}});
  }
  Json json{{"round", trial.round}, {"overhead_ns", trial.overhead_ns}, {"slices", slices}};
  if (trial.round_trips != 0) {
    json["round_trips"] = {
        {"count", trial.round_trips}, {"p50_ns", trial.p50_ns},   {"p90_ns", trial.p90_ns},
        {"p99_ns", trial.p99_ns},     {"p999_ns", trial.p999_ns}, {"mean_ns", trial.mean_ns},
        {"min_ns", trial.min_ns},     {"max_ns", trial.max_ns},   {"histogram", trial.histogram}};
  }
  return json;
}

Json cpus_json(const std::optional<Cpus>& cpus) {
  if (!cpus || !cpus->client || !cpus->server) return nullptr;
  return {*cpus->client, *cpus->server};
}

/// A run that is still going on, or that was killed, has cells that nobody has visited yet.
bool is_pending(const CellResult& result) {
  return result.status == CellStatus::ok && result.trials.empty();
}

Json cell_json(const CellResult& result) {
  Json figures = Json::object();
  for (const Figure& figure : figures_of(result)) {
    figures[std::string(figure.metric)] = figure_json(figure);
  }
  Json trials = Json::array();
  for (const TrialRecord& trial : result.trials) trials.push_back(trial_json(trial));
  const Cell& cell = result.cell;
  return {{"pattern", name_of(cell.pattern)},
          {"mechanism", cell.mechanism},
          {"family", name_of(result.mechanism.family)},
          {"size_bytes", cell.message_bytes},
          {"placement", cell.placement.name()},
          {"cpus", cpus_json(result.cpus)},
          {"status", is_pending(result) ? "pending" : name_of(result.status)},
          {"reason", result.reason},
          {"figures", figures},
          {"trials", trials}};
}

Json settings_json(const RunSettings& settings) {
  const auto ms = [](std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
  };
  Json json{{"suite", settings.suite},
            {"seed", settings.seed},
            {"rounds", settings.rounds},
            {"measured_ms", ms(settings.plan.measured)},
            {"slice_ms", ms(settings.plan.slice)},
            {"warmup_ms", ms(settings.plan.warmup)},
            {"command_line", settings.command_line}};
  json["budget_s"] = settings.budget_s ? Json(*settings.budget_s) : Json(nullptr);
  return json;
}

Json descriptor_json(const Descriptor& descriptor) {
  return {{"name", descriptor.name},
          {"summary", descriptor.summary},
          {"family", name_of(descriptor.family)},
          {"framing", name_of(descriptor.framing)},
          {"delivery", name_of(descriptor.delivery)},
          {"reach", name_of(descriptor.reach)},
          {"waiting", name_of(descriptor.waiting)},
          {"peer_loss", name_of(descriptor.peer_loss)},
          {"leaves_behind", name_of(descriptor.leaves)},
          {"copies", descriptor.copies}};
}

}  // namespace

std::string to_json(const RunResult& run) {
  Json environment = Json::object();
  for (const auto& [key, value] : run.environment) environment[key] = value;
  Json cells = Json::array();
  for (const CellResult& cell : run.cells) cells.push_back(cell_json(cell));
  const Json json{{"schema", "ipcbench-result"},
                  {"schema_version", schema_version},
                  {"started_at", run.started_at},
                  {"complete", run.complete},
                  {"elapsed_s", run.elapsed_s},
                  {"interrupted_by_signal", run.interrupted_by},
                  {"environment", environment},
                  {"settings", settings_json(run.settings)},
                  {"cells", cells}};
  return dump(json, -1);
}

std::string to_json(const std::vector<ListedMechanism>& mechanisms) {
  Json list = Json::array();
  for (const ListedMechanism& mechanism : mechanisms) {
    Json json = descriptor_json(*mechanism.descriptor);
    json["largest_here_bytes"] = mechanism.largest_here;
    json["limit"] = mechanism.limit;
    json["tunables"] = Json::array();
    for (const Tunable& tunable : mechanism.descriptor->tunables) {
      json["tunables"].push_back({{"name", tunable.name},
                                  {"kind", name_of(tunable.kind)},
                                  {"default", tunable.usually},
                                  {"summary", tunable.summary}});
    }
    list.push_back(json);
  }
  return dump(list, 2);
}

}  // namespace ipcbench
