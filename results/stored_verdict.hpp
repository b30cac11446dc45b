// What the cells of a stored comparison add up to.
#pragma once

#include "results/verdict.hpp"

namespace ipcbench {

/// Fills in the verdict of the whole and its sentence. `forced`: over different fingerprints.
void conclude_stored(Comparison& comparison, bool forced);

}  // namespace ipcbench
