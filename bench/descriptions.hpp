// What the mechanisms of an old result are, where it does not say so itself.
#pragma once

#include "results/model.hpp"

namespace ipcbench {

/// Takes what a result does not say of its mechanisms from this build's own of the same name: the
/// best guess there is. Whether there was one of which it says nothing at all.
bool describe_mechanisms(RunResult& run);

}  // namespace ipcbench
