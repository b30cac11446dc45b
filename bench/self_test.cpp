// Duels of a program with itself.
#include "bench/self_test.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bench/duel_plan.hpp"
#include "bench/terminal.hpp"
#include "bench/usage_error.hpp"
#include "bench/verdict_delivery.hpp"
#include "plots/self_test_text.hpp"

namespace ipcbench {

int run_self_test(const Comparison& planned, const DuelOptions& options,
                  const Interrupt& interrupt) {
  SelfTestSeries series;
  for (unsigned job = 0; job < options.jobs && Interrupt::signal() == 0; ++job) {
    if (!options.quiet) fmt::print(stderr, "duel {} of {}\n", job + 1, options.jobs);
    Comparison next = planned;
    next.seed += job;
    const Comparison comparison = run_duel(next, options, interrupt);
    if (comparison.interrupted_by != 0) break;
    if (comparison.verdict == Verdict::error) throw UsageError(comparison.summary);
    series.add(comparison);
    // The last one is the one that a file shows.
    write_verdict_files(comparison, options.verdict, options.out);
  }
  fmt::print("{}", self_test_text(series, terminal_width()));
  if (Interrupt::signal() != 0) return exit_code::signal_base + Interrupt::signal();
  if (series.with_regression() != 0) return exit_code::regression;
  return series.unfit() == series.jobs() ? exit_code::inconclusive : exit_code::fine;
}

}  // namespace ipcbench
