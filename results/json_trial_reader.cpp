// From JSON to trials; what follows from a histogram is computed again.
#include "results/json_trial_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "harness/trial.hpp"
#include "results/names.hpp"

namespace ipcbench {

namespace {

// A sum of as many as a trial may have of slices, or a histogram of buckets, still fits into 64
// bits.
constexpr std::uint64_t most_messages = 1ULL << 50;
constexpr std::int64_t most_ns = 1'000'000'000'000'000;  // 11 days
constexpr double most_ns_number = 1e15;
/// Sums over as many trials as a file may have still fit into 64 bits.
constexpr std::int64_t most_watched_ns = 100'000'000'000'000;
constexpr std::size_t most_watched_cpus = 2;
constexpr int most_cpu = 1 << 20;

std::vector<Slice> slices_of(const JsonValue& json) {
  std::vector<Slice> slices;
  for (const JsonValue& slice : json.elements(TrialPlan::most_slices)) {
    slices.push_back({.sent = slice["sent"].count(most_messages),
                      .received = slice["received"].count(most_messages),
                      .elapsed_ns = slice["elapsed_ns"].integer(0, most_ns)});
  }
  return slices;
}

/// The buckets, the extremes and the mean are of the same round trips.
void check_extremes(const TrialRecord& trial, const JsonValue& json) {
  if (trial.histogram.empty()) return;
  const auto bucket_of = [](double ns) {
    return Histogram::bucket_of(static_cast<std::uint64_t>(ns));
  };
  if (bucket_of(trial.min_ns) != trial.histogram.front().first) {
    json["min_ns"].wrong("it is not in the first bucket of the histogram");
  }
  if (bucket_of(trial.max_ns) != trial.histogram.back().first) {
    json["max_ns"].wrong("it is not in the last bucket of the histogram");
  }
  constexpr double rounding = 1e-9;
  if (trial.mean_ns < trial.min_ns * (1 - rounding) ||
      trial.mean_ns > trial.max_ns * (1 + rounding)) {
    json["mean_ns"].wrong("it is not between min_ns and max_ns");
  }
}

void read_histogram(TrialRecord& trial, const JsonValue& json) {
  std::uint64_t total = 0;
  const auto buckets = json["histogram"].elements(Histogram::bucket_count);
  trial.histogram.reserve(buckets.size());
  for (const JsonValue& bucket : buckets) {
    const auto pair = bucket.elements(2);
    if (pair.size() != 2) {
      bucket.wrong("a bucket's index and its count are wanted");
      return;
    }
    const std::size_t index = pair[0].count(Histogram::bucket_count - 1);
    if (!trial.histogram.empty() && index <= trial.histogram.back().first) {
      pair[0].wrong("indices ascend");
      return;
    }
    trial.histogram.emplace_back(index, pair[1].count(most_messages));
    if (trial.histogram.back().second == 0) pair[1].wrong("an empty bucket is left out");
    total += trial.histogram.back().second;
  }
  if (total != trial.round_trips) {
    json["histogram"].wrong(
        fmt::format("its counts add up to {}, not to {}", total, trial.round_trips));
    return;
  }
  check_extremes(trial, json);
}

/// As Histogram has it, of the buckets that were kept.
double quantile(const TrialRecord& trial, double q) {
  const auto rank =
      static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(trial.round_trips)));
  std::uint64_t seen = 0;
  for (const auto& [index, count] : trial.histogram) {
    seen += count;
    if (seen < rank || seen == 0) continue;
    return std::clamp(Histogram::value_of(index), trial.min_ns, trial.max_ns);
  }
  return trial.max_ns;
}

void read_round_trips(TrialRecord& trial, const JsonValue& json) {
  trial.round_trips = json["count"].count(most_messages);
  trial.mean_ns = json["mean_ns"].number(0, most_ns_number);
  trial.min_ns = json["min_ns"].number(0, most_ns_number);
  trial.max_ns = json["max_ns"].number(0, most_ns_number);
  // They are computed again below; a file in which they are no numbers is broken all the same.
  for (const char* quantile : {"p50_ns", "p90_ns", "p99_ns", "p999_ns"}) {
    (void)json[quantile].number(0, most_ns_number);
  }
  if (trial.min_ns > trial.max_ns) {
    json["min_ns"].wrong("it is above max_ns");
    return;
  }
  read_histogram(trial, json);
  if (trial.round_trips == 0) return;
  trial.p50_ns = quantile(trial, 0.5);
  trial.p90_ns = quantile(trial, 0.9);
  trial.p99_ns = quantile(trial, 0.99);
  trial.p999_ns = quantile(trial, 0.999);
}

Usage usage_of(const JsonValue& json) {
  return {.cpu_ns = json["cpu_ns"].integer(0, most_ns),
          .user_ns = json["user_ns"].integer(0, most_ns),
          .system_ns = json["system_ns"].integer(0, most_ns),
          .voluntary_switches = json["voluntary_switches"].count(most_messages),
          .involuntary_switches = json["involuntary_switches"].count(most_messages),
          .minor_faults = json["minor_faults"].count(most_messages),
          .major_faults = json["major_faults"].count(most_messages),
          .migrations = json["migrations"].count(most_messages)};
}

void read_usage(TrialRecord& trial, const JsonValue& json) {
  if (!json.exists()) return;
  trial.usage_messages = json["messages"].count(most_messages);
  trial.client = usage_of(json["client"]);
  trial.server = usage_of(json["server"]);
}

std::optional<Counters> counters_of(const JsonValue& json) {
  if (!json.exists()) return {};
  return Counters{.messages = json["messages"].count(most_messages),
                  .cycles = json["cycles"].count(UINT64_MAX),
                  .instructions = json["instructions"].count(UINT64_MAX),
                  .cache_misses = json["cache_misses"].count(UINT64_MAX),
                  .kernel = json["kernel"].boolean()};
}

std::optional<std::int64_t> optional_ns(const JsonValue& json) {
  if (!json.exists()) return {};
  return json.integer(-most_ns, most_ns);
}

Weather weather_of(const JsonValue& json) {
  Weather weather{.distance_before_ns = json_optional_ns(json.maybe("distance_before_ns")),
                  .distance_after_ns = json_optional_ns(json.maybe("distance_after_ns")),
                  .steal_ns = optional_ns(json.maybe("steal_ns")),
                  .frequency_mhz = {},
                  .cpus = {},
                  .client_waited_ns = optional_ns(json.maybe("client_waited_ns")),
                  .server_waited_ns = optional_ns(json.maybe("server_waited_ns"))};
  const JsonValue cpus = json.maybe("cpus");
  if (cpus.exists()) {
    for (const JsonValue& cpu : cpus.elements(most_watched_cpus)) {
      weather.cpus.push_back(json_watched(cpu));
    }
  }
  const JsonValue frequency = json.maybe("frequency_mhz");
  if (frequency.exists()) weather.frequency_mhz = frequency.number(0, 1e9);
  return weather;
}

}  // namespace

TrialRecord json_trial(const JsonValue& json, bool has_weather) {
  TrialRecord trial{.round = json["round"].count(most_messages),
                    .slices = slices_of(json["slices"]),
                    .histogram = {}};
  trial.overhead_ns = json["overhead_ns"].integer(-most_ns, most_ns);
  const JsonValue round_trips = json.maybe("round_trips");
  if (round_trips.exists()) read_round_trips(trial, round_trips);
  if (!has_weather) return trial;
  trial.weather_ns = json["weather_ns"].integer(-most_ns, most_ns);
  read_usage(trial, json.maybe("usage"));
  trial.counters = counters_of(json.maybe("counters"));
  trial.weather = weather_of(json["weather"]);
  trial.regime = json_regime(json["regime"]);
  trial.disturbance = json.maybe("disturbance").text(most_reason_bytes);
  trial.counted = json["counted"].boolean();
  return trial;
}

namespace {

bool last_key_is(const Json& object, std::string_view key) {
  const auto& members = object.get_ref<const Json::object_t&>();
  return !members.empty() && members.Container::back().first == key;
}

/// In `cells`, or of the control cell.
bool is_trial(std::span<Json* const> open) {
  constexpr std::size_t in_cell = 5, in_control = 4;
  if (open.size() != in_cell && open.size() != in_control) return false;
  const Json& cell = *open[open.size() - 3];
  const Json& root = *open[0];
  if (!cell.is_object() || !root.is_object() || !open[open.size() - 2]->is_array()) return false;
  return last_key_is(cell, "trials") &&
         last_key_is(root, open.size() == in_cell ? "cells" : "control");
}

/// Nothing if it is not one of ours, or does not say so yet.
std::optional<std::uint64_t> version_of(const Json& root) {
  const auto schema = root.find("schema");
  const auto version = root.find("schema_version");
  if (schema == root.end() || *schema != "ipcbench-result") return {};
  if (version == root.end() || !version->is_number_unsigned()) return {};
  const auto number = version->get<std::uint64_t>();
  return number >= 1 && number <= schema_version ? std::optional(number) : std::nullopt;
}

}  // namespace

TakeObject take_trials(TakenTrials& trials) {
  return
      [&trials](
          std::span<Json* const> open) -> std::expected<std::optional<std::uint64_t>, std::string> {
        if (!is_trial(open)) return std::nullopt;
        const auto version = version_of(*open.front());
        if (!version) return std::nullopt;
        JsonReading reading(*open.back());
        trials.push_back(json_trial(reading.root(), *version > 1));
        if (reading.failed()) {
          return std::unexpected(reading.mistake_at(path_of(*open.front(), *open.back())));
        }
        return trials.size() - 1;
      };
}

WatchedCpu json_watched(const JsonValue& json) {
  const auto ns = [&](const char* key) {
    return json[key].integer(-most_watched_ns, most_watched_ns);
  };
  WatchedCpu watched{.cpu = {},
                     .watched_ns = ns("watched_ns"),
                     .idle_ns = ns("idle_ns"),
                     .stolen_ns = ns("stolen_ns"),
                     .programs_ns = ns("programs_ns"),
                     .ours_ns = ns("ours_ns")};
  const JsonValue cpu = json.maybe("cpu");
  if (cpu.exists()) watched.cpu = static_cast<int>(cpu.integer(0, most_cpu));
  return watched;
}

Regime json_regime(const JsonValue& json) {
  return json.one_of({Regime::unknown, Regime::near, Regime::far, Regime::flipped});
}

std::optional<double> json_optional_ns(const JsonValue& json) {
  if (!json.exists()) return {};
  return json.number(0, most_ns_number);
}

}  // namespace ipcbench
