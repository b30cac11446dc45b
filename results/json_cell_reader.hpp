// Reading one cell of a result file, with its mechanism.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "results/json_trial_reader.hpp"
#include "results/json_value.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// The descriptors of a file by name.
using Mechanisms = std::map<std::string, MechanismInfo>;

[[nodiscard]] MechanismInfo json_mechanism(const JsonValue& json);
/// `mechanisms` is null for version 1, which had no list of them. Trials that were taken out of the
/// tree are moved from `taken`.
[[nodiscard]] CellResult json_cell(const JsonValue& json, const Mechanisms* mechanisms,
                                   TakenTrials& taken);

[[nodiscard]] Placement json_placement(const JsonValue& json);
/// Nothing for null.
[[nodiscard]] std::optional<Cpus> json_cpus(const JsonValue& json);

/// Version 1 did not say which mechanisms may drop; those whose messages got lost do.
void infer_delivery(RunResult& run);

}  // namespace ipcbench
