// Placement: which CPUs the two processes run on. It changes a result threefold, so it is named.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace ipcbench {

/// `same`: one CPU for both. `smt`: two hardware threads of a core. `llc`: two cores that share
/// their last cache. `cross`: two cores, near to each other if there is a choice. `socket`: two
/// packages. `free`: the scheduler moves them. `pair`: two CPUs by number.
enum class PlacementKind { same, smt, llc, cross, socket, free, pair };

/// What was asked for. `client_cpu` and `server_cpu` count for `pair` only.
struct Placement {
  PlacementKind kind = PlacementKind::cross;
  int client_cpu = 0;
  int server_cpu = 0;

  [[nodiscard]] std::string name() const;
  bool operator==(const Placement&) const = default;
};

/// What it means on this machine; no CPUs: the scheduler is free to move the processes.
struct Cpus {
  std::optional<int> client;
  std::optional<int> server;
};

/// Where a CPU is. Numbers mean nothing but equality.
struct CpuPlace {
  int cpu;
  int core;
  int cache;  ///< the last one before memory
  int package;
};

/// The CPUs that this process may use, and what they share.
class Topology {
 public:
  /// Of this machine, within the allowed cpuset (taskset, containers).
  static Expected<Topology> detect();
  /// A machine that does not exist, in hwloc's words: "pack:2 l3:2 core:4 pu:2". Of its CPUs the
  /// ones in `allowed`, or all.
  static Expected<Topology> synthetic(const std::string& description,
                                      const std::vector<int>& allowed = {});

  [[nodiscard]] std::vector<int> allowed() const;
  /// "0-3,8"
  [[nodiscard]] std::string allowed_text() const;
  [[nodiscard]] bool allows(int cpu) const;

  /// The CPUs for a placement, or why this machine has none.
  [[nodiscard]] std::expected<Cpus, std::string> resolve(const Placement& placement) const;
  /// Another core where there is one, else the only CPU.
  [[nodiscard]] Placement usual_placement() const;

 private:
  explicit Topology(std::vector<CpuPlace> places) : places_(std::move(places)) {}

  [[nodiscard]] std::optional<Cpus> two_cpus(PlacementKind kind) const;

  std::vector<CpuPlace> places_;
};

/// "same", "smt", "llc", "cross", "socket", "free" or "0:1".
[[nodiscard]] std::expected<Placement, std::string> parse_placement(std::string_view text);

/// Pins the calling process to one CPU.
[[nodiscard]] Status pin_to(int cpu);

}  // namespace ipcbench
