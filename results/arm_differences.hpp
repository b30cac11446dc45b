// What A and B differ in besides what they were asked to: whoever reads a verdict must know it.
#pragma once

#include "results/verdict.hpp"

namespace ipcbench {

/// A note if the two were not built alike: then compilers are compared, too. What only one of them
/// tells is no difference.
void note_builds(Comparison& comparison);

/// A note on settings that are in effect for one arm and not for the other, though both were asked
/// for the same, or for nothing.
void note_effective_settings(Comparison& comparison);

}  // namespace ipcbench
