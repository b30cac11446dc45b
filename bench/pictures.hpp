// Figures as PNG, by a program that others have written: rsvg-convert.
#pragma once

#include <string>

namespace ipcbench {

/// Throws UsageError if there is no rsvg-convert, before anything is written.
void require_pictures();

/// "a.svg" becomes "a.png" beside it, twice as large as on a screen. Throws UsageError.
void make_picture(const std::string& svg_path);

}  // namespace ipcbench
