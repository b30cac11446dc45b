// A recommendation for programs; its keys are described in docs/recommend.md.
#pragma once

#include <string>

#include "results/recommendation.hpp"

namespace ipcbench {

[[nodiscard]] std::string recommendation_json(const Recommendation& recommendation);

}  // namespace ipcbench
