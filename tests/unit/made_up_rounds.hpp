// Duels of a few cells with changes as a test wants them.
#pragma once

#include <cstddef>
#include <vector>

#include "simulated_duel.hpp"

namespace ipcbench {

/// Changes around a middle, none like the other.
inline std::vector<double> around(double middle, double spread, std::size_t count) {
  std::vector<double> changes;
  for (std::size_t index = 0; index < count; ++index) {
    const double side = index % 2 == 0 ? 1 : -1;
    changes.push_back(middle +
                      side * spread * static_cast<double>(index + 1) / static_cast<double>(count));
  }
  return changes;
}

inline void add_rounds(ComparedCell& cell, DuelRound::Phase phase,
                       const std::vector<double>& changes) {
  for (const double change : changes) {
    cell.rounds.push_back(round_of_change(cell.cell.pattern, change, phase, cell.rounds.size()));
  }
}

/// A duel of cells with about these changes in six rounds.
inline Comparison duel_of(const std::vector<double>& middles, double spread = 0.005,
                          Pattern pattern = Pattern::round_trip) {
  Comparison duel = made_up_duel(pattern, middles.size(), 1);
  for (std::size_t cell = 0; cell < middles.size(); ++cell) {
    add_rounds(duel.cells[cell], DuelRound::Phase::screening, around(middles[cell], spread, 6));
  }
  return duel;
}

inline void confirm(ComparedCell& cell, double middle) {
  add_rounds(cell, DuelRound::Phase::confirmation, around(middle, 0.005, 15));
}

inline const Finding& main_finding(const Comparison& duel, std::size_t cell = 0) {
  return duel.cells.at(cell).findings.at(0);
}

}  // namespace ipcbench
