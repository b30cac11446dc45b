// The report's fixed figures: as files, and within the page for those who read it without scripts.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "plots/figures.hpp"

namespace ipcbench {

/// The style sheet that they share, once for the page. On paper they are light.
[[nodiscard]] std::string report_figure_style();

/// The figures in the page, each with a link to its file in the folder and to how it was measured;
/// those that the page has as tables, and what is beyond `most_bytes`, are linked only.
[[nodiscard]] std::string report_figures(std::span<const NamedFigure> figures,
                                         std::string_view folder, std::size_t most_bytes);

}  // namespace ipcbench
