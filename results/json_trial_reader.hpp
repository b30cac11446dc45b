// Reading one trial of a cell.
#pragma once

#include <optional>

#include "results/json_value.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// The longest text that a file may give as a reason.
inline constexpr std::size_t most_reason_bytes = 16UL * 1024;

/// Version 1 had neither weather nor usage.
[[nodiscard]] TrialRecord json_trial(const JsonValue& json, bool has_weather);
[[nodiscard]] Regime json_regime(const JsonValue& json);
/// A duration, or nothing if the member was not there.
[[nodiscard]] std::optional<double> json_optional_ns(const JsonValue& json);

}  // namespace ipcbench
