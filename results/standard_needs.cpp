// Asking the questions.
#include "results/standard_needs.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ipcbench {

namespace {

constexpr std::array<std::size_t, 3> usual_sizes = {64, 4096, 65536};

constexpr std::array all_standard_needs = {StandardNeed::any, StandardNeed::no_spin,
                                           StandardNeed::unrelated, StandardNeed::boundaries,
                                           StandardNeed::stream};

/// Sizes are near to each other by their ratio.
double distance(std::size_t a, std::size_t b) {
  return std::abs(std::log(static_cast<double>(a)) - std::log(static_cast<double>(b)));
}

/// Each usual size, or what is nearest to it; no size twice.
std::vector<std::size_t> nearest_sizes(const std::vector<std::size_t>& measured) {
  std::vector<std::size_t> nearest;
  if (measured.empty()) return nearest;
  for (const std::size_t usual : usual_sizes) {
    const std::size_t size =
        *std::ranges::min_element(measured, {}, [&](std::size_t s) { return distance(s, usual); });
    if (std::ranges::find(nearest, size) == nearest.end()) nearest.push_back(size);
  }
  return nearest;
}

Needs needs_of(StandardNeed standard) {
  Needs needs;
  if (standard == StandardNeed::any) return needs;
  needs.needs.push_back(Need::no_spin);
  if (standard == StandardNeed::unrelated) needs.needs.push_back(Need::unrelated);
  if (standard == StandardNeed::boundaries) needs.needs.push_back(Need::boundaries);
  if (standard == StandardNeed::stream) needs.pattern = Pattern::stream;
  needs.ranked_by = usual_ranking(needs.pattern);
  return needs;
}

std::vector<StandardAnswer> answers(const RunResult& run, const std::optional<Placement>& where) {
  std::vector<StandardAnswer> all;
  for (const StandardNeed standard : all_standard_needs) {
    Needs needs = needs_of(standard);
    needs.placement = where.value_or(usual_placement(run, needs.pattern));
    const auto measured = measured_sizes(run, needs.pattern, *needs.placement);
    for (const std::size_t bytes : nearest_sizes(measured)) {
      needs.message_bytes = bytes;
      all.push_back({.need = standard, .recommendation = recommend(run, needs)});
    }
  }
  return all;
}

}  // namespace

std::vector<StandardAnswer> best_per_need(const RunResult& run) {
  return answers(run, {});
}

std::vector<StandardAnswer> best_per_need(const RunResult& run, const Placement& placement) {
  return answers(run, placement);
}

}  // namespace ipcbench
