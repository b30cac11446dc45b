// `ipcbench duel --self-test`: a program against itself, several times.
#pragma once

#include "bench/duel_options.hpp"
#include "harness/interrupt.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// Runs the duels and says what they show; the exit code is 1 if one of them cried wolf.
int run_self_test(const Comparison& planned, const DuelOptions& options,
                  const Interrupt& interrupt);

}  // namespace ipcbench
