// Writing the parts of a run.
#include "results/json_parts.hpp"

#include <cmath>

#include "base/plain_text.hpp"
#include "results/figures.hpp"
#include "results/names.hpp"

namespace ipcbench {

namespace {

/// Leaves out what is not known.
template <class Number>
void set_if_known(Json& json, const char* key, const std::optional<Number>& value) {
  if (value && std::isfinite(static_cast<double>(*value))) json[key] = *value;
}

Json figure_json(const Figure& figure) {
  Json json{{"unit", figure.unit}};
  if (!figure.estimate || !std::isfinite(figure.estimate->value)) {
    json["value"] = nullptr;
    json["reason"] = figure.reason;
    return json;
  }
  json["value"] = figure.estimate->value;
  const auto& interval = figure.estimate->interval;
  if (interval && std::isfinite(interval->first) && std::isfinite(interval->second)) {
    json["ci95"] = {interval->first, interval->second};
  }
  return json;
}

Json slices_json(const std::vector<Slice>& slices) {
  Json json = Json::array();
  for (const Slice& slice : slices) {
    json.push_back(
        {{"sent", slice.sent}, {"received", slice.received}, {"elapsed_ns", slice.elapsed_ns}});
  }
  return json;
}

Json round_trips_json(const TrialRecord& trial) {
  return {{"count", trial.round_trips},
          {"p50_ns", number_json(trial.p50_ns)},
          {"p90_ns", number_json(trial.p90_ns)},
          {"p99_ns", number_json(trial.p99_ns)},
          {"p999_ns", number_json(trial.p999_ns)},
          {"mean_ns", number_json(trial.mean_ns)},
          {"min_ns", number_json(trial.min_ns)},
          {"max_ns", number_json(trial.max_ns)},
          {"histogram", trial.histogram}};
}

Json usage_json(const Usage& usage) {
  return {{"cpu_ns", usage.cpu_ns},
          {"user_ns", usage.user_ns},
          {"system_ns", usage.system_ns},
          {"voluntary_switches", usage.voluntary_switches},
          {"involuntary_switches", usage.involuntary_switches},
          {"minor_faults", usage.minor_faults},
          {"major_faults", usage.major_faults},
          {"migrations", usage.migrations}};
}

Json counters_json(const Counters& counters) {
  return {{"messages", counters.messages},
          {"cycles", counters.cycles},
          {"instructions", counters.instructions},
          {"cache_misses", counters.cache_misses},
          {"kernel", counters.kernel}};
}

Json weather_json(const Weather& weather) {
  Json json = Json::object();
  set_if_known(json, "distance_before_ns", weather.distance_before_ns);
  set_if_known(json, "distance_after_ns", weather.distance_after_ns);
  set_if_known(json, "steal_ns", weather.steal_ns);
  set_if_known(json, "frequency_mhz", weather.frequency_mhz);
  set_if_known(json, "client_waited_ns", weather.client_waited_ns);
  set_if_known(json, "server_waited_ns", weather.server_waited_ns);
  for (const WatchedCpu& cpu : weather.cpus) json["cpus"].push_back(watched_json(cpu));
  return json;
}

}  // namespace

Json number_json(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json watched_json(const WatchedCpu& watched) {
  Json json = Json::object();
  set_if_known(json, "cpu", watched.cpu);
  json["watched_ns"] = watched.watched_ns;
  json["idle_ns"] = watched.idle_ns;
  json["stolen_ns"] = watched.stolen_ns;
  json["programs_ns"] = watched.programs_ns;
  json["ours_ns"] = watched.ours_ns;
  return json;
}

Json settings_object(const std::vector<Settings::Setting>& settings) {
  Json json = Json::object();
  for (const auto& [name, value] : settings) json[printable(name)] = printable(value);
  return json;
}

Json cpus_json(const std::optional<Cpus>& cpus) {
  if (!cpus || !cpus->client || !cpus->server) return nullptr;
  return {*cpus->client, *cpus->server};
}

Json environment_json(const RunResult& run) {
  return settings_object(run.environment);
}

Json settings_json(const RunSettings& settings) {
  const auto ms = [](std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
  };
  Json json{{"suite", printable(settings.suite)},
            {"suite_toml", printable_lines(settings.suite_toml)},
            {"seed", settings.seed},
            {"rounds", settings.rounds},
            {"measured_ms", ms(settings.plan.measured)},
            {"slice_ms", ms(settings.plan.slice)},
            {"slice_messages", settings.plan.slice_messages},
            {"warmup_ms", ms(settings.plan.warmup)},
            {"round_trips_wanted", settings.plan.round_trips_wanted},
            {"counters", settings.plan.counters == TrialPlan::Counting::on},
            {"interval_target", number_json(settings.interval_target)},
            {"regime", printable(settings.regime)},
            {"command_line", printable(settings.command_line)}};
  json["budget_s"] = settings.budget_s ? number_json(*settings.budget_s) : Json(nullptr);
  json["order"] = settings.order;
  return json;
}

Json descriptor_json(const MechanismInfo& mechanism) {
  Json json{
      {"name", printable(mechanism.name)},          {"summary", printable(mechanism.summary)},
      {"family", name_of(mechanism.family)},        {"framing", name_of(mechanism.framing)},
      {"delivery", name_of(mechanism.delivery)},    {"reach", name_of(mechanism.reach)},
      {"waiting", name_of(mechanism.waiting)},      {"peer_loss", name_of(mechanism.peer_loss)},
      {"leaves_behind", name_of(mechanism.leaves)}, {"copies", mechanism.copies}};
  if (mechanism.senders) json["senders"] = name_of(*mechanism.senders);
  if (!mechanism.leaves_nothing_with.empty()) {
    json["leaves_nothing_with"] = mechanism.leaves_nothing_with;
  }
  return json;
}

Json trial_json(const TrialRecord& trial) {
  Json json{{"round", trial.round},
            {"counted", trial.counted},
            {"regime", name_of(trial.regime)},
            {"overhead_ns", trial.overhead_ns},
            {"weather_ns", trial.weather_ns},
            {"weather", weather_json(trial.weather)},
            {"slices", slices_json(trial.slices)}};
  if (!trial.disturbance.empty()) json["disturbance"] = printable(trial.disturbance);
  if (trial.usage_messages != 0) {
    json["usage"] = {{"messages", trial.usage_messages},
                     {"client", usage_json(trial.client)},
                     {"server", usage_json(trial.server)}};
  }
  if (trial.counters) json["counters"] = counters_json(*trial.counters);
  if (trial.round_trips != 0) json["round_trips"] = round_trips_json(trial);
  return json;
}

Json identity_json(const Cell& cell) {
  return {{"pattern", name_of(cell.pattern)},
          {"mechanism", printable(cell.mechanism)},
          {"settings", settings_object(cell.settings.all())},
          {"size_bytes", cell.message_bytes},
          {"placement", cell.placement.name()}};
}

Json cell_json(const CellResult& result) {
  return cell_json(result, figures_of(result));
}

Json cell_json(const CellResult& result, const std::vector<Figure>& with) {
  Json json = identity_json(result.cell);
  json["cpus"] = cpus_json(result.cpus);
  json["status"] = status_text(result);
  json["reason"] = printable(result.reason);
  json["effective_settings"] = settings_object(result.effective);
  json["syscalls_per_message"] = result.syscalls ? number_json(*result.syscalls) : Json(nullptr);
  Json& figures = json["figures"] = Json::object();
  for (const Figure& figure : with) {
    figures[std::string(figure.metric)] = figure_json(figure);
  }
  Json& trials = json["trials"] = Json::array();
  for (const TrialRecord& trial : result.trials) trials.push_back(trial_json(trial));
  return json;
}

std::string_view status_text(const CellResult& result) {
  const bool pending = result.status == CellStatus::ok && result.trials.empty();
  return pending ? "pending" : name_of(result.status);
}

std::string dump(const Json& json, int indent) {
  // A reason may quote a file name, and a file name may be any bytes.
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ipcbench
