// The order in which cells are visited: every cell once a round, each round in a new random order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace ipcbench {

/// Draws orders. The same seed gives the same ones with every compiler and library.
class Schedule {
 public:
  explicit Schedule(std::uint64_t seed) : random_(seed) {}

  [[nodiscard]] std::vector<std::size_t> shuffled(std::vector<std::size_t> cells);

 private:
  std::mt19937_64 random_;
};

}  // namespace ipcbench
