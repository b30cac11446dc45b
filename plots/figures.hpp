// The figures of a result, each as a file: what a report and a gallery consist of.
#pragma once

#include <string>
#include <vector>

#include "plots/palette.hpp"
#include "results/model.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

struct NamedFigure {
  std::string file;   ///< "round-trip-cross-spread-64.svg"
  std::string title;  ///< "Round trip, cross: how the trials scatter at 64 B"
  std::string svg;
};

/// All that can be drawn of a run, placement by placement and pattern by pattern, the matrix first.
/// Files have different names, and so have the elements in them: they may stand in one page.
[[nodiscard]] std::vector<NamedFigure> figures_of(const RunResult& run, Theme theme = Theme::both);

[[nodiscard]] std::vector<NamedFigure> figures_of(const Comparison& comparison,
                                                  Theme theme = Theme::both);

/// Of these sizes the ones that stand for small and for large messages: nearest to 64 B and to
/// 64 KiB, once if they are the same.
[[nodiscard]] std::vector<std::size_t> exemplary_sizes(const std::vector<std::size_t>& sizes);

}  // namespace ipcbench
