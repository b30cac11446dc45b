// How a duel divides its time.
#pragma once

#include <chrono>
#include <cstddef>

#include "results/verdict.hpp"

namespace ipcbench {

/// A visit of few cells need not fill the budget: nobody waits for the eighth digit.
inline constexpr std::chrono::milliseconds longest_visit{400};
/// Two sessions, their warm-up, and the fewest pairs of slices.
inline constexpr std::chrono::milliseconds shortest_visit{90};
/// Starting four processes.
inline constexpr std::chrono::milliseconds round_start{60};
/// Ending the last processes and judging is within the budget, too.
inline constexpr std::chrono::milliseconds verdict_time{500};

/// What the screening of so many cells needs at least, and a second look at one.
[[nodiscard]] std::chrono::nanoseconds least_budget(std::size_t cells,
                                                    const ComparisonRules& rules);
[[nodiscard]] std::chrono::nanoseconds time_to_screen(std::chrono::nanoseconds budget,
                                                      const ComparisonRules& rules);
/// What fresh rounds take at most: half of the budget, more only of one that is too small.
[[nodiscard]] std::chrono::nanoseconds most_second_look(std::chrono::nanoseconds budget,
                                                        const ComparisonRules& rules);

/// How many fresh rounds of so many cells: those of the rules, and up to twice as many where an
/// all-clear is asked for, which more rounds serve better than longer visits.
[[nodiscard]] unsigned fresh_rounds(std::chrono::nanoseconds time, std::size_t cells,
                                    const ComparisonRules& rules);

[[nodiscard]] inline double seconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace ipcbench
