// Noise of machines that are made up, from round to round of a duel, and changes that hide in it.
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <random>
#include <vector>

#include "results/statistics.hpp"
#include "simulated_duel.hpp"

namespace ipcbench {

inline constexpr std::size_t cells_of_a_job = 30;
/// What the changes of a cell vary by from round to round on a shared virtual machine.
inline constexpr double usual_spread = 0.0107;
/// So noisy that an estimate is often above delta, and only the p-values hold a false alarm back.
inline constexpr double wild_spread = 0.05;

using Random = std::mt19937_64;

/// A source of rounds for one job.
using SimulatedNoise = std::function<DrawRound(Random&)>;

template <class Draw>
DrawRound each_cell(Draw draw) {
  return [draw]() mutable {
    std::vector<double> changes(cells_of_a_job);
    for (double& change : changes) change = draw();
    return changes;
  };
}

inline SimulatedNoise normal(double spread) {
  return [=](Random& random) {
    return each_cell(
        [&random, draw = std::normal_distribution(0.0, spread)]() mutable { return draw(random); });
  };
}

inline SimulatedNoise heavy_tailed(double spread) {
  return [=](Random& random) {
    return each_cell([&random, spread, draw = std::student_t_distribution(3.0)]() mutable {
      return spread * draw(random);
    });
  };
}

/// Both arms' slices have costs with a long tail to one side.
inline SimulatedNoise skewed(double spread) {
  return [=](Random& random) {
    return each_cell([&random, draw = std::exponential_distribution(1 / spread)]() mutable {
      std::vector<double> pairs(3);
      for (double& pair : pairs) pair = draw(random) - draw(random);
      return median(pairs);
    });
  };
}

/// The machine's level moves slowly, as it did when it was measured (+0.63 from slice to slice);
/// which arm comes first in a pair is drawn.
inline SimulatedNoise drifting(double spread) {
  return [=](Random& random) -> DrawRound {
    return [&random, draw = std::normal_distribution(0.0, spread),
            level = std::vector<double>(cells_of_a_job)]() mutable {
      constexpr double kept = 0.63;
      std::vector<double> changes;
      for (double& of_cell : level) {
        std::vector<double> pairs(3);
        for (double& pair : pairs) {
          const auto step = [&] {
            of_cell = kept * of_cell + std::sqrt(1 - kept * kept) * draw(random);
            return of_cell;
          };
          const double first = step();
          const double second = step();
          pair = (random() >> 63U) != 0 ? second - first : first - second;
        }
        changes.push_back(median(pairs));
      }
      return changes;
    };
  };
}

/// Rounds that hang together by themselves, which alternating in a drawn order prevents.
inline SimulatedNoise lingering(double spread, double kept) {
  return [=](Random& random) -> DrawRound {
    return [&random, kept, draw = std::normal_distribution(0.0, spread),
            changes = std::vector<double>(cells_of_a_job)]() mutable {
      for (double& change : changes) {
        change = kept * change + std::sqrt(1 - kept * kept) * draw(random);
      }
      return changes;
    };
  };
}

/// Something hits all cells of a round alike.
inline SimulatedNoise disturbed_together(double spread) {
  return [=](Random& random) -> DrawRound {
    return [&random, spread, draw = std::normal_distribution(0.0, usual_spread),
            common = std::student_t_distribution(3.0)]() mutable {
      const double of_all = spread * common(random);
      std::vector<double> changes(cells_of_a_job);
      for (double& change : changes) change = of_all + draw(random);
      return changes;
    };
  };
}

struct Effect {
  double size = 0;  ///< of the cost, as a part
  std::size_t cells = 1;
};

inline DrawRound with_effect(DrawRound draw, Effect effect) {
  return [=] {
    auto changes = draw();
    for (std::size_t cell = 0; cell < effect.cells; ++cell)
      changes[cell] += std::log1p(effect.size);
    return changes;
  };
}

}  // namespace ipcbench
