// `ipcbench duel`: two builds or configurations, measured in turn, with a verdict.
#include <fmt/format.h>

#include "base/leftovers.hpp"
#include "bench/commands.hpp"
#include "bench/duel_options.hpp"
#include "bench/duel_plan.hpp"
#include "bench/self_test.hpp"
#include "bench/usage_error.hpp"
#include "bench/verdict_delivery.hpp"

namespace ipcbench {

int duel_command(const std::vector<std::string>& arguments) {
  const Topology topology = value_or_throw(Topology::detect());
  const auto parsed = parse_duel_options(arguments, topology);
  if (!parsed) return parsed.error();
  const DuelOptions& options = *parsed;

  // First, so that it goes last: a signal must find nothing that only a destructor removes.
  const Interrupt interrupt = value_or_throw(Interrupt::install());
  const Comparison planned = plan_duel(options, arguments, topology);
  if (options.dry_run) {
    fmt::print("{}", duel_plan_text(planned, options));
    return exit_code::fine;
  }
  const OutputFiles files = options.self_test
                                ? require_self_test_outputs(options)
                                : require_verdict_outputs(options.verdict, options.out);
  sweep_leftovers();
  if (options.self_test) return run_self_test(planned, options, files, interrupt);
  const Comparison comparison = run_duel(planned, options, interrupt);
  return deliver_verdict(comparison, options.verdict, files,
                         {.json_file = options.out,
                          .detail = options.all ? Detail::all : Detail::changes,
                          .quiet = options.quiet});
}

}  // namespace ipcbench
