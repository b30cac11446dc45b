// The control cell: the same pipe in every round, whose course shows what the machine did.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "harness/cell.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

struct ControlCell {
  Cell cell;
  std::optional<Cpus> cpus;
};

/// It is measured where the first of `cells` that can be `measurable(cell)` is, on two CPUs if
/// there is a choice: one alone has no distance to show.
template <class Result, class Measurable>
[[nodiscard]] ControlCell control_cell_for(const std::vector<Result>& cells,
                                           Measurable measurable) {
  const auto rank = [&](const Result& result) {
    const Cpus cpus = result.cpus.value_or(Cpus{});
    if (!measurable(result)) return 2;
    return cpus.client && cpus.client != cpus.server ? 0 : 1;
  };
  const Result& like = *std::ranges::min_element(cells, {}, rank);
  return {.cell = {.pattern = Pattern::round_trip,
                   .mechanism = "pipe",
                   .message_bytes = 64,
                   .placement = like.cell.placement},
          .cpus = like.cpus};
}

}  // namespace ipcbench
