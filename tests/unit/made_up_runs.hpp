// Runs that were never measured: cells whose true figures are known.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// Of one mechanism `m<number>`; every trial scatters by `spread` around `level` of its usual cost.
struct MadeUpCell {
  double level = 1;
  double spread = 0.01;
  std::size_t trials = 8;
  Pattern pattern = Pattern::round_trip;
};

class RunMaker {
 public:
  explicit RunMaker(std::uint64_t seed) : random_(seed) {}

  /// `minute` is when it was started.
  RunResult run(unsigned minute) {
    RunResult run;
    run.started_at = fmt::format("2026-01-{:02}T{:02}:{:02}:00Z", 1 + minute / 1440,
                                 minute / 60 % 24, minute % 60);
    run.environment = {{"ipcbench", "0.1.0"},      {"commit", "abc"},
                       {"architecture", "x86_64"}, {"cpu", "Zen 5"},
                       {"kernel", "6.18.44"},      {"host", "vm"},
                       {"governor", "unknown"},    {"load_average", fmt::format("{}", minute)}};
    run.settings.seed = random_();
    run.settings.rounds = 6;
    run.complete = true;
    run.control = cell(99, {});
    return run;
  }

  CellResult cell(int number, const MadeUpCell& like) {
    CellResult cell;
    cell.cell = {.pattern = like.pattern,
                 .mechanism = fmt::format("m{}", number),
                 .message_bytes = 64,
                 .placement = {}};
    cell.mechanism.name = cell.cell.mechanism;
    cell.syscalls = 2;
    for (std::size_t i = 0; i < like.trials; ++i) {
      const double cost_ns = 10'000 * like.level * scatter(like.spread);
      TrialRecord trial;
      trial.round = i;
      trial.p50_ns = trial.p90_ns = trial.mean_ns = trial.min_ns = cost_ns;
      trial.p99_ns = trial.p999_ns = trial.max_ns = 2 * cost_ns;
      trial.round_trips = like.pattern == Pattern::round_trip ? 1'000 : 0;
      trial.slices = {{.sent = 1'000,
                       .received = 1'000,
                       .elapsed_ns = static_cast<std::int64_t>(1'000 * cost_ns)}};
      cell.trials.push_back(trial);
    }
    return cell;
  }

  double scatter(double spread) {
    return spread > 0 ? std::exp(std::normal_distribution<>(0, spread)(random_)) : 1;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace ipcbench
