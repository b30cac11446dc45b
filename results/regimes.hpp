// Distance regimes: a virtual machine's CPUs are near to each other or far, and it changes.
//
// Where the border lies is found from the distances of the run itself: another machine has others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "results/model.hpp"

namespace ipcbench {

/// Two groups that are clearly apart, or nothing.
struct Split {
  double boundary;
  double low_median;
  double high_median;
};

/// Looks for two regimes in distances of one pair of CPUs.
[[nodiscard]] std::optional<Split> find_split(std::vector<double> distances);

/// Which trials make the figures.
enum class RegimeChoice { automatic, near, far, all };

[[nodiscard]] constexpr std::string_view name_of(RegimeChoice choice) {
  switch (choice) {
    case RegimeChoice::automatic:
      return "auto";
    case RegimeChoice::near:
      return "near";
    case RegimeChoice::far:
      return "far";
    case RegimeChoice::all:
      return "all";
  }
  return "";
}

/// Finds the regimes of each placement, gives each trial its regime, and marks the trials that
/// count. `automatic` shows the regime in which the most cells have trials enough for an interval.
void assign_regimes(RunResult& run, RegimeChoice choice);

/// The regime that a cell's figures are from; nothing: its placement has no distance.
[[nodiscard]] const Regimes* regimes_of(const RunResult& run, const CellResult& cell);

/// The same in a word for programs: "near", "far", "all", "unknown".
[[nodiscard]] std::string_view regime_name(const Regimes* regimes);
/// Which of several count, where there was a choice: "near", "far", "all"; empty where there was
/// none.
[[nodiscard]] std::string_view chosen_regime(const Regimes* regimes);
/// And for people: "near (118 ns)", "near and far", "118 ns apart"; empty if it is not known.
[[nodiscard]] std::string regime_label(const Regimes* regimes);

/// The median distance over a cell's counted trials, if it is known.
[[nodiscard]] std::optional<double> distance_ns_of(const CellResult& cell);

/// Trials of a cell that make its figures.
[[nodiscard]] std::size_t counted_trials(const CellResult& cell);

}  // namespace ipcbench
