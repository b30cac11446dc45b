// Making and removing the run's folder.
#include "base/scratch.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace ipcbench {

namespace {

// A socket path must fit into sockaddr_un together with a name in the folder.
constexpr std::size_t longest_parent = sizeof(sockaddr_un::sun_path) - 48;

// The lock is taken under another name and then renamed, so that `owner` is locked from the moment
// it can be seen: a sweep that starts in between finds no `owner` and leaves the young folder
// alone.
Expected<Fd> lock_as_owner(const std::string& folder) {
  const std::string unlocked = folder + "/owner.new";
  Fd lock(::open(unlocked.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600));
  if (!lock.valid()) return unexpected_errno("open", unlocked);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return unexpected_errno("flock", unlocked);
  if (::rename(unlocked.c_str(), (folder + "/owner").c_str()) != 0) {
    return unexpected_errno("rename", unlocked);
  }
  return lock;
}

void remove_folder(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

}  // namespace

std::vector<std::string> scratch_parents() {
  std::vector<std::string> parents;
  if (const char* chosen = std::getenv("TMPDIR"); chosen != nullptr && chosen[0] == '/') {
    parents.emplace_back(chosen);
  }
  for (const char* usual : {"/tmp", "/var/tmp", "/dev/shm"}) {
    if (parents.empty() || parents.front() != usual) parents.emplace_back(usual);
  }
  return parents;
}

Expected<Scratch> Scratch::create() {
  Error last{.call = "no folder for temporary files", .code = 0};
  for (const std::string& parent : scratch_parents()) {
    if (parent.size() > longest_parent) continue;
    auto scratch = create_in(parent);
    if (scratch) return scratch;
    last = scratch.error();
  }
  last.hint =
      "tried $TMPDIR, /tmp, /var/tmp and /dev/shm; set TMPDIR to a folder with a short "
      "path that you can write";
  return std::unexpected(last);
}

Expected<Scratch> Scratch::create_in(const std::string& parent) {
  std::string path = fmt::format("{}/ipcbench-{}-XXXXXX", parent, ::geteuid());
  if (::mkdtemp(path.data()) == nullptr) return unexpected_errno("mkdtemp", parent);
  auto lock = lock_as_owner(path);
  if (!lock) {
    // Nothing is listed here: a process without free descriptors cannot open the folder.
    ::unlink((path + "/owner.new").c_str());
    ::rmdir(path.c_str());
    return std::unexpected(lock.error());
  }
  return Scratch(std::move(path), std::move(*lock));
}

Scratch::~Scratch() {
  if (lock_.valid() && owner_ == current_process()) remove_folder(path_);
}

std::string Scratch::unique_name() {
  const std::string_view folder = std::string_view(path_).substr(path_.rfind('/') + 1);
  return fmt::format("{}-{}", folder, names_++);
}

std::string Scratch::unique_path(std::string_view stem) {
  return fmt::format("{}/{}-{}", path_, stem, names_++);
}

pid_t Scratch::current_process() {
  return ::getpid();
}

}  // namespace ipcbench
