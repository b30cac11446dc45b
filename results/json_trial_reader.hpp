// Reading one trial of a cell.
#pragma once

#include <optional>
#include <vector>

#include "results/json_value.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// The longest text that a file may give as a reason.
inline constexpr std::size_t most_reason_bytes = 16UL * 1024;

/// Version 1 had neither weather nor usage.
[[nodiscard]] TrialRecord json_trial(const JsonValue& json, bool has_weather);
/// Trials that were taken out of a tree while it grew, by the numbers of their stand-ins.
using TakenTrials = std::vector<TrialRecord>;

/// Takes the trials of a result into `trials` while its text is parsed: as a tree they are ten
/// times larger. A text that does not begin with its schema and version keeps them as a tree.
[[nodiscard]] TakeObject take_trials(TakenTrials& trials);

[[nodiscard]] WatchedCpu json_watched(const JsonValue& json);
[[nodiscard]] Regime json_regime(const JsonValue& json);
/// A duration, or nothing if the member was not there.
[[nodiscard]] std::optional<double> json_optional_ns(const JsonValue& json);

}  // namespace ipcbench
