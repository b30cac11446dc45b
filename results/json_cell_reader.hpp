// Reading one cell of a result file, with its mechanism.
#pragma once

#include <map>
#include <string>

#include "results/json_value.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// The descriptors of a file by name.
using Mechanisms = std::map<std::string, MechanismInfo>;

[[nodiscard]] Placement json_placement(const JsonValue& json);
/// Pattern, mechanism, size and placement.
[[nodiscard]] Cell json_identity(const JsonValue& json);
[[nodiscard]] Settings json_settings(const JsonValue& json);
[[nodiscard]] MechanismInfo json_mechanism(const JsonValue& json);
/// `mechanisms` is null for version 1, which had no list of them.
[[nodiscard]] CellResult json_cell(const JsonValue& json, const Mechanisms* mechanisms);

/// Version 1 did not say which mechanisms may drop; those whose messages got lost do.
void infer_delivery(RunResult& run);

}  // namespace ipcbench
