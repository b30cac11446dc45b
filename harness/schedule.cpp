// Seeded shuffling.
#include "harness/schedule.hpp"

#include <numeric>
#include <random>
#include <utility>

namespace ipcbench {

std::vector<std::vector<std::size_t>> seeded_rounds(std::size_t cells, unsigned rounds,
                                                    std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::vector<std::size_t>> order(rounds);
  for (auto& round : order) {
    round.resize(cells);
    std::iota(round.begin(), round.end(), std::size_t{0});
    // std::shuffle may draw differently from library to library. The bias of a modulo is one part
    // in 2^64 over the number of cells.
    for (std::size_t i = cells; i > 1; --i) std::swap(round[i - 1], round[random() % i]);
  }
  return order;
}

}  // namespace ipcbench
