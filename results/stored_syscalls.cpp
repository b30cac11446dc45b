// System calls of two stored results: compared exactly, where they are exact.
#include <algorithm>
#include <cmath>

#include "results/stored_cell.hpp"

namespace ipcbench {

namespace {

/// Counts that are nearer than this are the same.
constexpr double same_count = 0.01;

bool is_whole(double count) {
  return std::abs(count - std::round(count)) < same_count;
}

/// Why a difference of these counts may be chance; empty if it may not.
std::string chance_of_counts(const CellHistory& cell) {
  // There it is made to wait or to wake, which depends on timing.
  if (cell.newer->mechanism.family == Family::shared_memory) {
    return "calls of shared memory depend on who has to wait";
  }
  if (!is_whole(*cell.older->syscalls) || !is_whole(*cell.newer->syscalls)) {
    return "no whole number of calls a message: depends on timing";
  }
  const bool varies = std::ranges::any_of(cell.earlier, [&](const CellResult* run) {
    return run->syscalls && std::abs(*run->syscalls - *cell.older->syscalls) >= same_count;
  });
  return varies ? "varied between the earlier runs" : "";
}

}  // namespace

std::optional<Finding> stored_syscalls(const CellHistory& cell) {
  const auto& a = cell.older->syscalls;
  const auto& b = cell.newer->syscalls;
  if (!a || !b) return {};
  Finding finding{.metric = "syscalls", .unit = "1"};
  finding.a = a;
  finding.b = b;
  if (*a > 0) finding.change = Estimate{.value = *b / *a - 1, .interval = {}};
  finding.rounds = 1;
  if (std::abs(*b - *a) < same_count) {
    finding.verdict = Verdict::equivalent;
    return finding;
  }
  finding.reason = chance_of_counts(cell);
  if (!finding.reason.empty()) {
    finding.judged = false;
    return finding;
  }
  finding.verdict = *b > *a ? Verdict::regression : Verdict::improvement;
  return finding;
}

}  // namespace ipcbench
