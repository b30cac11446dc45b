// ipcbench: finds the sub-command and runs it.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/plain_text.hpp"
#include "bench/arguments.hpp"
#include "bench/commands.hpp"
#include "bench/usage_error.hpp"

namespace {

using ipcbench::UsageError;

struct Command {
  std::string_view name;
  std::string_view summary;  ///< none: it is for programs, and --help does not name it
  int (*run)(const std::vector<std::string>&);
};

constexpr std::array commands = {
    Command{"run", "measure mechanisms and show the table", ipcbench::run_command},
    Command{"duel", "compare two builds or configurations, slice by slice", ipcbench::duel_command},
    Command{"show", "show saved results, one or several side by side", ipcbench::show_command},
    Command{"report", "a page with the answer, tables and figures of saved results",
            ipcbench::report_command},
    Command{"figures", "the figures of a saved result as files: SVG, PNG",
            ipcbench::figures_command},
    Command{"compare", "a result and a stored one: a verdict, an exit code",
            ipcbench::compare_command},
    Command{"recommend", "say which mechanism fits, from a saved result",
            ipcbench::recommend_command},
    Command{"export", "write a saved result in another format", ipcbench::export_command},
    Command{"list", "show the mechanisms and what this machine allows them",
            ipcbench::list_command},
    Command{"doctor", "say whether this machine is fit, and what mends it",
            ipcbench::doctor_command},
    Command{"clean", "remove what killed runs left behind", ipcbench::clean_command},
    Command{"arm", "", ipcbench::arm_command},
};

int show_help() {
  fmt::print(
      "ipcbench {}: the benchmark of Linux inter-process communication\n\n"
      "usage: ipcbench COMMAND [OPTIONS]\n\n",
      IPCBENCH_VERSION);
  for (const Command& command : commands) {
    if (!command.summary.empty()) fmt::print("  {:<11}{}\n", command.name, command.summary);
  }
  fmt::print(
      "\n  ipcbench COMMAND --help shows a command's options; --version the version.\n"
      "  ./ipcbench test, in the project's folder, builds and runs the tests.\n"
      "  Exit codes: 0 fine, 1 a regression, 2 bad input, an error or nothing measured,\n"
      "  3 a machine that is unfit (doctor) or a verdict that is inconclusive,\n"
      "  4 results that are not comparable, 130 and 143 interrupted.\n");
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
  return found->run(arguments);
}

/// A descriptor that is closed at the start would be given to the next socket, and the table to
/// whoever listens there.
void open_closed_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) == -1 && errno == EBADF) (void)::open("/dev/null", O_RDWR);
  }
}

/// One line, whatever was typed.
void complain(std::string_view text) {
  // Not fmt: it throws if standard error is gone, too.
  (void)std::fprintf(stderr, "ipcbench: %s\n", ipcbench::printable(text).c_str());
}

int run_and_flush(std::vector<std::string> arguments) {
  const int code = dispatch(std::move(arguments));
  // A full disk behind stdout shows up at the latest here.
  if (std::fflush(stdout) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot write to standard output");
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  open_closed_descriptors();
  // A reader that has seen enough must not keep the run from tidying up.
  ::signal(SIGPIPE, SIG_IGN);
  // Whoever ignores it is not told how a child died.
  ::signal(SIGCHLD, SIG_DFL);
  // Beyond `ulimit -f` a call shall say EFBIG, not end the run with its objects in place.
  ::signal(SIGXFSZ, SIG_IGN);
  try {
    return run_and_flush({argv + 1, argv + argc});
  } catch (const std::system_error& error) {
    if (error.code().value() == EPIPE) return ipcbench::exit_code::signal_base + SIGPIPE;
    // fmt says "file", whichever it is; all that it prints to here is standard output.
    const std::string_view what = error.what();
    complain(what.starts_with("cannot write to file")
                 ? fmt::format("cannot write to standard output: {}", error.code().message())
                 : std::string(what));
  } catch (const std::exception& error) {
    complain(error.what());
  }
  return ipcbench::exit_code::failed;
}
