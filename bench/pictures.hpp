// Figures as PNG, by a program that others have written: rsvg-convert.
#pragma once

#include <string>
#include <vector>

namespace ipcbench {

/// Whether there is an rsvg-convert that works.
[[nodiscard]] bool can_make_pictures();

/// "a.svg" becomes "a.png" beside it, twice as large as on a screen; several at a time. Throws
/// UsageError for the first that cannot be made, when all that were begun have ended.
void make_pictures(const std::vector<std::string>& svg_paths);

}  // namespace ipcbench
