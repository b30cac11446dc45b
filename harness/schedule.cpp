// Seeded shuffling.
#include "harness/schedule.hpp"

#include <utility>

namespace ipcbench {

std::vector<std::size_t> Schedule::shuffled(std::vector<std::size_t> cells) {
  // std::shuffle may draw differently from library to library. The bias of a modulo is one part in
  // 2^64 over the number of cells.
  for (std::size_t i = cells.size(); i > 1; --i) std::swap(cells[i - 1], cells[random_() % i]);
  return cells;
}

}  // namespace ipcbench
