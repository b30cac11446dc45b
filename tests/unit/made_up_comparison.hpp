// Comparisons that nobody measured: every verdict, every hole, and names that try to be markup.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// A finding with all of its figures; `change` is a part, 0.05 is B 5 % slower.
[[nodiscard]] Finding made_up_finding(const std::string& metric, Verdict verdict, double change);

/// With six rounds of screening and, if the finding was confirmed, six fresh ones.
[[nodiscard]] ComparedCell made_up_cell(Pattern pattern, const std::string& mechanism,
                                        std::size_t bytes, std::vector<Finding> findings);

/// A duel with a cell of each verdict, mechanisms, and a control that was fit.
[[nodiscard]] Comparison made_up_comparison();

/// The same with names, reasons and commands that try to break out of every format.
[[nodiscard]] Comparison hostile_comparison();

/// All of these and their holes, by name: no rounds, no control, unfit, incomparable, interrupted,
/// no cells, thousands of cells, numbers that are none.
[[nodiscard]] const std::vector<std::pair<std::string, Comparison>>& made_up_comparisons();
/// One of them.
[[nodiscard]] const Comparison& made_up(std::string_view name);

}  // namespace ipcbench
