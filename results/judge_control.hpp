// What the control cell of a duel says about the machine.
#pragma once

#include "results/verdict.hpp"

namespace ipcbench {

/// Decides whether the machine was fit, and gives the control cell its finding. `guards`: something
/// was confirmed, and a control without enough rounds would guard nothing.
void judge_control(Comparison& comparison, bool guards);

}  // namespace ipcbench
