// The parts of Google Benchmark's JSON that a run and a comparison have in common.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "results/json_document.hpp"
#include "results/model.hpp"

namespace ipcbench {

[[nodiscard]] Json gbench_context(const std::string& started_at, const Environment& environment);
/// The fields that every entry of a cell begins with.
[[nodiscard]] Json gbench_entry(const Cell& cell, std::size_t family, std::string_view suffix,
                                std::string_view run_type);

}  // namespace ipcbench
