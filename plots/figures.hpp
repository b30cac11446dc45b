// The figures of a result, each as a file: what a report and a gallery consist of.
#pragma once

#include <string>
#include <vector>

#include "plots/palette.hpp"
#include "results/model.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

struct NamedFigure {
  std::string file;   ///< "round_trip-cross-matrix.svg"
  std::string title;  ///< for a list of them
  std::string svg;
};

/// All that can be drawn of a run, pattern by pattern and placement by placement, the matrix first.
[[nodiscard]] std::vector<NamedFigure> figures_of(const RunResult& run, Theme theme = Theme::both);

}  // namespace ipcbench
