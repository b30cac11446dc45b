// The doctor's checks: each looks at one thing and says what it finds, if there is anything to see.
#pragma once

#include <optional>
#include <span>

#include "harness/doctor.hpp"

namespace ipcbench {

using Check = std::optional<Symptom> (*)(const Machine&);

/// Processors: which, how many, how fast, how asleep.
[[nodiscard]] std::span<const Check> processor_checks();
/// What shares the machine with us, above and below: other programs, containers, hypervisors.
[[nodiscard]] std::span<const Check> company_checks();
/// Limits on sizes: what is skipped, and what waits earlier than it must.
[[nodiscard]] std::span<const Check> limit_checks();
/// What this process may not do.
[[nodiscard]] std::span<const Check> permission_checks();

}  // namespace ipcbench
