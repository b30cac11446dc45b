// What a run is: environment, settings, and for each cell what its trials measured.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/cell.hpp"
#include "harness/trial.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

/// Version of the result file. A reader accepts its own and older ones.
inline constexpr int schema_version = 2;

/// `noisy`: measured, and the machine was disturbed; the reason says by what.
enum class CellStatus { ok, noisy, skipped, error };

[[nodiscard]] constexpr std::string_view name_of(CellStatus status) {
  switch (status) {
    case CellStatus::ok:
      return "ok";
    case CellStatus::noisy:
      return "noisy";
    case CellStatus::skipped:
      return "skipped";
    case CellStatus::error:
      return "error";
  }
  return "";
}

/// How far apart the two CPUs were during a trial; a virtual machine moves them. `unknown`: not
/// pinned to two CPUs. `flipped`: it changed within the trial.
enum class Regime { unknown, near, far, flipped };

[[nodiscard]] constexpr std::string_view name_of(Regime regime) {
  switch (regime) {
    case Regime::unknown:
      return "unknown";
    case Regime::near:
      return "near";
    case Regime::far:
      return "far";
    case Regime::flipped:
      return "flipped";
  }
  return "";
}

/// The regimes of one placement, found from the distances of the run itself.
struct Regimes {
  std::string placement;
  /// Between near and far; nothing: only one regime was met, which is called `near`.
  std::optional<double> boundary_ns;
  std::optional<double> near_ns, far_ns;  ///< medians
  /// The one whose trials make the figures; `unknown`: all trials do.
  Regime shown = Regime::unknown;
};

/// A descriptor as a result carries it, also for mechanisms that this build does not have.
struct MechanismInfo {
  std::string name, summary;
  Family family = Family::pipe;
  Framing framing = Framing::message;
  Delivery delivery = Delivery::reliable;
  Reach reach = Reach::related;
  Waiting waiting = Waiting::blocks;
  PeerLoss peer_loss = PeerLoss::unnoticed;
  Leaves leaves = Leaves::nothing;
  unsigned copies = 0;
  /// Nothing: older results do not say.
  std::optional<Senders> senders = {};
  /// Its switches of which one that is on leaves nothing behind, whatever `leaves` is.
  std::vector<std::string> leaves_nothing_with = {};
  /// Version 1 knew a mechanism's name and family alone.
  bool described = true;

  static MechanismInfo of(const Descriptor& descriptor);

  /// What a killed process leaves behind if the mechanism is set so.
  [[nodiscard]] Leaves leaves_with(const Settings& settings) const;
};

/// System calls a message, of both sides together, counted in a pass that is not timed.
using SyscallsPerMessage = std::optional<double>;

/// A trial as it is kept: the histogram without its empty buckets.
struct TrialRecord {
  using Bucket = std::pair<std::size_t, std::uint64_t>;  // index, count

  std::uint64_t round = 0;
  std::vector<Slice> slices;
  std::vector<Bucket> histogram;
  std::uint64_t round_trips = 0;
  /// Of the round trips, in ns; 0 where there are none.
  double p50_ns = 0, p90_ns = 0, p99_ns = 0, p999_ns = 0;
  double mean_ns = 0, min_ns = 0, max_ns = 0;
  std::int64_t overhead_ns = 0, weather_ns = 0;
  Usage client = {}, server = {};
  std::uint64_t usage_messages = 0;
  std::optional<Counters> counters = {};
  Weather weather = {};
  Regime regime = Regime::unknown;
  /// What disturbed it: "steal 12 % of the time"; empty if nothing.
  std::string disturbance = {};
  /// Whether the figures are made of it: it is in the regime that is shown.
  bool counted = true;

  static TrialRecord of(const Trial& trial, std::uint64_t round);

  [[nodiscard]] std::uint64_t sent() const;
  [[nodiscard]] std::uint64_t received() const;
  [[nodiscard]] std::int64_t elapsed_ns() const;
};

struct CellResult {
  Cell cell;
  MechanismInfo mechanism;
  std::optional<Cpus> cpus;  ///< nothing where this machine has none for the placement
  CellStatus status = CellStatus::ok;
  std::string reason;
  EffectiveSettings effective = {};  ///< read back from the kernel
  SyscallsPerMessage syscalls = {};
  std::vector<TrialRecord> trials = {};
  /// Its CPUs as far as other programs used them, too, over its counted trials; see judge_noise().
  std::vector<WatchedCpu> company = {};

  [[nodiscard]] bool measured() const {
    return (status == CellStatus::ok || status == CellStatus::noisy) && !trials.empty();
  }
};

/// Facts about the machine and the build, in the order in which they are shown.
using Environment = std::vector<std::pair<std::string, std::string>>;

struct RunSettings {
  std::string suite;
  std::string suite_toml = {};  ///< its text; the cells are what it came to
  std::uint64_t seed = 0;
  unsigned rounds = 0;
  std::optional<double> budget_s;
  TrialPlan plan;
  std::string command_line;
  /// Rounds go on until each cell's interval is at most so wide, half of it, in parts of the value.
  double interval_target = 0.02;
  std::string regime = {};  ///< as asked for: "auto", "near", "far" or "all"
  /// The order in which the cells were visited, round by round, as indices into `cells`.
  std::vector<std::vector<std::size_t>> order = {};
};

struct RunResult {
  std::string started_at;  ///< UTC, ISO 8601
  Environment environment;
  RunSettings settings;
  bool complete = false;   ///< the run came to its end, by itself or by a signal
  int interrupted_by = 0;  ///< a signal, or 0
  double elapsed_s = 0;
  std::vector<Regimes> regimes;  ///< one for each placement that has a distance
  /// The same pipe in every round: what it does, the machine did.
  std::optional<CellResult> control;
  std::vector<CellResult> cells;
  /// As of a cell, over all trials.
  std::vector<WatchedCpu> company = {};

  [[nodiscard]] std::size_t count(CellStatus status) const;
};

/// From the environment; "unknown", as there, for what it does not have.
[[nodiscard]] std::string fact_of(const RunResult& run, std::string_view name);

}  // namespace ipcbench
