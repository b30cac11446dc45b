// Reading a result file back, whoever wrote it.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// A whole file as text, up to the limit of what is parsed; "-" is standard input.
[[nodiscard]] Expected<std::string> read_json_text(const std::string& path);

/// The run in a file; "-" is standard input. The error says in one line what is wrong and where.
[[nodiscard]] Expected<RunResult> read_result(const std::string& path);

/// The run in a text. Accepts this version of the format and older ones, ignores keys that it does
/// not know, computes again what follows from the trials. Never throws; memory is bounded.
[[nodiscard]] Expected<RunResult> result_from_json(std::string_view text);

}  // namespace ipcbench
