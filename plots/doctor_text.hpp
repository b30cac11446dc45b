// What the doctor found, as text for a terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/doctor.hpp"
#include "harness/noise.hpp"
#include "plots/table.hpp"

namespace ipcbench {

/// The verdict, then what is wrong, worst first, then what is fine, at most `width` columns wide.
[[nodiscard]] std::string doctor_text(const std::vector<Symptom>& findings,
                                      const std::optional<Noise>& noise, std::size_t width,
                                      Colour colour);

/// Words in lines of at most `width` columns, each line after `indent` blanks.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t indent, std::size_t width);

}  // namespace ipcbench
