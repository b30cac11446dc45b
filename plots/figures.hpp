// The figures of a result, each as a file: what a report and a gallery consist of.
#pragma once

#include <string>
#include <vector>

#include "plots/palette.hpp"
#include "results/model.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

struct FigureOptions {
  Theme theme = Theme::both;
  /// Of files and ids, lower case letters, digits and dashes: for pages with several results.
  std::string prefix = {};
};

struct NamedFigure {
  std::string file;   ///< "round-trip-cross-spread-64.svg"
  std::string title;  ///< "Round trip, cross: how the trials scatter at 64 B"
  std::string svg;
};

/// All that can be drawn of a run, placement by placement and pattern by pattern, the matrix first.
/// Files have different names, and so have the elements in them: they may stand in one page, and
/// with other prefixes also those of several results.
[[nodiscard]] std::vector<NamedFigure> figures_of(const RunResult& run,
                                                  const FigureOptions& options = {});

[[nodiscard]] std::vector<NamedFigure> figures_of(const Comparison& comparison,
                                                  const FigureOptions& options = {});

/// Of these sizes the ones that stand for small and for large messages: nearest to 64 B and to
/// 64 KiB, once if they are the same.
[[nodiscard]] std::vector<std::size_t> exemplary_sizes(const std::vector<std::size_t>& sizes);

}  // namespace ipcbench
