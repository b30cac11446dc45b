// Counters that do not wobble: compared as they are, without statistics.
#pragma once

#include <optional>
#include <string_view>

#include "results/verdict.hpp"

namespace ipcbench {

inline constexpr std::string_view syscalls_metric = "syscalls";

/// Arms that differ by less in their system calls a message do not differ.
inline constexpr double least_syscalls = 0.01;

/// The finding on a cell's system calls a message; nothing if no round counted any. Each arm must
/// have been counted twice with the same result, or else it is only reported.
[[nodiscard]] std::optional<Finding> compare_syscalls(const ComparedCell& cell);

}  // namespace ipcbench
