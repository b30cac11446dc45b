// ipcbench: finds the sub-command and runs it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "bench/arguments.hpp"
#include "bench/commands.hpp"
#include "bench/usage_error.hpp"

namespace {

using ipcbench::UsageError;

struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(std::vector<std::string>);
};

constexpr std::array commands = {
    Command{"run", "measure mechanisms and show the table", ipcbench::run_command},
    Command{"list", "show the mechanisms and what this machine allows them",
            ipcbench::list_command},
    Command{"clean", "remove what killed runs left behind", ipcbench::clean_command},
};

int show_help() {
  fmt::print(
      "ipcbench {}: the benchmark of Linux inter-process communication\n\n"
      "usage: ipcbench COMMAND [OPTIONS]\n\n",
      IPCBENCH_VERSION);
  for (const Command& command : commands) fmt::print("  {:<8}{}\n", command.name, command.summary);
  fmt::print(
      "\n  ipcbench COMMAND --help shows a command's options; --version the version.\n"
      "  Exit codes: 0 fine, 2 bad input, an error or nothing measured,\n"
      "  130 and 143 interrupted.\n");
  return ipcbench::exit_code::fine;
}

int dispatch(std::vector<std::string> arguments) {
  const std::string name = arguments.empty() ? "--help" : arguments.front();
  if (name == "--help" || name == "-h" || name == "help") return show_help();
  if (name == "--version") {
    fmt::print("ipcbench {}\n", IPCBENCH_VERSION);
    return ipcbench::exit_code::fine;
  }
  const auto found = std::ranges::find(commands, name, &Command::name);
  if (found == commands.end()) {
    std::vector<std::string_view> names;
    for (const Command& command : commands) names.push_back(command.name);
    throw UsageError(fmt::format("no command '{}'{} (see: ipcbench --help)", name,
                                 ipcbench::did_you_mean(name, names)));
  }
  arguments.erase(arguments.begin());
  return found->run(std::move(arguments));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const int code = dispatch({argv + 1, argv + argc});
    // A full disk behind stdout shows up at the latest here.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw std::runtime_error("cannot write to standard output");
    }
    return code;
  } catch (const std::exception& error) {
    fmt::print(stderr, "ipcbench: {}\n", error.what());
    return ipcbench::exit_code::failed;
  }
}
