// Settings that an arm was asked for and, by its own word, does not have.
#pragma once

#include "results/verdict.hpp"

namespace ipcbench {

/// A note on each arm with such settings: what was to be compared was not. An arm that does not say
/// what is in effect is believed.
void note_ignored_settings(Comparison& comparison);

}  // namespace ipcbench
