// The figures of all cells of a run, computed once: charts ask for them again and again.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "results/figures.hpp"
#include "results/model.hpp"

namespace ipcbench {

class Measurements {
 public:
  explicit Measurements(const RunResult& run) {
    for (const CellResult& cell : run.cells) figures_.emplace(&cell, figures_of(cell));
  }

  /// What figure_of() says, too.
  [[nodiscard]] std::optional<Estimate> find(const CellResult& cell,
                                             std::string_view metric) const {
    const auto found = figures_.find(&cell);
    if (found == figures_.end()) return figure_of(cell, metric);
    for (const Figure& figure : found->second) {
      if (figure.metric == metric) return figure.estimate;
    }
    return {};
  }

 private:
  std::map<const CellResult*, std::vector<Figure>> figures_;
};

}  // namespace ipcbench
