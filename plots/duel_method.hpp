// How a comparison is judged, as short as a page can say it.
#pragma once

#include <string>

#include "results/verdict.hpp"

namespace ipcbench {

/// Paragraphs, as markup, with the anchor method-figures.
[[nodiscard]] std::string duel_method(Comparison::Method method);

}  // namespace ipcbench
