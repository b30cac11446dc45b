// `ipcbench duel --self-test`: a program against itself, several times.
#pragma once

#include "bench/duel_options.hpp"
#include "bench/files.hpp"
#include "harness/interrupt.hpp"
#include "results/self_test_series.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// The files of a self-test. Throws UsageError for what could not be written, and for reports that
/// a self-test has not.
[[nodiscard]] OutputFiles require_self_test_outputs(const DuelOptions& options);

/// 1 if a duel cried wolf, 3 if none could tell, both as the options want it; else 0.
[[nodiscard]] int exit_code_of(const SelfTestSeries& series, const VerdictOptions& options);

/// Runs the duels and says what they show together; the exit code. A duel that fails is the last
/// one: what those before it showed is delivered, then UsageError is thrown.
int run_self_test(const Comparison& planned, const DuelOptions& options, const OutputFiles& files,
                  const Interrupt& interrupt);

}  // namespace ipcbench
