// Runs of mechanisms that do not exist, for recommendations: their descriptors and figures are set.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "results/recommendation.hpp"
#include "tests/unit/made_up_runs.hpp"

namespace ipcbench {

/// A run to which cells are added by name, with a sleeping, related, reliable mechanism of
/// messages.
class MadeUpRun {
 public:
  CellResult& add(const std::string& name, double level, std::size_t bytes = 4096,
                  const MadeUpCell& like = {}) {
    MadeUpCell made = like;
    made.level = level;
    CellResult cell = maker_.cell(1, made);
    cell.cell.mechanism = cell.mechanism.name = name;
    cell.cell.message_bytes = bytes;
    cell.mechanism.senders = Senders::one;
    run.cells.push_back(std::move(cell));
    return run.cells.back();
  }
  CellResult& add_stream(const std::string& name, double level, std::size_t bytes = 4096) {
    return add(name, level, bytes, {.pattern = Pattern::stream});
  }

 private:
  RunMaker maker_{7};

 public:
  RunResult run = maker_.run(0);
};

inline std::vector<std::string> ranked(const Recommendation& made) {
  std::vector<std::string> rows;
  for (const Candidate& candidate : made.ranking) rows.push_back(candidate.row);
  return rows;
}

inline std::vector<std::string> left_out(const Recommendation& made) {
  std::vector<std::string> rows;
  for (const Exclusion& exclusion : made.excluded) rows.push_back(exclusion.row);
  return rows;
}

}  // namespace ipcbench
