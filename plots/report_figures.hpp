// The report's fixed figures: as files, and within the page for those who read it without scripts.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "plots/figures.hpp"

namespace ipcbench {

/// The style sheet that they share, once for the page. On paper they are light.
[[nodiscard]] std::string report_figure_style();

struct FixedFigures {
  std::span<const NamedFigure> figures;
  std::string folder;  ///< where their files are
  /// What names of files begin with whose figures are not shown: "round-trip-same-".
  std::vector<std::string> elsewhere;
  std::size_t most_bytes;
};

/// The figures in the page, each with a link to its file and to how it was measured. Those of other
/// placements (`elsewhere`), those that the page has as tables, and what is beyond `most_bytes`,
/// are linked only.
[[nodiscard]] std::string report_figures(const FixedFigures& fixed);

}  // namespace ipcbench
