// A comparison as text for a terminal: the verdict first, then what it is made of.
#pragma once

#include <string>

#include "plots/table.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// What changed and what nobody knows; or everything, also what did not change.
enum class Detail { changes, all };

/// Lines of at most `width` columns, from 80 on.
[[nodiscard]] std::string verdict_table(const Comparison& comparison, std::size_t width,
                                        Colour colour, Detail detail);

}  // namespace ipcbench
