// Forking, watching and reaping the processes of a test.
#include "tests/conformance/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

#include "base/clock.hpp"
#include "base/syscall.hpp"
#include "base/system_files.hpp"

namespace ipcbench::conformance {

namespace {

int own_complaints_fd = -1;

struct PipeEnds {
  Fd read;
  Fd write;
};

PipeEnds make_pipe() {
  std::array<int, 2> fds{};
  if (::pipe(fds.data()) != 0) throw Complaint("pipe");
  for (const int fd : fds) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  return {Fd(fds[0]), Fd(fds[1])};
}

}  // namespace

void require(const Status& status, const std::string& what) {
  if (!status.ok()) throw Complaint(what + ": " + status.error().message());
}

void require(bool good, const std::string& otherwise) {
  if (!good) throw Complaint(otherwise);
}

Child::Child(std::string name, const std::function<void()>& body) : name_(std::move(name)) {
  auto [read, write] = make_pipe();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw Complaint("fork");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    read.reset();
    end_after(body, write.get());
  }
  complaints_ = std::move(read);
}

void Child::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  (void)retried([&] { return ::waitpid(pid_, nullptr, 0); });
  pid_ = -1;
}

int Child::complaints_fd() {
  return own_complaints_fd;
}

void Child::end_after(const std::function<void()>& body, int fd) {
  own_complaints_fd = fd;
  std::string text;
  try {
    body();
  } catch (const std::exception& complaint) {
    text = complaint.what();
  } catch (...) {
    text = "an exception that is no std::exception";
  }
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t written =
        retried([&] { return ::write(fd, text.data() + at, text.size() - at); });
    if (written <= 0) ::_exit(1);
    at += static_cast<std::size_t>(written);
  }
  ::_exit(0);
}

std::string Child::verdict() {
  std::string text;
  std::array<char, 512> piece{};
  ssize_t got = 0;
  while ((got = retried([&] { return ::read(complaints_.get(), piece.data(), piece.size()); })) >
         0) {
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  int status = 0;
  (void)retried([&] { return ::waitpid(pid_, &status, 0); });
  pid_ = -1;
  if (!text.empty()) return name_ + ": " + text;
  if (WIFSIGNALED(status)) return fmt::format("{}: killed by signal {}", name_, WTERMSIG(status));
  if (WEXITSTATUS(status) != 0) return fmt::format("{}: exit {}", name_, WEXITSTATUS(status));
  return {};
}

std::string complaint_of(const std::vector<Child*>& children) {
  const std::int64_t deadline_ns = now_ns() + patience_ms * std::int64_t{1'000'000};
  std::vector<Child*> alive = children;
  std::string text;
  while (!alive.empty() && text.empty()) {
    std::vector<pollfd> watched;
    for (const Child* child : alive) watched.push_back({child->complaints_.get(), POLLIN, 0});
    const auto left_ms = static_cast<int>((deadline_ns - now_ns()) / 1'000'000);
    const int ready = left_ms <= 0 ? 0 : ::poll(watched.data(), watched.size(), left_ms);
    if (ready < 0) continue;
    if (ready == 0) text = fmt::format("{} hangs", alive.front()->name_);
    for (std::size_t i = alive.size(); i-- > 0 && ready > 0;) {
      if (watched[i].revents == 0) continue;
      if (const std::string verdict = alive[i]->verdict(); text.empty()) text = verdict;
      alive.erase(alive.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  for (Child* child : alive) child->kill();
  return text;
}

std::string complaint_in_child(const std::function<void()>& body) {
  Child child("process", body);
  return complaint_of({&child});
}

Gate::Gate() {
  auto [read, write] = make_pipe();
  in_ = std::move(read);
  out_ = std::move(write);
}

void Gate::open() const {
  (void)retried([&] { return ::write(out_.get(), "!", 1); });
}

bool Gate::passed() const {
  const std::int64_t deadline_ns = now_ns() + patience_ms * std::int64_t{1'000'000};
  for (;;) {
    pollfd watched{in_.get(), POLLIN, 0};
    const auto left_ms = static_cast<int>((deadline_ns - now_ns()) / 1'000'000);
    const int ready = left_ms <= 0 ? 0 : ::poll(&watched, 1, left_ms);
    if (ready < 0) continue;
    char opened = 0;
    return ready > 0 && retried([&] { return ::read(in_.get(), &opened, 1); }) == 1;
  }
}

void await(const std::function<bool()>& condition, const std::string& what) {
  const std::int64_t deadline_ns = now_ns() + patience_ms * std::int64_t{1'000'000};
  while (!condition()) {
    require(now_ns() < deadline_ns, "waited in vain: " + what);
    ::sched_yield();
  }
}

bool is_asleep(pid_t pid) {
  const auto line = SystemFiles().line(fmt::format("/proc/{}/stat", pid));
  const auto name_end = line ? line->rfind(") ") : std::string::npos;
  return name_end != std::string::npos && (*line)[name_end + 2] == 'S';
}

}  // namespace ipcbench::conformance
