// A run as text tables for a terminal.
#pragma once

#include <string>

#include "results/model.hpp"

namespace ipcbench {

enum class Colour { off, on };

/// A table for each pattern and placement, at most `width` columns wide: mechanisms downwards,
/// sizes across, the best of each size marked; then what is missing and why.
[[nodiscard]] std::string text_tables(const RunResult& run, std::size_t width, Colour colour);

/// "64 B", "4 KiB", "1000 B", "1 MiB"
[[nodiscard]] std::string size_text(std::size_t bytes);

}  // namespace ipcbench
