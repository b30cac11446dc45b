// Duels of one program with itself, one after the other: what they say together of a machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/self_test.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// Something that happened some of the times.
struct Frequency {
  std::size_t events = 0, trials = 0;

  [[nodiscard]] double rate() const;
  /// With 95 % confidence it is not more.
  [[nodiscard]] double at_most() const { return rate_upper_bound(events, trials); }
};

struct Correlation {
  double value = 0;
  /// What so many rounds may show without hanging together, if all cells of a round say the same.
  double by_chance = 0;

  [[nodiscard]] bool is_there() const { return value > by_chance; }
};

class SelfTestSeries {
 public:
  struct Job {
    std::uint64_t seed;
    Verdict verdict;  ///< what a pipeline would have been told
    bool fit;         ///< the machine, by the control cell
    std::string summary;
    SelfTest test;
  };

  /// Makes so many duels of its rounds, too.
  void add(const Comparison& comparison, std::size_t resampled = 1'000);

  [[nodiscard]] const std::vector<Job>& jobs() const { return jobs_; }
  /// What all have in common: arms, rules, environment, command line. It has no cells.
  [[nodiscard]] const Comparison& frame() const { return frame_; }
  [[nodiscard]] double elapsed_s() const { return elapsed_s_; }

  /// Regressions of a program against itself: false alarms that a pipeline would have seen.
  [[nodiscard]] Frequency false_alarms() const;
  /// The same in the duels made of the recorded rounds.
  [[nodiscard]] Frequency resampled_false_alarms() const;
  [[nodiscard]] Frequency inconclusive() const;
  /// Those of the inconclusive ones that the control cell stopped.
  [[nodiscard]] Frequency unfit() const;
  /// Each cell's median over the jobs; one in which it could find nothing counts as infinite.
  [[nodiscard]] std::vector<CellPower> cells() const;
  /// Of a round's change with that of the next one.
  [[nodiscard]] std::optional<Correlation> autocorrelation() const;

 private:
  Comparison frame_;
  double elapsed_s_ = 0;
  std::vector<Job> jobs_;
};

}  // namespace ipcbench
