// From trials to figures.
#include "results/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>

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

std::vector<Figure> round_trip_figures(const CellResult& cell, const Trials& trials) {
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

double messages_per_second(const TrialRecord& trial) {
  const auto elapsed_ns = static_cast<double>(std::max<std::int64_t>(trial.elapsed_ns(), 1));
  return static_cast<double>(trial.received()) / elapsed_ns * 1e9;
}

double megabytes_per_second(const CellResult& cell, const TrialRecord& trial) {
  return messages_per_second(trial) * static_cast<double>(cell.cell.message_bytes) / 1e6;
}

/// What a trial adds to the cell's main figure.
double main_value(const CellResult& cell, const TrialRecord& trial) {
  return cell.cell.pattern == Pattern::round_trip ? trial.p50_ns
                                                  : megabytes_per_second(cell, trial);
}

std::vector<Figure> stream_figures(const CellResult& cell, const Trials& trials) {
  return {
      figure(
          "throughput", "MB/s",
          over_trials(trials, [&](const TrialRecord& t) { return megabytes_per_second(cell, t); })),
      figure("messages", "1/s", over_trials(trials, messages_per_second)),
      figure("loss", "ratio", over_trials(trials, loss)),
  };
}

/// A cost is divided by messages; a round trip is two. Nothing where usage was not counted.
using CostOf = std::function<double(const TrialRecord&)>;

void append_cost(std::vector<Figure>& figures, std::string_view metric, std::string_view unit,
                 const Trials& trials, const CostOf& cost) {
  const bool counted = std::ranges::all_of(
      trials, [](const TrialRecord& trial) { return trial.usage_messages != 0; });
  if (!counted) return;
  figures.push_back(figure(metric, unit, over_trials(trials, [&](const TrialRecord& trial) {
                             return cost(trial) / static_cast<double>(trial.usage_messages);
                           })));
}

template <class Number>
CostOf both(Number Usage::* part) {
  return [part](const TrialRecord& trial) {
    return static_cast<double>(trial.client.*part) + static_cast<double>(trial.server.*part);
  };
}

/// Of the trials that have them; without the kernel's part they are called so.
void append_counters(std::vector<Figure>& figures, const Trials& trials) {
  Trials counted;
  std::ranges::copy_if(trials, std::back_inserter(counted), [](const TrialRecord& trial) {
    return trial.counters && trial.counters->messages != 0;
  });
  if (counted.empty()) return;
  const bool kernel =
      std::ranges::all_of(counted, [](const TrialRecord& trial) { return trial.counters->kernel; });
  const auto append = [&](std::string_view metric, std::string_view of_user,
                          std::uint64_t Counters::* counter) {
    figures.push_back(
        figure(kernel ? metric : of_user, "1", over_trials(counted, [&](const TrialRecord& trial) {
                 return static_cast<double>((*trial.counters).*counter) /
                        static_cast<double>(trial.counters->messages);
               })));
  };
  append("cycles_per_message", "user_cycles_per_message", &Counters::cycles);
  append("instructions_per_message", "user_instructions_per_message", &Counters::instructions);
  append("cache_misses_per_message", "user_cache_misses_per_message", &Counters::cache_misses);
}

/// Of both sides together, a message.
void append_cost_figures(std::vector<Figure>& figures, const CellResult& cell,
                         const Trials& trials) {
  append_cost(figures, "cpu_per_message", "ns", trials, both(&Usage::cpu_ns));
  append_cost(figures, "user_per_message", "ns", trials, both(&Usage::user_ns));
  append_cost(figures, "system_per_message", "ns", trials, both(&Usage::system_ns));
  append_cost(figures, "voluntary_switches_per_message", "1", trials,
              both(&Usage::voluntary_switches));
  append_cost(figures, "involuntary_switches_per_message", "1", trials,
              both(&Usage::involuntary_switches));
  append_cost(figures, "faults_per_message", "1", trials, [](const TrialRecord& trial) {
    return both(&Usage::minor_faults)(trial) + both(&Usage::major_faults)(trial);
  });
  append_counters(figures, trials);
  if (cell.syscalls) {
    figures.push_back(
        figure("syscalls_per_message", "1", {.value = *cell.syscalls, .interval = {}}));
  }
}

}  // namespace

std::vector<Figure> figures_of(const CellResult& cell) {
  // A cell that failed later is not to be ranked by what it did before.
  if (!cell.measured()) return {};
  Trials trials;
  std::ranges::copy_if(cell.trials, std::back_inserter(trials), &TrialRecord::counted);
  // A trial that lost every answer has no round trip to tell of.
  if (cell.cell.pattern == Pattern::round_trip) {
    std::erase_if(trials, [](const TrialRecord& trial) { return trial.round_trips == 0; });
  }
  if (trials.empty()) return {};
  auto figures = cell.cell.pattern == Pattern::round_trip ? round_trip_figures(cell, trials)
                                                          : stream_figures(cell, trials);
  append_cost_figures(figures, cell, trials);
  return figures;
}

std::optional<Estimate> figure_of(const CellResult& cell, std::string_view metric) {
  for (const Figure& candidate : figures_of(cell)) {
    if (candidate.metric == metric) return candidate.estimate;
  }
  return {};
}

std::vector<double> main_values_of(const CellResult& cell) {
  std::vector<double> values;
  for (const TrialRecord& trial : cell.trials) {
    const bool is_empty = cell.cell.pattern == Pattern::round_trip && trial.round_trips == 0;
    if (trial.counted && !is_empty) values.push_back(main_value(cell, trial));
  }
  return values;
}

std::optional<double> trial_value(const CellResult& cell, const TrialRecord& trial,
                                  std::string_view metric) {
  if (metric == "cpu_per_message") {
    if (trial.usage_messages == 0) return {};
    return both(&Usage::cpu_ns)(trial) / static_cast<double>(trial.usage_messages);
  }
  if (metric == "throughput") return megabytes_per_second(cell, trial);
  if (metric == "rtt_p50" && trial.round_trips > 0) return trial.p50_ns;
  if (metric == "rtt_p99" && trial.round_trips >= p99_messages) return trial.p99_ns;
  return {};
}

double half_width_ratio(const Estimate& estimate) {
  if (!estimate.interval || estimate.value == 0) return std::numeric_limits<double>::infinity();
  return (estimate.interval->second - estimate.interval->first) / 2 / estimate.value;
}

bool reached_target(const CellResult& cell, double target_ratio) {
  std::vector<double> values;
  for (const TrialRecord& trial : cell.trials) {
    if (trial.counted) values.push_back(main_value(cell, trial));
  }
  // Stopping at the first narrow interval would prefer those that are narrow by luck, and 95 %
  // intervals would cover in 91 %. Two in a row, a rank wider than what is shown, cover in 94 %.
  for (int looks = 0; looks < 2; ++looks) {
    if (values.size() < trials_for_interval) return false;
    if (half_width_ratio(median_with_wider_interval(values)) > target_ratio) return false;
    values.pop_back();
  }
  return true;
}

std::string_view main_metric(Pattern pattern) {
  return pattern == Pattern::round_trip ? "rtt_p50" : "throughput";
}

bool lower_is_better(std::string_view metric) {
  return metric != "throughput" && metric != "throughput_to_best" && metric != "messages";
}

}  // namespace ipcbench
