// What `ipcbench duel` was asked for, checked.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "bench/tuning.hpp"
#include "bench/verdict_options.hpp"
#include "harness/arm.hpp"
#include "harness/cell.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

/// One of the two: how it is started, and what its cells are to be set to.
struct DuelArm {
  ArmCommand command;
  std::vector<Tuning> tunings = {};
  std::string shown = {};  ///< as a person would type it
};

struct DuelOptions {
  std::array<DuelArm, 2> arms;
  std::vector<Cell> cells;
  std::chrono::nanoseconds budget = std::chrono::seconds(90);
  std::uint64_t seed = 0;
  VerdictOptions verdict;
  std::string out;  ///< the comparison, or the self-test, as JSON; empty: none
  bool self_test = false;
  unsigned jobs = 3;    ///< of a self-test
  bool control = true;  ///< whether the machine is judged, too
  bool all = false;     ///< show the cells that did not change, too
  bool quiet = false;
  bool dry_run = false;
};

/// The options, or an exit code if the command is over (help). Throws UsageError.
[[nodiscard]] std::expected<DuelOptions, int> parse_duel_options(
    const std::vector<std::string>& arguments, const Topology& topology);

/// This very program, as an arm.
[[nodiscard]] ArmCommand this_program(const std::string& name);

}  // namespace ipcbench
