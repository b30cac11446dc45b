// What the files of figures are called: "round-trip-cross-lines.svg".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "results/model.hpp"

namespace ipcbench {

/// "round-trip-cross-": so the names of a pattern's figures at a placement begin. "run-cross-":
/// those of no pattern.
[[nodiscard]] std::string figure_start(std::optional<Pattern> pattern, const Placement& placement);
/// "round-trip-": those of a pattern at all placements.
[[nodiscard]] std::string figure_start(std::optional<Pattern> pattern);

/// Whether this program calls a figure so, as SVG or as PNG.
[[nodiscard]] bool is_figure_file(std::string_view name);

}  // namespace ipcbench
