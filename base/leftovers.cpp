// The sweep: every scratch folder whose lock nobody holds is a dead run's.
#include "base/leftovers.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <optional>

#include "base/fd.hpp"
#include "base/owned_name.hpp"
#include "base/scratch.hpp"

namespace ipcbench {

namespace {

namespace fs = std::filesystem;

// A folder without its lock file is one that is being made at this moment, or whose maker died
// while making it. Nobody needs so long between two system calls.
constexpr std::time_t young_seconds = 10;

std::optional<struct stat> facts_of(const fs::path& path) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0) return {};
  return facts;
}

bool is_own_folder(const fs::path& path) {
  const auto facts = facts_of(path);
  return facts && S_ISDIR(facts->st_mode) && facts->st_uid == ::geteuid();
}

enum class Owner { alive, dead, being_born };

/// On `dead`, `lock` holds the owner's lock, so that two sweeps do not work on the same folder.
Owner owner_of(const fs::path& folder, Fd& lock) {
  lock = Fd(::open((folder / "owner").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!lock.valid()) {
    const auto facts = facts_of(folder);
    const bool old = facts && std::time(nullptr) - facts->st_mtime > young_seconds;
    return old ? Owner::dead : Owner::being_born;
  }
  return ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0 ? Owner::dead : Owner::alive;
}

void remove_dead(const fs::path& folder, Sweep& sweep) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const auto facts = facts_of(entry.path());
    const std::string marker = entry.path().filename();
    if (facts && remove_marked_object(marker, facts->st_mtime)) {
      sweep.removed_objects.push_back(marker);
    }
  }
  fs::remove_all(folder, ignored);
  sweep.removed_folders.push_back(folder);
}

}  // namespace

Sweep sweep_leftovers(const std::vector<std::string>& parents) {
  Sweep sweep;
  const std::string prefix = fmt::format("ipcbench-{}-", ::geteuid());
  for (const std::string& parent : parents) {
    std::error_code ignored;
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(parent, ignored)) {
      if (entry.path().filename().string().starts_with(prefix)) folders.push_back(entry.path());
    }
    for (const auto& folder : folders) {
      if (!is_own_folder(folder)) continue;
      Fd lock;
      const Owner owner = owner_of(folder, lock);
      if (owner == Owner::dead) remove_dead(folder, sweep);
      if (owner == Owner::alive) sweep.live_folders.push_back(folder);
    }
  }
  return sweep;
}

}  // namespace ipcbench
