// A recommendation for people: the answer in sentences, the ranking, what was left out, caveats.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "results/recommendation.hpp"
#include "results/standard_needs.hpp"

namespace ipcbench {

/// At most `width` columns wide. There must be a winner.
[[nodiscard]] std::string recommendation_text(const RunResult& run, const Recommendation& made,
                                              std::size_t width);

/// The best for each of the questions that everybody asks, a line each.
[[nodiscard]] std::string standard_answers_text(const RunResult& run,
                                                const std::vector<StandardAnswer>& answers,
                                                std::size_t width);

/// Of one that matched nothing: which need left out how many, in a line.
[[nodiscard]] std::string nothing_matched_text(const Recommendation& made);

}  // namespace ipcbench
