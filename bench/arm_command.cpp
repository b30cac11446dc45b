// `ipcbench arm`: measures what a controller asks for, line by line, until its input ends.
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/scratch.hpp"
#include "base/syscall.hpp"
#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/mechanisms.hpp"
#include "bench/usage_error.hpp"
#include "harness/arm_server.hpp"
#include "harness/interrupt.hpp"
#include "results/build_info.hpp"

namespace ipcbench {

namespace {

std::vector<std::pair<std::string, std::string>> facts_of_this_build() {
  return {{"version", IPCBENCH_VERSION},
          {"commit", std::string(build_info.commit)},
          {"compiler", std::string(build_info.compiler)},
          {"build_type", std::string(build_info.type)},
          {"build_flags", std::string(build_info.flags)}};
}

/// More of standard input. False at its end and after a signal.
bool read_more(std::string& text, const Interrupt& interrupt) {
  std::array<pollfd, 2> watched{{{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0},
                                 {.fd = interrupt.fd(), .events = POLLIN, .revents = 0}}};
  if (retried([&] { return ::poll(watched.data(), watched.size(), -1); }) < 0) return false;
  if (watched[1].revents != 0) return false;
  std::array<char, 4'096> bytes{};
  const ssize_t got = retried([&] { return ::read(STDIN_FILENO, bytes.data(), bytes.size()); });
  if (got > 0) text.append(bytes.data(), static_cast<std::size_t>(got));
  return got > 0;
}

void write_whole(std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = retried([&] { return ::write(STDOUT_FILENO, text.data(), text.size()); });
    if (put < 0) {
      throw std::system_error(errno, std::generic_category(), "cannot write to standard output");
    }
    text.remove_prefix(static_cast<std::size_t>(put));
  }
}

/// The next line of what was read, or nothing yet. One that is too long is cut: what is left of it
/// is still too long to be understood.
std::optional<std::string> take_line(std::string& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string::npos) {
    text.resize(std::min(text.size(), longest_arm_line + 1));
    return {};
  }
  std::string line = text.substr(0, end);
  text.erase(0, end + 1);
  return line;
}

/// Until its input ends, it is told to, or a signal comes.
void serve(ArmServer& server, const Interrupt& interrupt) {
  std::string text;
  while (read_more(text, interrupt)) {
    while (const auto line = take_line(text)) {
      const auto answer = server.answer_to(*line);
      if (!answer) return;
      write_whole(*answer + '\n');
      if (Interrupt::signal() != 0) return;
    }
  }
}

}  // namespace

int arm_command(const std::vector<std::string>& arguments) {
  CommandLine app(
      "arm",
      "Serve one side of a duel: reads questions on standard input, answers on standard output.\n"
      "For `ipcbench duel`, which starts it by itself. docs/arm-protocol.md has the lines.");
  if (const auto code = app.parse(arguments)) return *code;

  // First, so that it goes last: a signal must find nothing that only a destructor removes.
  const Interrupt interrupt = value_or_throw(Interrupt::install());
  Scratch scratch = value_or_throw(Scratch::create());
  ArmServer server({.find_mechanism = find_mechanism,
                    .scratch = &scratch,
                    .interrupt = &interrupt,
                    .facts = facts_of_this_build()});
  serve(server, interrupt);
  return Interrupt::signal() == 0 ? exit_code::fine : exit_code::signal_base + Interrupt::signal();
}

}  // namespace ipcbench
