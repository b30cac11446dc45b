// Writing the report's data: numbers as short as they mean something, texts once.
#include "results/report_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/histogram.hpp"
#include "results/beside_best.hpp"
#include "results/figures.hpp"
#include "results/json_document.hpp"
#include "results/json_parts.hpp"
#include "results/metric_help.hpp"
#include "results/names.hpp"
#include "results/regimes.hpp"
#include "results/run_words.hpp"

namespace ipcbench {

namespace {

constexpr std::array quantiles = {0.01, 0.05, 0.1,   0.25,  0.5,    0.75,   0.9,
                                  0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99999};
/// A quantile needs so many values beyond it.
constexpr double values_beyond = 10;

/// Four digits are more than any figure's interval allows.
Json short_number(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == 0) return 0;
  const double step = std::pow(10, std::floor(std::log10(std::abs(value))) - 3);
  const double rounded =
      step < 1 ? std::round(value / step) / std::round(1 / step) : std::round(value / step) * step;
  const auto whole = static_cast<std::int64_t>(rounded);
  if (static_cast<double>(whole) == rounded) return whole;
  return rounded;
}

/// Texts that many cells share, each once.
class Texts {
 public:
  std::size_t number_of(const std::string& text) {
    const auto [at, is_new] = numbers_.try_emplace(text, list_.size());
    if (is_new) list_.push_back(text);
    return at->second;
  }
  [[nodiscard]] const Json& list() const { return list_; }

 private:
  std::map<std::string, std::size_t> numbers_;
  Json list_ = Json::array();
};

/// The metrics of all runs, in the order of their first cell that has them.
class Metrics {
 public:
  std::size_t number_of(const Figure& figure) {
    const auto found = std::ranges::find(names_, figure.metric);
    if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
    names_.push_back(figure.metric);
    list_.push_back({{"name", figure.metric},
                     {"unit", figure.unit},
                     {"help", help_of(figure.metric)},
                     {"lower_is_better", lower_is_better(figure.metric)}});
    return names_.size() - 1;
  }
  [[nodiscard]] const Json& list() const { return list_; }

 private:
  std::vector<std::string_view> names_;
  Json list_ = Json::array();
};

Json estimate_json(const Estimate& estimate) {
  Json value = short_number(estimate.value);
  if (!estimate.interval || value.is_null()) return value;
  return Json::array({std::move(value), short_number(estimate.interval->first),
                      short_number(estimate.interval->second)});
}

/// Of all trials that count together; as far out as there are values enough.
Json quantiles_json(const CellResult& cell) {
  std::vector<std::uint64_t> counts(Histogram::bucket_count, 0);
  std::uint64_t all = 0;
  for (const TrialRecord& trial : cell.trials) {
    if (!trial.counted) continue;
    for (const auto& [bucket, count] : trial.histogram) {
      counts[std::min(bucket, counts.size() - 1)] += count;
      all += count;
    }
  }
  Json values = Json::array();
  if (all == 0) return values;
  std::size_t bucket = 0;
  std::uint64_t below = counts[0];
  for (const double q : quantiles) {
    const double rank = q * static_cast<double>(all);
    const double beyond = std::min(rank, static_cast<double>(all) - rank);
    if (beyond < values_beyond && q != 0.5) {
      values.push_back(nullptr);
      continue;
    }
    while (static_cast<double>(below) < rank && bucket + 1 < counts.size()) {
      below += counts[++bucket];
    }
    values.push_back(short_number(Histogram::value_of(bucket)));
  }
  return values;
}

std::string settings_text(const EffectiveSettings& settings) {
  std::string text;
  for (const auto& [name, value] : settings) {
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, value);
  }
  return text;
}

/// Names in the order in which they come, and their numbers.
class Names {
 public:
  /// The number, and whether it is a new one.
  std::pair<std::size_t, bool> number_of(const std::string& name) {
    const auto [at, is_new] = numbers_.try_emplace(name, numbers_.size());
    return {at->second, is_new};
  }

 private:
  std::map<std::string, std::size_t> numbers_;
};

Json row_json(const CellResult& cell) {
  const MechanismInfo& mechanism = cell.mechanism;
  return {{"name", cell.cell.row()},
          {"mechanism", cell.cell.mechanism},
          {"summary", mechanism.summary},
          {"family", name_of(mechanism.family)},
          {"waiting", name_of(mechanism.waiting)},
          {"framing", name_of(mechanism.framing)},
          {"delivery", name_of(mechanism.delivery)},
          {"reach", name_of(mechanism.reach)},
          {"peer_loss", name_of(mechanism.peer_loss)},
          {"floor", mechanism.family == Family::floor}};
}

std::string place_text(const RunResult& run, const CellResult& cell) {
  std::string text = cell.cell.placement.name();
  const Cpus cpus = cell.cpus.value_or(Cpus{});
  if (cpus.client && cpus.server && cell.cell.placement.kind != PlacementKind::pair) {
    text += fmt::format(" (cpus {}, {})", *cpus.client, *cpus.server);
  }
  const std::string regime = regime_label(regimes_of(run, cell));
  return regime.empty() ? text : text + ", " + regime;
}

/// One run on its way into the page.
class RunWriter {
 public:
  RunWriter(const ReportedRun& reported, Metrics& metrics) : run_(reported.run), metrics_(metrics) {
    json_["name"] = reported.name;
    json_["started_at"] = run_.started_at;
    json_["note"] = run_note(run_);
    json_["environment"] = run_.environment;
    json_["method"] = run_method(run_);
    for (const char* list : {"patterns", "placements", "places", "regimes", "rows", "cells"}) {
      json_[list] = Json::array();
    }
  }

  Json take() && {
    const Standings standings = beside_best(run_);
    const auto figures = all_figures(run_, standings);
    for (std::size_t i = 0; i < figures.size(); ++i) {
      add(run_.cells[i], figures[i]);
      const auto beside = standings.find(&run_.cells[i]);
      if (beside == standings.end()) continue;
      // Most are behind; the page has many cells.
      const Standing standing = beside->second.standing;
      if (standing == Standing::best || standing == Standing::tied) {
        json_["cells"].back()["standing"] = name_of(standing);
      }
    }
    json_["texts"] = texts_.list();
    add_weather();
    return std::move(json_);
  }

 private:
  void add(const CellResult& cell, const std::vector<Figure>& figures) {
    const auto [pattern, new_pattern] =
        patterns_.number_of(std::string(name_of(cell.cell.pattern)));
    if (new_pattern) json_["patterns"].push_back(name_of(cell.cell.pattern));
    const auto [placement, new_placement] = placements_.number_of(cell.cell.placement.name());
    if (new_placement) {
      json_["placements"].push_back(cell.cell.placement.name());
      json_["places"].push_back(place_text(run_, cell));
      const Regimes* regimes = regimes_of(run_, cell);
      json_["regimes"].push_back(Json::array({chosen_regime(regimes), regime_label(regimes)}));
    }
    const auto [row, new_row] = rows_.number_of(cell.cell.row());
    if (new_row) json_["rows"].push_back(row_json(cell));
    Json json{{"pattern", pattern},
              {"row", row},
              {"bytes", cell.cell.message_bytes},
              {"placement", placement},
              {"trials", counted_trials(cell)}};
    if (cell.status != CellStatus::ok) json["status"] = name_of(cell.status);
    if (!cell.reason.empty()) json["reason"] = texts_.number_of(cell.reason);
    if (!cell.effective.empty()) {
      json["effective"] = texts_.number_of(settings_text(cell.effective));
    }
    if (const auto distance = distance_ns_of(cell)) json["distance"] = short_number(*distance);
    add_figures(json, cell, figures);
    json_["cells"].push_back(std::move(json));
  }

  void add_figures(Json& json, const CellResult& cell, const std::vector<Figure>& known) {
    Json figures = Json::array();
    Json missing = Json::object();
    for (const Figure& figure : known) {
      const std::size_t number = metrics_.number_of(figure);
      while (figures.size() <= number) figures.push_back(nullptr);
      if (figure.estimate) {
        figures[number] = estimate_json(*figure.estimate);
      } else {
        missing[std::to_string(number)] = texts_.number_of(figure.reason);
      }
    }
    if (!missing.empty()) json["missing"] = std::move(missing);
    if (!figures.empty()) json["figures"] = std::move(figures);
    Json values = cell.measured() ? quantiles_json(cell) : Json::array();
    if (!values.empty()) json["quantiles"] = std::move(values);
  }

  /// Round by round, what the control cell saw.
  void add_weather() {
    Json list = Json::array();
    if (run_.control) {
      for (const TrialRecord& trial : run_.control->trials) {
        const Weather& weather = trial.weather;
        Json json{{"round", trial.round}, {"distance", nullptr}, {"control", nullptr}};
        if (weather.distance_before_ns && weather.distance_after_ns) {
          json["distance"] =
              short_number((*weather.distance_before_ns + *weather.distance_after_ns) / 2);
        }
        if (trial.round_trips != 0) json["control"] = short_number(trial.p50_ns);
        list.push_back(std::move(json));
      }
    }
    json_["weather"] = std::move(list);
  }

  const RunResult& run_;
  Metrics& metrics_;
  Names patterns_, placements_, rows_;
  Texts texts_;
  Json json_ = Json::object();
};

/// A text of a run may be any bytes, and `</script>` would end the element that holds the data.
std::string inert(const std::string& text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (c == '<') {
      result += "\\u003c";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string report_data(std::span<const ReportedRun> runs) {
  Metrics metrics;
  Json written = Json::array();
  for (const ReportedRun& run : runs) written.push_back(RunWriter(run, metrics).take());
  const Json json{{"format", 1},
                  {"quantiles", quantiles},
                  {"metrics", metrics.list()},
                  {"runs", std::move(written)}};
  std::string text = inert(dump(json, -1));
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace ipcbench
