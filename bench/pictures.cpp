// Running rsvg-convert.
#include "bench/pictures.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/syscall.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

/// Its exit status, or nothing if it could not be run or was killed.
int run(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed =
      ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return -1;
  int status = 0;
  if (retried([&] { return ::waitpid(child, &status, 0); }) < 0) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

void require_pictures() {
  if (run({"rsvg-convert", "--version"}) != 0) {
    throw UsageError("--png needs rsvg-convert, which is not here (Debian: librsvg2-bin)");
  }
}

void make_picture(const std::string& svg_path) {
  const std::filesystem::path from(svg_path);
  std::filesystem::path to = from;
  to.replace_extension(".png");
  // Beside it and renamed: who is interrupted has no half of a picture.
  const std::string unfinished = to.string() + ".tmp";
  if (run({"rsvg-convert", "--zoom=2", "--output=" + unfinished, "--", from.string()}) != 0) {
    std::error_code gone;
    std::filesystem::remove(unfinished, gone);
    throw UsageError(fmt::format("rsvg-convert cannot make {}", to.string()));
  }
  std::error_code failed;
  std::filesystem::rename(unfinished, to, failed);
  if (failed) throw UsageError(fmt::format("cannot write {}: {}", to.string(), failed.message()));
}

}  // namespace ipcbench
