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
inline constexpr int schema_version = 1;

enum class CellStatus { ok, skipped, error };

[[nodiscard]] constexpr std::string_view name_of(CellStatus status) {
  switch (status) {
    case CellStatus::ok:
      return "ok";
    case CellStatus::skipped:
      return "skipped";
    case CellStatus::error:
      return "error";
  }
  return "";
}

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
  std::int64_t overhead_ns = 0;

  static TrialRecord of(const Trial& trial, std::uint64_t round);

  [[nodiscard]] std::uint64_t sent() const;
  [[nodiscard]] std::uint64_t received() const;
  [[nodiscard]] std::int64_t elapsed_ns() const;
};

struct CellResult {
  Cell cell;
  const Descriptor* descriptor = nullptr;
  std::optional<Cpus> cpus;  ///< nothing where this machine has none for the placement
  CellStatus status = CellStatus::ok;
  std::string reason;
  std::vector<TrialRecord> trials;
};

/// Facts about the machine and the build, in the order in which they are shown.
using Environment = std::vector<std::pair<std::string, std::string>>;

struct RunSettings {
  std::string suite;
  std::uint64_t seed = 0;
  unsigned rounds = 0;
  std::optional<double> budget_s;
  TrialPlan plan;
  std::string command_line;
};

struct RunResult {
  std::string started_at;  ///< UTC, ISO 8601
  Environment environment;
  RunSettings settings;
  bool complete = false;   ///< the run came to its end, by itself or by a signal
  int interrupted_by = 0;  ///< a signal, or 0
  double elapsed_s = 0;
  std::vector<CellResult> cells;

  [[nodiscard]] std::size_t count(CellStatus status) const;
};

}  // namespace ipcbench
