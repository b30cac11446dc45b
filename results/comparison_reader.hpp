// Reading back what a comparison found: who was compared, the verdict, and every finding.
#pragma once

#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// The comparison in a text; nothing if it is a document of another kind, or none. The slices that
/// the findings are made of stay in the file: the cells have no rounds. Never throws.
[[nodiscard]] std::optional<Expected<Comparison>> comparison_from_json(std::string_view text);

}  // namespace ipcbench
