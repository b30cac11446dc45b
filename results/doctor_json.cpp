// Writing findings and noise.
#include "results/doctor_json.hpp"

#include <nlohmann/json.hpp>

namespace ipcbench {

namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json noise_json(const Noise& noise) {
  Json json{{"seconds", noise.seconds},
            {"clock", {{"cost_ns", noise.clock.cost_ns}, {"step_ns", noise.clock.step_ns}}},
            {"two_wake_ups", nullptr},
            {"lost_time", Json::array()},
            {"distances", Json::array()},
            {"stolen_share", or_null(noise.stolen_share)}};
  if (const auto& wake_up = noise.wake_up) {
    json["two_wake_ups"] = {{"cpus", {wake_up->cpu_a, wake_up->cpu_b}},
                            {"p50_ns", wake_up->p50_ns},
                            {"p99_ns", wake_up->p99_ns}};
  }
  for (const LostTime& lost : noise.lost) {
    json["lost_time"].push_back({{"cpu", lost.cpu},
                                 {"share", lost.share},
                                 {"gaps", lost.gaps},
                                 {"longest_ns", lost.longest_ns}});
  }
  for (const PairDistance& pair : noise.distances) {
    // Of a pair that was not met there is nothing to say.
    if (pair.samples_ns.empty()) continue;
    json["distances"].push_back({{"cpus", {pair.cpu_a, pair.cpu_b}},
                                 {"median_ns", pair.quantile(0.5)},
                                 {"p05_ns", pair.quantile(0.05)},
                                 {"p95_ns", pair.quantile(0.95)},
                                 {"flips", pair.flips()},
                                 {"samples_ns", pair.samples_ns}});
  }
  return json;
}

}  // namespace

std::string doctor_json(const std::vector<Symptom>& findings, const std::optional<Noise>& noise) {
  Json json{{"format", "ipcbench doctor"},  {"version", 1},
            {"verdict", verdict(findings)}, {"fit", count_of(findings, Severity::bad) == 0},
            {"findings", Json::array()},    {"noise", noise ? noise_json(*noise) : Json(nullptr)}};
  for (const Symptom& finding : findings) {
    json["findings"].push_back({{"name", finding.name},
                                {"severity", name_of(finding.severity)},
                                {"value", finding.value},
                                {"effect", finding.effect},
                                {"remedy", finding.remedy}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ipcbench
