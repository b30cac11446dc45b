// Writing OpenMetrics 1.0.
#include "results/openmetrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "results/beside_best.hpp"
#include "results/figures.hpp"
#include "results/metric_help.hpp"
#include "results/openmetrics_text.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

std::string labels_of(const RunResult& run, const CellResult& cell) {
  return fmt::format(R"(pattern="{}",mechanism="{}",size_bytes="{}",placement="{}",regime="{}")",
                     name_of(cell.cell.pattern), label_value(cell.cell.row()),
                     cell.cell.message_bytes, cell.cell.placement.name(),
                     regime_name(regimes_of(run, cell)));
}

/// One figure of one cell.
struct Sample {
  std::string labels;
  Estimate estimate;
};

struct Metric {
  std::string_view name;
  std::string_view unit;
  std::vector<Sample> samples;
};

/// All samples of a metric have to stand together.
std::vector<Metric> metrics_of(const RunResult& run) {
  std::vector<Metric> metrics;
  const auto all = all_figures(run);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const CellResult& cell = run.cells[i];
    for (const Figure& figure : all[i]) {
      if (!figure.estimate || !std::isfinite(figure.estimate->value)) continue;
      auto known = std::ranges::find(metrics, figure.metric, &Metric::name);
      if (known == metrics.end()) {
        // What is "1" elsewhere is a count for each message here, or a ratio.
        const bool is_ratio = figure.metric.ends_with("_to_best");
        metrics.push_back(
            {.name = figure.metric, .unit = is_ratio ? "ratio" : figure.unit, .samples = {}});
        known = metrics.end() - 1;
      }
      known->samples.push_back({.labels = labels_of(run, cell), .estimate = *figure.estimate});
    }
  }
  return metrics;
}

std::string family_name(std::string_view metric, std::string_view part, std::string_view suffix) {
  return fmt::format("ipcbench_{}{}{}", metric, part, suffix);
}

void add_metric(std::string& text, const Metric& metric) {
  const auto [suffix, unit, factor] = base_unit(metric.unit);
  const std::string name = family_name(metric.name, "", suffix);
  add_gauge(text, name, unit, help_of(metric.name));
  for (const auto& [labels, estimate] : metric.samples) {
    text += fmt::format("{}{{{}}} {:.9g}\n", name, labels, estimate.value * factor);
  }
  const bool has_intervals = std::ranges::any_of(
      metric.samples, [](const Sample& sample) { return sample.estimate.interval.has_value(); });
  if (!has_intervals) return;
  for (const bool low : {true, false}) {
    const std::string end = family_name(metric.name, low ? "_ci95_low" : "_ci95_high", suffix);
    add_gauge(text, end, unit,
              fmt::format("{} end of the 95 % interval of {}.", low ? "Lower" : "Upper", name));
    for (const auto& [labels, estimate] : metric.samples) {
      if (!estimate.interval) continue;
      const double value = low ? estimate.interval->first : estimate.interval->second;
      if (!std::isfinite(value)) continue;
      text += fmt::format("{}{{{}}} {:.9g}\n", end, labels, value * factor);
    }
  }
}

void add_run(std::string& text, const RunResult& run) {
  std::string labels = fmt::format(R"(started_at="{}",suite="{}")", label_value(run.started_at),
                                   label_value(run.settings.suite));
  for (const char* wanted : {"ipcbench", "commit", "host", "kernel", "cpu", "governor"}) {
    labels += fmt::format(R"(,{}="{}")", wanted, label_value(fact_of(run, wanted)));
  }
  text += "# TYPE ipcbench_run info\n# HELP ipcbench_run What was measured, where and when.\n";
  text += fmt::format("ipcbench_run_info{{{}}} 1\n", labels);
}

void add_cells(std::string& text, const RunResult& run) {
  add_gauge(text, "ipcbench_cell_measured", "", "1 if the cell has figures, 0 if not.");
  for (const CellResult& cell : run.cells) {
    text += fmt::format("ipcbench_cell_measured{{{},status=\"{}\",reason=\"{}\"}} {}\n",
                        labels_of(run, cell), name_of(cell.status), label_value(cell.reason),
                        cell.measured() ? 1 : 0);
  }
  add_gauge(text, "ipcbench_cell_trials", "", "Trials that the figures are made of.");
  for (const CellResult& cell : run.cells) {
    text +=
        fmt::format("ipcbench_cell_trials{{{}}} {}\n", labels_of(run, cell), counted_trials(cell));
  }
}

}  // namespace

std::string to_openmetrics(const RunResult& run) {
  std::string text;
  add_run(text, run);
  add_cells(text, run);
  for (const Metric& metric : metrics_of(run)) add_metric(text, metric);
  return text + "# EOF\n";
}

}  // namespace ipcbench
