// What happens in a run, one JSON object a line, while it happens.
#pragma once

#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// Version of the events. Within one, keys are added only.
inline constexpr int event_version = 1;

/// Environment, settings, and all cells with their numbers; some are skipped already.
[[nodiscard]] std::string run_started_event(const RunResult& run);
/// A trial of a cell; of the control cell, which has no number, if `cell` is nothing.
[[nodiscard]] std::string trial_event(std::optional<std::size_t> cell, const CellResult& result,
                                      const TrialRecord& trial);
/// The status of a cell is another one now.
[[nodiscard]] std::string cell_event(std::size_t cell, const CellResult& result);
[[nodiscard]] std::string run_finished_event(const RunResult& run);

}  // namespace ipcbench
