// Writing Google Benchmark's JSON.
#include "results/gbench_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/plain_text.hpp"
#include "results/gbench_parts.hpp"
#include "results/json_parts.hpp"
#include "results/regimes.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

/// What a repetition reports; both times in ns.
struct Times {
  double real = 0;
  double cpu = 0;
};

double ratio(double of, double to) {
  return to > 0 ? of / to : 0;
}

Times times_of(const CellResult& cell, const TrialRecord& trial) {
  const bool round_trip = cell.cell.pattern == Pattern::round_trip;
  const double messages = round_trip ? 2 : 1;
  const auto cpu_ns = static_cast<double>(trial.client.cpu_ns + trial.server.cpu_ns);
  const double per_message = ratio(cpu_ns, static_cast<double>(trial.usage_messages));
  const double real = round_trip ? trial.p50_ns
                                 : ratio(static_cast<double>(trial.elapsed_ns()),
                                         static_cast<double>(trial.received()));
  return {.real = real, .cpu = per_message * messages};
}

void set_times(Json& json, Times times) {
  json["real_time"] = times.real;
  json["cpu_time"] = times.cpu;
  json["time_unit"] = "ns";
}

void set_counters(Json& json, const CellResult& cell, const TrialRecord& trial) {
  if (cell.cell.pattern == Pattern::round_trip) {
    json["p90_ns"] = trial.p90_ns;
    json["p99_ns"] = trial.p99_ns;
    return;
  }
  const double rate =
      ratio(static_cast<double>(trial.received()) * 1e9, static_cast<double>(trial.elapsed_ns()));
  json["bytes_per_second"] = rate * static_cast<double>(cell.cell.message_bytes);
  json["items_per_second"] = rate;
}

double middle_value(const std::vector<double>& values) {
  return median(values);
}

struct Aggregate {
  std::string_view name;
  std::string_view unit;
  double (*of)(const std::vector<double>&);
};

constexpr Aggregate aggregates[] = {
    {.name = "mean", .unit = "time", .of = mean},
    {.name = "median", .unit = "time", .of = middle_value},
    {.name = "stddev", .unit = "time", .of = standard_deviation},
    {.name = "cv", .unit = "percentage", .of = variation},
};

void add_aggregates(Json& list, const CellResult& cell, std::size_t family,
                    const std::vector<Times>& times) {
  std::vector<double> real;
  std::vector<double> cpu;
  for (const Times& one : times) {
    real.push_back(one.real);
    cpu.push_back(one.cpu);
  }
  for (const auto& [name, unit, of] : aggregates) {
    Json json = gbench_entry(cell.cell, family, fmt::format("_{}", name), "aggregate");
    json["repetitions"] = times.size();
    json["threads"] = 1;
    json["aggregate_name"] = name;
    json["aggregate_unit"] = unit;
    json["iterations"] = times.size();
    set_times(json, {.real = of(real), .cpu = of(cpu)});
    list.push_back(std::move(json));
  }
}

void add_failure(Json& list, const CellResult& cell, std::size_t family) {
  const std::string why = cell.reason.empty() ? "not visited" : cell.reason;
  Json json = gbench_entry(cell.cell, family, "", "iteration");
  json["repetitions"] = 1;
  json["repetition_index"] = 0;
  json["threads"] = 1;
  json["error_occurred"] = true;
  json["error_message"] = fmt::format("{}: {}", name_of(cell.status), printable(why));
  json["iterations"] = 0;
  set_times(json, {});
  list.push_back(std::move(json));
}

void add_cell(Json& list, const RunResult& run, const CellResult& cell, std::size_t family) {
  std::vector<const TrialRecord*> trials;
  for (const TrialRecord& trial : cell.trials) {
    if (trial.counted) trials.push_back(&trial);
  }
  if (!cell.measured() || trials.empty()) {
    add_failure(list, cell, family);
    return;
  }
  const std::string regime = regime_label(regimes_of(run, cell));
  std::vector<Times> times;
  for (const TrialRecord* trial : trials) {
    Json json = gbench_entry(cell.cell, family, "", "iteration");
    json["repetitions"] = trials.size();
    json["repetition_index"] = times.size();
    json["threads"] = 1;
    json["iterations"] = std::max<std::uint64_t>(trial->received(), 1);
    times.push_back(times_of(cell, *trial));
    set_times(json, times.back());
    set_counters(json, cell, *trial);
    if (!regime.empty()) json["label"] = regime;
    list.push_back(std::move(json));
  }
  if (times.size() > 1) add_aggregates(list, cell, family, times);
}

}  // namespace

std::string to_gbench_json(const RunResult& run) {
  Json json{{"context", gbench_context(run.started_at, run.environment)}};
  Json& list = json["benchmarks"] = Json::array();
  for (std::size_t i = 0; i < run.cells.size(); ++i) add_cell(list, run, run.cells[i], i);
  return dump(json, 2);
}

}  // namespace ipcbench
