// Reading a comparison back, of a duel or of stored results: what comparison_json() wrote.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "results/json_document.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// How such a document says what it is.
inline constexpr std::string_view comparison_schema = "ipcbench-comparison";

/// Verdicts are as they were given: nothing is judged again. Ignores keys that it does not know.
/// The error says in one line what is wrong and where.
[[nodiscard]] std::expected<Comparison, std::string> read_comparison(const Json& tree);

}  // namespace ipcbench
