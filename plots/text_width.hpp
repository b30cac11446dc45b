// How wide a text will be, without the font: an estimate that errs to the wide side.
#pragma once

#include <string>
#include <string_view>

namespace ipcbench {

/// In units of the drawing, for a sans-serif font of so many units.
[[nodiscard]] double text_width(std::string_view text, double font_size);

/// The text, or its beginning and "…", so that it is at most so wide.
[[nodiscard]] std::string fitting(std::string_view text, double font_size, double most_width);

}  // namespace ipcbench
