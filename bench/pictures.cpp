// Running rsvg-convert.
#include "bench/pictures.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "base/output_place.hpp"
#include "base/syscall.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

namespace fs = std::filesystem;

/// The process, or nothing if it could not be started. Its standard output goes to `out`.
std::optional<pid_t> start(std::vector<std::string> words, int out) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed =
      ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? std::optional(child) : std::nullopt;
}

/// Whether it ended well.
bool ended_well(pid_t child) {
  int status = 0;
  if (retried([&] { return ::waitpid(child, &status, 0); }) < 0) return false;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A picture on its way; who is interrupted has no half of one.
struct Picture {
  fs::path to;
  Expected<UnfinishedOutput> output;
  std::optional<pid_t> child;
};

Expected<UnfinishedOutput> begin_output(const fs::path& path) {
  const auto place = OutputPlace::find(path);
  return place ? place->begin() : std::unexpected(place.error());
}

Picture begin_picture(const fs::path& from) {
  fs::path to = from;
  to.replace_extension(".png");
  Picture picture{.to = to, .output = begin_output(to), .child = {}};
  if (!picture.output) return picture;
  picture.child = start({"rsvg-convert", "--zoom=2", "--", from.string()}, picture.output->fd());
  return picture;
}

/// What went wrong; empty if nothing.
std::string end_picture(Picture picture) {
  if (!picture.output) return fmt::format("cannot write {}", picture.output.error().message());
  if (!picture.child || !ended_well(*picture.child)) {
    return fmt::format("rsvg-convert cannot make {}", picture.to.string());
  }
  const auto written = picture.output->take_place();
  return written ? "" : fmt::format("cannot write {}", written.error().message());
}

}  // namespace

bool can_make_pictures() {
  const Fd nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  const auto child = start({"rsvg-convert", "--version"}, nowhere.get());
  return child && ended_well(*child);
}

void make_pictures(const std::vector<std::string>& svg_paths) {
  constexpr unsigned most_at_a_time = 4;
  const std::size_t at_a_time = std::clamp(std::thread::hardware_concurrency(), 1U, most_at_a_time);
  std::deque<Picture> begun;
  std::string problem;
  const auto end_first = [&] {
    const std::string its = end_picture(std::move(begun.front()));
    if (problem.empty()) problem = its;
    begun.pop_front();
  };
  for (const std::string& path : svg_paths) {
    if (!problem.empty()) break;
    if (begun.size() == at_a_time) end_first();
    begun.push_back(begin_picture(path));
  }
  while (!begun.empty()) end_first();
  if (!problem.empty()) throw UsageError(problem);
}

}  // namespace ipcbench
