// What the person's terminal can show.
#pragma once

#include <cstddef>
#include <cstdio>

#include "plots/sparkline.hpp"
#include "plots/table.hpp"

namespace ipcbench {

/// Of the terminal behind standard output; 80 without one.
[[nodiscard]] std::size_t terminal_width();
/// Colour only on a terminal, and not if NO_COLOR is set.
[[nodiscard]] Colour colour_of(FILE* file);
/// UTF-8, if the locale of the environment says so: LC_ALL, else LC_CTYPE, else LANG.
[[nodiscard]] Charset charset_of_locale();

}  // namespace ipcbench
