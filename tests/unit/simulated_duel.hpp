// Whole duels on machines that are made up: for the rates of what the judge gets wrong.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "results/figures.hpp"
#include "results/judge.hpp"

namespace ipcbench {

/// 30 cells as a suite has them: five mechanisms, six sizes each, or streams.
inline Comparison made_up_duel(Pattern pattern = Pattern::round_trip, std::size_t mechanisms = 5,
                               std::size_t sizes = 6) {
  Comparison duel;
  for (std::size_t mechanism = 0; mechanism < mechanisms; ++mechanism) {
    for (std::size_t size = 0; size < sizes; ++size) {
      duel.cells.push_back({.cell = {.pattern = pattern,
                                     .mechanism = std::string("m") + std::to_string(mechanism),
                                     .message_bytes = std::size_t{64} << size,
                                     .placement = {}}});
    }
  }
  return duel;
}

/// The next round's changes of all cells; B's true changes are added by it.
using DrawRound = std::function<std::vector<double>()>;

inline void add_round(Comparison& duel, const std::vector<std::size_t>& cells,
                      DuelRound::Phase phase, std::uint64_t number, const DrawRound& draw) {
  const auto changes = draw();
  for (const std::size_t index : cells) {
    ComparedCell& cell = duel.cells[index];
    cell.rounds.push_back(round_of_change(cell.cell.pattern, changes[index], phase, number));
  }
}

/// Screening, candidates, fresh rounds for at most `most_confirmed` cells, verdict.
inline void run_duel(Comparison& duel, const DrawRound& draw, std::size_t most_confirmed = 30) {
  std::vector<std::size_t> cells(duel.cells.size());
  for (std::size_t index = 0; index < cells.size(); ++index) cells[index] = index;
  std::uint64_t number = 0;
  for (unsigned round = 0; round < duel.rules.screening_rounds; ++round) {
    add_round(duel, cells, DuelRound::Phase::screening, number++, draw);
  }
  auto [chosen, unclear, undecided] = candidates(duel);
  chosen.insert(chosen.end(), unclear.begin(), unclear.end());
  chosen.insert(chosen.end(), undecided.begin(), undecided.end());
  if (chosen.size() > most_confirmed) chosen.resize(most_confirmed);
  for (unsigned round = 0; round < duel.rules.confirmation_rounds; ++round) {
    add_round(duel, chosen, DuelRound::Phase::confirmation, number++, draw);
  }
  judge(duel);
}

}  // namespace ipcbench
