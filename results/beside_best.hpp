// Each cell of a run beside the best of those that it is ranked with.
#pragma once

#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "results/figures.hpp"
#include "results/model.hpp"
#include "results/row_order.hpp"

namespace ipcbench {

/// "rtt_p50_to_best" or "throughput_to_best".
[[nodiscard]] std::string_view metric_to_best(Pattern pattern);

/// A cell among the cells of its pattern, placement and size whose receivers wait alike, by their
/// main metric. Floors are not ranked.
struct BesideBest {
  Standing standing = Standing::unsure;
  Estimate ratio;          ///< 1 for the best itself
  bool by_rounds = false;  ///< all of them are compared within rounds
};

/// Without what is not ranked: floors, cells without a figure, and a cell that is alone.
using Standings = std::map<const CellResult*, BesideBest>;

[[nodiscard]] Standings beside_best(std::span<const CellResult* const> cells);
[[nodiscard]] Standings beside_best(const RunResult& run);

/// The figures of each cell of the run, in its order, the one to the best included.
[[nodiscard]] std::vector<std::vector<Figure>> all_figures(const RunResult& run);
[[nodiscard]] std::vector<std::vector<Figure>> all_figures(const RunResult& run,
                                                           const Standings& standings);

}  // namespace ipcbench
