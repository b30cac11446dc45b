// A cell of a stored result beside the same cell of a new one: the findings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// The same cell in the stored run, in the new one, and in the runs before, the oldest first.
struct CellHistory {
  const CellResult* older = nullptr;
  const CellResult* newer = nullptr;
  std::vector<const CellResult*> earlier = {};  ///< the stored one last
};

/// What can be compared of a cell that both have. Of one that only one of them measured, why.
[[nodiscard]] std::vector<Finding> stored_findings(const CellHistory& cell,
                                                   const ComparisonRules& rules,
                                                   const std::vector<std::string>& metrics);

/// Of the calls a message; a stored result has one count, so only a whole number is exact.
[[nodiscard]] std::optional<Finding> stored_syscalls(const CellHistory& cell);

}  // namespace ipcbench
