// A suite's matrices and the cells that they come to.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bench/tuning.hpp"
#include "harness/cell.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

/// Cells by their properties. What is not given: everything in an exclude, what the matrix says in
/// an include, the usual in a matrix.
struct Selection {
  std::optional<std::vector<std::string_view>> mechanisms;
  std::optional<std::vector<std::size_t>> sizes;
  std::optional<std::vector<Pattern>> patterns;
  std::optional<std::vector<Placement>> placements;
  std::vector<Tuning> tunings;
};

/// All combinations of its own, less the excludes, plus the includes.
struct Matrix {
  Selection own;
  std::vector<Selection> excludes;
  std::vector<Selection> includes;
};

/// More cells than anybody waits for.
inline constexpr std::size_t most_cells = 10'000;

/// What the matrices come to, each cell once, in the order of the tables. Of `narrowed`, the
/// mechanisms are those that stay; sizes, patterns and placements replace the suite's; tunings come
/// on top. `usual` is where cells are measured when nobody says. Throws UsageError if there are
/// more than `most_cells`; there may be none.
[[nodiscard]] std::vector<Cell> cells_of(const std::vector<Matrix>& matrices,
                                         const Selection& narrowed, const Placement& usual);

}  // namespace ipcbench
