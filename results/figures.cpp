// From trials to figures.
#include "results/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace ipcbench {

namespace {

using Trials = std::vector<TrialRecord>;

Estimate over_trials(const Trials& trials, const std::function<double(const TrialRecord&)>& of) {
  std::vector<double> values;
  std::ranges::transform(trials, std::back_inserter(values), of);
  return median_with_interval(std::move(values));
}

Figure figure(std::string_view metric, std::string_view unit, Estimate estimate) {
  return {.metric = metric, .unit = unit, .estimate = estimate, .reason = {}};
}

/// The extreme of all trials; it has no interval.
Figure extreme(std::string_view metric, double value_ns) {
  return figure(metric, "ns", {.value = value_ns, .interval = {}});
}

/// A quantile that every trial had enough messages for, or why it is not shown.
Figure tail_figure(std::string_view metric, const Trials& trials, double TrialRecord::* quantile,
                   std::uint64_t needed) {
  const auto fewest = std::ranges::min(trials, {}, &TrialRecord::round_trips).round_trips;
  if (fewest < needed) {
    return {.metric = metric,
            .unit = "ns",
            .estimate = {},
            .reason = fmt::format("needs {} round trips a trial, had {}", needed, fewest)};
  }
  return figure(metric, "ns",
                over_trials(trials, [quantile](const TrialRecord& t) { return t.*quantile; }));
}

double loss(const TrialRecord& trial) {
  const auto sent = static_cast<double>(trial.sent());
  return sent == 0 ? 0 : 1 - static_cast<double>(trial.received()) / sent;
}

std::vector<Figure> round_trip_figures(const CellResult& cell) {
  const Trials& trials = cell.trials;
  const auto quantile = [&](std::string_view metric, double TrialRecord::* of) {
    return figure(metric, "ns", over_trials(trials, [of](const TrialRecord& t) { return t.*of; }));
  };
  std::vector<Figure> figures = {
      quantile("rtt_p50", &TrialRecord::p50_ns),
      quantile("rtt_p90", &TrialRecord::p90_ns),
      tail_figure("rtt_p99", trials, &TrialRecord::p99_ns, p99_messages),
      tail_figure("rtt_p999", trials, &TrialRecord::p999_ns, p999_messages),
      quantile("rtt_mean", &TrialRecord::mean_ns),
      extreme("rtt_min", std::ranges::min(trials, {}, &TrialRecord::min_ns).min_ns),
      extreme("rtt_max", std::ranges::max(trials, {}, &TrialRecord::max_ns).max_ns),
  };
  if (cell.mechanism.delivery == Delivery::may_drop) {
    figures.push_back(figure("loss", "ratio", over_trials(trials, loss)));
  }
  return figures;
}

std::vector<Figure> stream_figures(const CellResult& cell) {
  const auto rate = [](const TrialRecord& trial) {
    const auto elapsed_ns = static_cast<double>(std::max<std::int64_t>(trial.elapsed_ns(), 1));
    return static_cast<double>(trial.received()) / elapsed_ns * 1e9;
  };
  const auto bytes = static_cast<double>(cell.cell.message_bytes);
  return {
      figure("throughput", "MB/s",
             over_trials(cell.trials, [&](const TrialRecord& t) { return rate(t) * bytes / 1e6; })),
      figure("messages", "1/s", over_trials(cell.trials, rate)),
      figure("loss", "ratio", over_trials(cell.trials, loss)),
  };
}

}  // namespace

std::vector<Figure> figures_of(const CellResult& cell) {
  // A cell that failed later is not to be ranked by what it did before.
  if (!cell.measured()) return {};
  return cell.cell.pattern == Pattern::round_trip ? round_trip_figures(cell) : stream_figures(cell);
}

std::optional<Estimate> figure_of(const CellResult& cell, std::string_view metric) {
  for (const Figure& candidate : figures_of(cell)) {
    if (candidate.metric == metric) return candidate.estimate;
  }
  return {};
}

std::string_view main_metric(Pattern pattern) {
  return pattern == Pattern::round_trip ? "rtt_p50" : "throughput";
}

bool lower_is_better(std::string_view metric) {
  return metric.starts_with("rtt_") || metric == "loss";
}

}  // namespace ipcbench
