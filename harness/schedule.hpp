// The order in which cells are visited: every cell once a round, each round in a new random order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ipcbench {

/// For each round the cells' indices, shuffled. The same seed gives the same order with every
/// compiler and library.
[[nodiscard]] std::vector<std::vector<std::size_t>> seeded_rounds(std::size_t cells,
                                                                  unsigned rounds,
                                                                  std::uint64_t seed);

}  // namespace ipcbench
