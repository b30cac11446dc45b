// System calls per message of a cell, counted exactly, in a session of its own that nobody times.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "harness/cell.hpp"
#include "harness/interrupt.hpp"
#include "harness/mechanism.hpp"
#include "harness/placement.hpp"
#include "harness/session.hpp"

namespace ipcbench {

struct SyscallCount {
  /// Of both sides together. A round trip is two messages.
  std::optional<double> per_message = {};
  /// Why there is none: what this machine does not allow is no fault of the cell.
  std::string unavailable = {};
};

/// Counts by tracing both participants. What they call only when they have to wait (a futex, say)
/// depends on the time, and a traced process takes longer over a call: the count is then of one
/// course of events that is possible, not of the average one. A failure is one of the session.
///
/// The caller's thread must be the one that forks; SIGCHLD is blocked in it meanwhile.
[[nodiscard]] Outcome<SyscallCount> count_syscalls(
    const Mechanism& mechanism, Pattern pattern, const LinkOptions& options, Cpus cpus,
    const Interrupt* interrupt,
    std::chrono::nanoseconds deadline_of_an_order = std::chrono::seconds(10));

}  // namespace ipcbench
