// Starting, listening to and ending a command.
#include "harness/line_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>

#include "base/clock.hpp"
#include "base/leftovers.hpp"
#include "base/syscall.hpp"
#include "harness/interrupting_signals.hpp"

namespace ipcbench {

namespace {

// What it has open is a pair of processes that leave within a moment.
constexpr int leave_patience_ms = 1'000;
constexpr int term_patience_ms = 1'000;
constexpr int kill_patience_ms = 500;
// Whose output has ended is mostly about to die, which is the better reason.
constexpr int death_grace_ms = 200;
constexpr std::size_t longest_complaint = 4'096;

struct Pipe {
  Fd read, write;
};

Expected<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return unexpected_errno("pipe2");
  return Pipe{.read = Fd(ends[0]), .write = Fd(ends[1])};
}

/// What the child tells its parent if it does not become the command.
struct Refusal {
  enum class Call { setenv, dup2, exec } call;
  int code;
};

/// Descriptors that the controller itself inherited are not the command's business either.
void keep_only_standard_streams() {
  constexpr unsigned close_on_exec = 4;  // CLOSE_RANGE_CLOEXEC, since Linux 5.11
  if (::syscall(SYS_close_range, 3U, ~0U, close_on_exec) == 0) return;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  constexpr rlim_t most = 65'536;
  const int end = static_cast<int>(std::min(limit.rlim_cur, most));
  for (int fd = 3; fd < end; ++fd) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/// The child's half of fork: becomes the command, or says why not.
Refusal become_command(const std::vector<std::string>& argv,
                       const std::vector<std::pair<std::string, std::string>>& environment,
                       const std::array<int, 3>& streams) {
  // A command tidies up where a participant has nothing to tidy, so it is asked and not killed.
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  for (const int number : interrupting_signals) ::signal(number, SIG_DFL);
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGXFSZ, SIG_DFL);
  for (const auto& [name, value] : environment) {
    if (::setenv(name.c_str(), value.c_str(), 1) != 0) {
      return {.call = Refusal::Call::setenv, .code = errno};
    }
  }
  for (int i = 0; i < 3; ++i) {
    if (::dup2(streams[static_cast<unsigned>(i)], i) < 0) {
      return {.call = Refusal::Call::dup2, .code = errno};
    }
  }
  keep_only_standard_streams();
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execvp(words[0], words.data());
  return {.call = Refusal::Call::exec, .code = errno};
}

Error error_of(const Refusal& refusal, const std::string& program) {
  switch (refusal.call) {
    case Refusal::Call::setenv:
      return {.call = "setenv", .code = refusal.code};
    case Refusal::Call::dup2:
      return {.call = "dup2", .code = refusal.code};
    case Refusal::Call::exec:
      break;
  }
  return {.call = "cannot run '" + program + "'", .code = refusal.code};
}

/// Reads what there is. False at the end.
bool read_some(const Fd& fd, std::string& text) {
  std::array<char, 4'096> bytes{};
  const ssize_t got = retried([&] { return ::read(fd.get(), bytes.data(), bytes.size()); });
  if (got > 0) text.append(bytes.data(), static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EAGAIN);
}

}  // namespace

Expected<LineProcess> LineProcess::spawn(
    const std::vector<std::string>& argv,
    const std::vector<std::pair<std::string, std::string>>& environment) {
  if (argv.empty()) return std::unexpected(Error{.call = "no command", .code = 0});
  std::array<Pipe, 4> pipes;  // its input, output, errors; whether it was run
  for (Pipe& pipe : pipes) {
    auto made = make_pipe();
    if (!made) return std::unexpected(made.error());
    pipe = std::move(*made);
  }
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return unexpected_errno("fork");
  if (pid == 0) {
    if (!become_participant(parent)) ::_exit(1);
    const Refusal refusal = become_command(
        argv, environment, {pipes[0].read.get(), pipes[1].write.get(), pipes[2].write.get()});
    (void)retried([&] { return ::write(pipes[3].write.get(), &refusal, sizeof refusal); });
    ::_exit(1);
  }
  auto process = ChildProcess::watch(pid);
  if (!process) return std::unexpected(process.error());
  for (const int theirs : {1, 2, 3}) pipes[static_cast<unsigned>(theirs)].write.reset();
  Refusal refusal{};
  const ssize_t refused =
      retried([&] { return ::read(pipes[3].read.get(), &refusal, sizeof refusal); });
  if (refused == sizeof refusal) return std::unexpected(error_of(refusal, argv.front()));
  for (const Fd* ours : {&pipes[0].write, &pipes[1].read, &pipes[2].read}) {
    ::fcntl(ours->get(), F_SETFL, O_NONBLOCK);
  }
  return LineProcess(std::move(*process), std::move(pipes[0].write), std::move(pipes[1].read),
                     std::move(pipes[2].read));
}

void LineProcess::write_line(std::string_view line) {
  const std::string text = std::string(line) + '\n';
  // There is no flag against it as there is for sockets.
  struct sigaction ignored{}, before{};
  ignored.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignored, &before);
  // Whole or not at all: the pipe is empty, for who is asked has read the question before.
  (void)retried([&] { return ::write(to_.get(), text.data(), text.size()); });
  ::sigaction(SIGPIPE, &before, nullptr);
}

std::expected<std::string, LineProcess::Silence> LineProcess::read_line(
    std::size_t longest, std::chrono::nanoseconds patience, int interrupt_fd) {
  const std::int64_t give_up_ns = now_ns() + patience.count();
  for (;;) {
    const std::size_t end = std::min(output_.find('\n'), output_.size());
    if (end > longest) return std::unexpected(Silence::endless);
    if (end < output_.size()) {
      std::string line = output_.substr(0, end);
      output_.erase(0, end + 1);
      return line;
    }
    if (!from_.valid()) {
      return std::unexpected(is_dead(death_grace_ms) ? Silence::dead : Silence::closed);
    }
    const std::int64_t left_ns = give_up_ns - now_ns();
    if (left_ns <= 0) return std::unexpected(Silence::late);
    std::array<pollfd, 4> watched{{{.fd = from_.get(), .events = POLLIN, .revents = 0},
                                   {.fd = complaints_.get(), .events = POLLIN, .revents = 0},
                                   {.fd = process_.pidfd(), .events = POLLIN, .revents = 0},
                                   {.fd = interrupt_fd, .events = POLLIN, .revents = 0}}};
    constexpr std::int64_t longest_wait_ms = 3'600'000;
    const auto wait_ms = static_cast<int>(std::min(left_ns / 1'000'000 + 1, longest_wait_ms));
    if (::poll(watched.data(), watched.size(), wait_ms) <= 0) continue;
    if (watched[3].revents != 0) return std::unexpected(Silence::interrupted);
    if (watched[1].revents != 0) read_complaints();
    if (watched[0].revents != 0) {
      read_output();
    } else if (watched[2].revents != 0) {
      // Somebody that it started holds its output open, and does not speak for it.
      return std::unexpected(Silence::dead);
    }
  }
}

std::string_view LineProcess::unread() {
  if (from_.valid()) read_output();
  return output_;
}

std::optional<std::string> LineProcess::complaint_with(std::string_view words) {
  if (complaints_.valid()) read_complaints();
  const std::size_t found = complaint_.find(words);
  if (found == std::string::npos) return {};
  const std::size_t before = complaint_.rfind('\n', found);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return complaint_.substr(begin, complaint_.find('\n', found) - begin);
}

std::string LineProcess::last_complaint() {
  if (complaints_.valid()) read_complaints();
  std::string_view text = complaint_;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  const std::size_t end = text.find_last_of('\n');
  return std::string(end == std::string_view::npos ? text : text.substr(end + 1));
}

void LineProcess::read_output() {
  if (!read_some(from_, output_)) from_.reset();
}

/// All of it, but only the end is kept.
void LineProcess::read_complaints() {
  for (std::size_t before = complaint_.size() + 1; before != complaint_.size();) {
    before = complaint_.size();
    if (!read_some(complaints_, complaint_)) {
      complaints_.reset();
      break;
    }
    if (complaint_.size() > longest_complaint) {
      complaint_.erase(0, complaint_.size() - longest_complaint);
      // Who floods this must not keep the reader from everything else.
      break;
    }
  }
}

bool LineProcess::is_dead(int timeout_ms) const {
  pollfd death{.fd = process_.pidfd(), .events = POLLIN, .revents = 0};
  return retried([&] { return ::poll(&death, 1, timeout_ms); }) > 0;
}

/// Waits until it is dead and nobody that it started has its output open any more: the processes
/// of its session inherited that.
bool LineProcess::await_gone(int timeout_ms) {
  const std::int64_t give_up_ns = now_ns() + std::int64_t{timeout_ms} * 1'000'000;
  for (;;) {
    const bool dead = is_dead(0);
    if (dead && !from_.valid()) return true;
    const std::int64_t left_ns = give_up_ns - now_ns();
    if (left_ns <= 0) return false;
    std::array<pollfd, 3> watched{
        {{.fd = from_.get(), .events = POLLIN, .revents = 0},
         {.fd = dead ? -1 : process_.pidfd(), .events = POLLIN, .revents = 0},
         {.fd = complaints_.get(), .events = POLLIN, .revents = 0}}};
    if (::poll(watched.data(), watched.size(), static_cast<int>(left_ns / 1'000'000) + 1) <= 0) {
      continue;
    }
    if (watched[2].revents != 0) read_complaints();
    if (watched[0].revents == 0) continue;
    output_.clear();
    read_output();
  }
}

void LineProcess::signal_group(int number) const {
  ::kill(-process_.pid(), number);
}

void LineProcess::end(Manner manner) {
  // A moved-from one has no process any more.
  if (ended_ || process_.pid() == 0) return;
  ended_ = true;
  to_.reset();
  bool gone = manner == Manner::politely && await_gone(leave_patience_ms);
  if (!gone) {
    signal_group(SIGTERM);
    // A stopped process acts on nothing but KILL and CONT.
    signal_group(SIGCONT);
    gone = await_gone(term_patience_ms);
  }
  // In any case, and before its leader is reaped: only until then is the group's number its own.
  signal_group(SIGKILL);
  const bool killed = !gone;
  if (killed) await_gone(kill_patience_ms);
  process_.wait_dead(-1);
  // Who is killed or crashes leaves names behind.
  if (killed || unnatural_death()) (void)sweep_leftovers();
}

}  // namespace ipcbench
