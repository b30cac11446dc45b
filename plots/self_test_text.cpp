// Wording a self-test.
#include "plots/self_test_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "plots/layout.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

std::string percent(double part) {
  return fmt::format("{} %", brief_number(part * 100));
}

/// A cell's smallest change, as the median of the duels that have one.
std::optional<double> detectable(const SelfTestSeries& series, std::size_t cell) {
  std::vector<double> values;
  for (const SelfTest& test : series.tests()) {
    if (cell >= test.cells.size()) continue;
    if (const auto& smallest = test.cells[cell].detectable) values.push_back(*smallest);
  }
  if (values.empty()) return {};
  return median(values);
}

void add_alarms(std::string& text, const SelfTestSeries& series) {
  text +=
      fmt::format("{} of {} duels of the program with itself found a regression: false alarms\n",
                  series.with_regression(), series.jobs());
  text += fmt::format("(so at most {} of all such duels would, with 95 % confidence)\n",
                      percent(rate_upper_bound(series.with_regression(), series.jobs())));
  if (series.unfit() != 0) {
    text += fmt::format("{} of them would have been inconclusive: the machine was too restless\n",
                        series.unfit());
  }
  std::size_t jobs = 0, alarms = 0;
  for (const SelfTest& test : series.tests()) {
    jobs += test.jobs;
    alarms += test.jobs_with_regression;
  }
  text += fmt::format(
      "{} of {} duels made of their rounds, with A and B swapped at random: {}, at most {}\n",
      alarms, jobs,
      percent(static_cast<double>(alarms) / static_cast<double>(std::max<std::size_t>(jobs, 1))),
      percent(rate_upper_bound(alarms, jobs)));
}

void add_cells(std::string& text, const SelfTestSeries& series, std::size_t width) {
  const std::vector<CellPower>& cells = series.tests().front().cells;
  std::size_t columns = 4;
  for (const CellPower& cell : cells) columns = std::max(columns, cell.cell.size());
  columns = std::min(columns, width > 40 ? width - 34 : std::size_t{40});
  text += "\nthe smallest slowdown that this machine finds nine times out of ten:\n";
  append_line(text, fmt::format("{:<{}} {:>12} {:>10} {:>7}", "cell", columns, "metric", "slowdown",
                                "delta"));
  std::vector<double> all;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto smallest = detectable(series, i);
    if (smallest) all.push_back(*smallest);
    append_line(text, fmt::format("{:<{}} {:>12} {:>10} {:>7}", cells[i].cell.substr(0, columns),
                                  columns, cells[i].metric, smallest ? percent(*smallest) : "none",
                                  percent(cells[i].delta)));
  }
  if (all.empty()) return;
  text += fmt::format("half of the cells: {} or less; the worst: {}\n", percent(median(all)),
                      percent(*std::ranges::max_element(all)));
}

}  // namespace

void SelfTestSeries::add(const Comparison& comparison) {
  tests_.push_back(self_test_of(comparison));
  if (!comparison.fit) ++unfit_;
  if (comparison.verdict == Verdict::regression) ++with_regression_;
}

std::string self_test_text(const SelfTestSeries& series, std::size_t width) {
  std::string text;
  if (series.jobs() == 0) return "no duel came to its end\n";
  add_alarms(text, series);
  add_cells(text, series, width);
  return text;
}

}  // namespace ipcbench
