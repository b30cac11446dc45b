// The parts of a run as JSON: what the result file and the event stream have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "results/figures.hpp"
#include "results/json_document.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// Null for what is no finite number.
[[nodiscard]] Json number_json(double value);
/// Names and values, both printable: settings, or facts of an environment.
[[nodiscard]] Json settings_object(const std::vector<Settings::Setting>& settings);
/// Both, or null where the scheduler is free.
[[nodiscard]] Json cpus_json(const std::optional<Cpus>& cpus);
[[nodiscard]] Json environment_json(const RunResult& run);
[[nodiscard]] Json settings_json(const RunSettings& settings);
[[nodiscard]] Json descriptor_json(const MechanismInfo& mechanism);
[[nodiscard]] Json watched_json(const WatchedCpu& watched);
[[nodiscard]] Json trial_json(const TrialRecord& trial);
/// What a cell is: pattern, mechanism, settings, size, placement.
[[nodiscard]] Json identity_json(const Cell& cell);
/// With its status, its figures and its trials.
[[nodiscard]] Json cell_json(const CellResult& result);
[[nodiscard]] Json cell_json(const CellResult& result, const std::vector<Figure>& figures);
/// "pending" is a cell that nobody has visited yet.
[[nodiscard]] std::string_view status_text(const CellResult& result);

/// Strict JSON: no NaN; bytes that are no UTF-8 are replaced. With a line end.
[[nodiscard]] std::string dump(const Json& json, int indent);

}  // namespace ipcbench
