// The words of a self-test: what its rates, its correlation and its cells are called in each
// report.
#pragma once

#include <string>
#include <vector>

#include "results/self_test_series.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

/// "0 of 3 duels of this program with itself found a regression"
[[nodiscard]] std::string self_test_headline(const SelfTestSeries& series);
/// What that means, how often a duel said nothing, and whether rounds hang together.
[[nodiscard]] Facts self_test_facts(const SelfTestSeries& series);

/// A line of the table of cells.
struct PowerWords {
  std::string cell, metric, slowdown, delta;
};
[[nodiscard]] std::vector<PowerWords> power_words(const SelfTestSeries& series);
/// Above the table, and below it: a sentence a metric, and what helps a machine that sees little.
[[nodiscard]] std::string power_title();
[[nodiscard]] std::vector<std::string> power_summary(const SelfTestSeries& series);

}  // namespace ipcbench
