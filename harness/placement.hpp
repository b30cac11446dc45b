// Placement: which CPUs the two processes run on. It changes a result threefold, so it is named.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace ipcbench {

enum class PlacementKind { same, cross, free, pair };

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

/// The CPUs that this process may use, and how they share cores.
class Topology {
 public:
  /// Of this machine, within the allowed cpuset (taskset, containers).
  static Expected<Topology> detect();
  /// `core_of[i]` is the core of the i-th allowed CPU; for tests.
  Topology(std::vector<int> cpus, std::vector<int> core_of)
      : cpus_(std::move(cpus)), core_of_(std::move(core_of)) {}

  [[nodiscard]] const std::vector<int>& allowed() const { return cpus_; }
  /// "0-3,8"
  [[nodiscard]] std::string allowed_text() const;
  [[nodiscard]] bool allows(int cpu) const;

  /// The CPUs for a placement, or why this machine has none.
  [[nodiscard]] std::expected<Cpus, std::string> resolve(const Placement& placement) const;
  /// Another core where there is one, else the only CPU.
  [[nodiscard]] Placement usual_placement() const;

 private:
  [[nodiscard]] std::optional<int> cpu_on_another_core() const;

  std::vector<int> cpus_;
  std::vector<int> core_of_;
};

/// "same", "cross", "free" or "0:1".
[[nodiscard]] std::expected<Placement, std::string> parse_placement(std::string_view text);

/// Pins the calling process to one CPU.
[[nodiscard]] Status pin_to(int cpu);

}  // namespace ipcbench
