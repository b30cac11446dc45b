// The ranking of a recommendation as a text table.
#pragma once

#include <cstddef>
#include <string>

#include "results/recommendation.hpp"

namespace ipcbench {

/// With its title, and below it what its marks and words mean.
[[nodiscard]] std::string ranking_table(const RunResult& run, const Recommendation& made,
                                        std::size_t width);

}  // namespace ipcbench
