// What a result file says in one place and denies in another.
#pragma once

#include "results/json_value.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// Notes the first contradiction between the parts of a run that was read from `root`, of version 2
/// or later: whoever believes one of them would show figures that are not the file's.
void check_consistency(const RunResult& run, const JsonValue& root);

}  // namespace ipcbench
