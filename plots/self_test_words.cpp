// Wording a self-test.
#include "plots/self_test_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/plain_text.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

/// A machine that sees no less than so many delta is not asked the right question.
constexpr double far_beyond_delta = 2;

std::string false_alarm_words(const SelfTestSeries& series) {
  return fmt::format("at most {} of such duels, with 95 % confidence; more --jobs say it better",
                     percent_words(series.false_alarms().at_most()));
}

/// Those that are drawn again, as far as they were asked for.
std::vector<std::string> drawn_metrics(const ComparisonRules& rules) {
  std::vector<std::string> metrics;
  for (const char* metric : {"rtt_p50", "throughput"}) {
    if (rules.wants(metric)) metrics.push_back(metric_words(metric));
  }
  return metrics;
}

std::string resampled_words(const SelfTestSeries& series, const std::vector<std::string>& metrics) {
  const Frequency resampled = series.resampled_false_alarms();
  if (resampled.trials == 0) return "nothing: there were too few rounds";
  return fmt::format(
      "{} of {} duels made of these rounds, A and B swapped at random in each, would be false "
      "alarms by their {} (nothing else is drawn): {}, at most {}; --alpha allows {}",
      resampled.events, resampled.trials, fmt::join(metrics, " and "),
      percent_words(resampled.rate()), percent_words(resampled.at_most()),
      percent_words(series.frame().rules.alpha));
}

std::string inconclusive_words(const SelfTestSeries& series) {
  const Frequency open = series.inconclusive();
  std::string text = fmt::format("{} of {} (exit code 3 in a pipeline)", open.events, open.trials);
  if (const Frequency unfit = series.unfit(); unfit.events != 0) {
    text += fmt::format(", {} because the machine was too restless by its control cell",
                        unfit.events == open.events ? "all" : std::to_string(unfit.events));
  }
  return text;
}

std::string correlation_words(const Correlation& correlation) {
  const std::string text = fmt::format(
      "what one shows and what the next one shows correlate by {:+.2f}: ", correlation.value);
  if (correlation.is_there()) {
    return text +
           "rounds hang together here, and the more they do, the more false alarms there are than "
           "--alpha allows; look for what slows this machine for seconds (ipcbench doctor)";
  }
  return text + fmt::format(
                    "no sign that they hang together, which the tests take for granted (up to "
                    "{:.2f} may be chance; more --jobs say it better)",
                    correlation.by_chance);
}

/// The values of a metric's cells, and its delta.
struct MetricPower {
  std::vector<double> detectable = {};
  std::size_t blind = 0;
  double delta = 0;
};

std::map<std::string, MetricPower> by_metric(const SelfTestSeries& series) {
  std::map<std::string, MetricPower> metrics;
  for (const CellPower& cell : series.cells()) {
    MetricPower& metric = metrics[cell.metric];
    metric.delta = cell.delta;
    if (cell.detectable) {
      metric.detectable.push_back(*cell.detectable);
    } else {
      ++metric.blind;
    }
  }
  return metrics;
}

/// What those cells see that see anything.
std::string sight_words(const std::string& name, const MetricPower& metric) {
  const std::string shown = metric_words(name);
  const std::string worst = percent_words(std::ranges::max(metric.detectable));
  if (metric.blind >= metric.detectable.size()) {
    return fmt::format("{}: the worst of the others finds {}; give it time (--budget)", shown,
                       worst);
  }
  // A blind one would find only what is larger than anything.
  std::vector<double> all = metric.detectable;
  all.resize(all.size() + metric.blind, HUGE_VAL);
  const double half = median(std::move(all));
  std::string line =
      fmt::format("{}: half of the cells find {} or less; the worst{}: {}", shown,
                  percent_words(half), metric.blind == 0 ? "" : " that finds any", worst);
  if (half > far_beyond_delta * metric.delta) {
    line += fmt::format(
        ". A delta of {} is too small for this machine: give it time (--budget), or ask for larger "
        "changes (--delta {}={:.0f}%)",
        percent_words(metric.delta), name, std::ceil(half * 100));
  }
  return line;
}

}  // namespace

std::string self_test_headline(const SelfTestSeries& series) {
  const Frequency alarms = series.false_alarms();
  return fmt::format("{} of {} {} of this program with itself found a regression", alarms.events,
                     alarms.trials, alarms.trials == 1 ? "duel" : "duels");
}

Facts self_test_facts(const SelfTestSeries& series) {
  Facts facts = {{"false alarms", false_alarm_words(series)}};
  if (const auto metrics = drawn_metrics(series.frame().rules); !metrics.empty()) {
    facts.emplace_back("drawn again", resampled_words(series, metrics));
  }
  facts.emplace_back("inconclusive", inconclusive_words(series));
  if (const auto correlation = series.autocorrelation()) {
    facts.emplace_back("rounds", correlation_words(*correlation));
  }
  return facts;
}

std::vector<PowerWords> power_words(const SelfTestSeries& series) {
  std::vector<PowerWords> words;
  for (const CellPower& cell : series.cells()) {
    words.push_back({.cell = plain_line(cell.cell, 120),
                     .metric = metric_words(cell.metric),
                     .slowdown = cell.detectable ? percent_words(*cell.detectable) : "none",
                     .delta = percent_words(cell.delta)});
  }
  return words;
}

std::string power_title() {
  return "the smallest slowdown that this machine finds nine times out of ten";
}

std::vector<std::string> power_summary(const SelfTestSeries& series) {
  std::vector<std::string> lines;
  for (const auto& [name, metric] : by_metric(series)) {
    if (metric.blind != 0) {
      lines.push_back(
          fmt::format("{}: {} of its cells would find none, however large: too few rounds",
                      metric_words(name), metric.blind));
    }
    if (!metric.detectable.empty()) lines.push_back(sight_words(name, metric));
  }
  return lines;
}

}  // namespace ipcbench
