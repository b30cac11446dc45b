// Reading a result file back, whoever wrote it.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/error.hpp"
#include "results/model.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// The run in a file; "-" is standard input. The error says in one line what is wrong and where.
[[nodiscard]] Expected<RunResult> read_result(const std::string& path);

/// The run in a text. Accepts this version of the format and older ones, ignores keys that it does
/// not know, computes again what follows from the trials. Never throws; memory is bounded.
[[nodiscard]] Expected<RunResult> result_from_json(std::string_view text);

/// What a file may hold: a run, or what `duel` and `compare` write.
using Document = std::variant<RunResult, Comparison>;

/// The same for either.
[[nodiscard]] Expected<Document> read_document(const std::string& path);
[[nodiscard]] Expected<Document> document_from_json(std::string_view text);

}  // namespace ipcbench
