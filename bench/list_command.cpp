// `ipcbench list`: the mechanisms, their properties, and their limits on this machine.
#include <fmt/format.h>

#include <optional>
#include <string>

#include "base/scratch.hpp"
#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/mechanisms.hpp"
#include "bench/terminal.hpp"
#include "bench/usage_error.hpp"
#include "harness/cell.hpp"
#include "plots/table.hpp"
#include "plots/wrapped.hpp"
#include "results/json.hpp"
#include "results/names.hpp"

namespace ipcbench {

namespace {

/// The largest message that works here, found by bisection, and what stops a larger one.
ListedMechanism look_at(const Mechanism& mechanism, Scratch& scratch) {
  const auto reason_at = [&](std::size_t bytes) {
    return mechanism.unsupported_reason({.message_bytes = bytes, .scratch = &scratch});
  };
  const auto limit = reason_at(largest_message_bytes);
  if (!limit) {
    return {.descriptor = mechanism.descriptor, .largest_here = largest_message_bytes, .limit = {}};
  }
  std::size_t works = 0;
  for (std::size_t fails = largest_message_bytes; fails - works > 1;) {
    const std::size_t middle = works + (fails - works) / 2;
    (reason_at(middle) ? fails : works) = middle;
  }
  return {.descriptor = mechanism.descriptor, .largest_here = works, .limit = *limit};
}

void print_table(const std::vector<ListedMechanism>& mechanisms) {
  fmt::print("{:<21}{:<12}{:<10}{:<10}{:<7}{}\n", "mechanism", "framing", "delivery", "reach",
             "waits", "largest message here");
  for (const auto& [descriptor, largest, limit] : mechanisms) {
    fmt::print("{:<21}{:<12}{:<10}{:<10}{:<7}{}\n", descriptor->name, name_of(descriptor->framing),
               name_of(descriptor->delivery), name_of(descriptor->reach),
               name_of(descriptor->waiting), limit.empty() ? "no limit" : size_text(largest));
  }
  fmt::print("\n");
  for (const auto& [descriptor, largest, limit] : mechanisms) {
    fmt::print("{:<21}{}\n", descriptor->name, descriptor->summary);
    if (!limit.empty()) {
      fmt::print("{}", wrapped(fmt::format("{:<21}  limit: ", ""), limit, terminal_width()));
    }
    for (const Tunable& tunable : descriptor->tunables) {
      fmt::print("{:<21}  {:<12}{:<7} {}\n", "", tunable.name, name_of(tunable.kind),
                 tunable.usually);
      fmt::print("{:<21}    {}\n", "", tunable.summary);
    }
  }
  fmt::print(
      "\nBelow a mechanism: what can be set, its kind, and what it is unless it is set.\n"
      "  ipcbench run --mechanism tcp --set tcp.nodelay=on,off\n");
}

}  // namespace

int list_command(const std::vector<std::string>& arguments) {
  CommandLine app("list",
                  "Show every mechanism with its properties and its limits on this machine.");
  bool json = false;
  app.add_flag("--json", json, "As JSON, for programs");
  if (const auto code = app.parse(arguments)) return *code;

  auto scratch = Scratch::create();
  if (!scratch) throw UsageError(scratch.error().message());
  std::vector<ListedMechanism> listed;
  for (const Mechanism& mechanism : all_mechanisms())
    listed.push_back(look_at(mechanism, *scratch));
  if (json) {
    fmt::print("{}", to_json(listed));
  } else {
    print_table(listed);
  }
  return exit_code::fine;
}

}  // namespace ipcbench
