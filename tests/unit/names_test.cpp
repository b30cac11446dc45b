// Names that outlive processes: who removes them, and what a sweep may touch.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/leftovers.hpp"
#include "base/owned_name.hpp"
#include "base/scratch.hpp"

namespace ipcbench {
namespace {

namespace fs = std::filesystem;

bool shm_exists(const std::string& name) {
  const Fd fd(::shm_open(name.c_str(), O_RDONLY, 0));
  return fd.valid();
}

void make_shm(const std::string& name) {
  const Fd fd(::shm_open(name.c_str(), O_CREAT | O_EXCL | O_RDWR, 0600));
  ASSERT_TRUE(fd.valid());
}

template <class Action>
void in_child_that_is_killed(const Action& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    action();
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
}

/// Gives every test a folder of its own as the place for scratch folders.
class OwnedNames : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = "/tmp/names-test-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    ::setenv("TMPDIR", folder_.c_str(), 1);
  }
  void TearDown() override {
    EXPECT_TRUE(fs::is_empty(folder_));
    fs::remove_all(folder_);
    ::unsetenv("TMPDIR");
  }
  std::string folder_;
};

TEST_F(OwnedNames, AreRemovedByTheirOwnerWithTheirMarker) {
  auto scratch = Scratch::create();
  ASSERT_TRUE(scratch);
  std::string name;
  {
    auto owned = OwnedName::reserve(*scratch, ObjectKind::shared_memory);
    ASSERT_TRUE(owned);
    name = owned->name();
    EXPECT_TRUE(fs::exists(scratch->path() + "/" + marker_file(ObjectKind::shared_memory, name)));
    make_shm(name);
    EXPECT_TRUE(shm_exists(name));
  }
  EXPECT_FALSE(shm_exists(name));
  EXPECT_FALSE(fs::exists(scratch->path() + "/" + marker_file(ObjectKind::shared_memory, name)));
}

TEST_F(OwnedNames, AreNotRemovedByAForkedChildThatInheritsTheOwner) {
  auto scratch = Scratch::create();
  ASSERT_TRUE(scratch);
  auto owned = OwnedName::reserve(*scratch, ObjectKind::shared_memory);
  ASSERT_TRUE(owned);
  make_shm(owned->name());
  const pid_t child = ::fork();
  if (child == 0) {
    {
      const OwnedName inherited = std::move(*owned);
    }
    {
      const Scratch inherited = std::move(*scratch);
    }
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(shm_exists(owned->name()));
  EXPECT_TRUE(fs::exists(scratch->path()));
}

TEST_F(OwnedNames, OfAKilledRunAreSwept) {
  in_child_that_is_killed([] {
    auto scratch = Scratch::create();
    auto shm = OwnedName::reserve(*scratch, ObjectKind::shared_memory);
    make_shm(shm->name());
    auto queue = create_sysv(*scratch, ObjectKind::sysv_queue, "msgget",
                             [](key_t key, int flags) { return ::msgget(key, flags); });
    const OwnedName path = OwnedName::path_in(*scratch, "fifo");
    ASSERT_EQ(::mkfifo(path.name().c_str(), 0600), 0);
    ::raise(SIGKILL);
  });
  const Sweep sweep = sweep_leftovers({folder_});
  EXPECT_EQ(sweep.removed_folders.size(), 1U);
  ASSERT_EQ(sweep.removed_objects.size(), 2U);
  for (const std::string& marker : sweep.removed_objects) {
    const std::string name = marker.substr(marker.find('@') + 1);
    if (marker.starts_with("shm@")) {
      EXPECT_FALSE(shm_exists("/" + name));
    }
    if (marker.starts_with("sysv_msg@")) {
      EXPECT_EQ(::msgget(static_cast<key_t>(std::strtoul(name.c_str(), nullptr, 16)), 0), -1);
    }
  }
  EXPECT_TRUE(sweep_leftovers({folder_}).removed_folders.empty());
}

TEST_F(OwnedNames, OfALivingRunAreLeftAlone) {
  auto scratch = Scratch::create();
  ASSERT_TRUE(scratch);
  auto owned = OwnedName::reserve(*scratch, ObjectKind::shared_memory);
  make_shm(owned->name());
  // Another process sweeps: the lock of a process does not stop the process itself.
  const pid_t child = ::fork();
  if (child == 0) {
    const Sweep sweep = sweep_leftovers({folder_});
    ::_exit(sweep.removed_folders.empty() && sweep.live_folders.size() == 1 ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(shm_exists(owned->name()));
}

TEST_F(OwnedNames, OfARunWhoseChildStillLivesAreLeftAlone) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  pid_t grandchild = 0;
  const pid_t run = ::fork();
  if (run == 0) {
    auto scratch = Scratch::create();
    const pid_t participant = ::fork();
    if (participant == 0) {
      for (;;) ::pause();
    }
    (void)!::write(ready[1], &participant, sizeof participant);
    ::raise(SIGKILL);
  }
  ASSERT_EQ(::read(ready[0], &grandchild, sizeof grandchild),
            static_cast<ssize_t>(sizeof grandchild));
  ::waitpid(run, nullptr, 0);
  EXPECT_EQ(sweep_leftovers({folder_}).live_folders.size(), 1U);
  // The sweep waits for nobody: poll until the lock has died with its last holder.
  ::kill(grandchild, SIGKILL);
  while (sweep_leftovers({folder_}).removed_folders.empty()) {
  }
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(OwnedNames, OfSomebodyElseWithTheSameKeyAreLeftAlone) {
  // A run dies between its marker and its object; the key belongs to a queue that was there before.
  const key_t key = 0x5eed1bc;
  const int queue = ::msgget(key, IPC_CREAT | IPC_EXCL | 0600);
  ASSERT_GE(queue, 0);
  in_child_that_is_killed([&] {
    auto scratch = Scratch::create();
    const std::string marker =
        scratch->path() + "/" + marker_file(ObjectKind::sysv_queue, "0x05eed1bc");
    std::ofstream(marker) << "";
    // The queue is older than the marker by more than the clock's whole second.
    const timespec later[2] = {{.tv_sec = ::time(nullptr) + 100, .tv_nsec = 0},
                               {.tv_sec = ::time(nullptr) + 100, .tv_nsec = 0}};
    ::utimensat(AT_FDCWD, marker.c_str(), later, 0);
    ::raise(SIGKILL);
  });
  EXPECT_EQ(sweep_leftovers({folder_}).removed_folders.size(), 1U);
  EXPECT_EQ(::msgget(key, 0), queue);
  ::msgctl(queue, IPC_RMID, nullptr);
}

TEST_F(OwnedNames, SweepPassesOverFoldersThatOnlyLookLikeOurs) {
  const std::string link = folder_ + "/ipcbench-" + std::to_string(::geteuid()) + "-link";
  const std::string target = folder_ + "/precious";
  fs::create_directory(target);
  fs::create_directory_symlink(target, link);
  const std::string young = folder_ + "/ipcbench-" + std::to_string(::geteuid()) + "-young";
  fs::create_directory(young);
  EXPECT_TRUE(sweep_leftovers({folder_}).removed_folders.empty());
  EXPECT_TRUE(fs::exists(target));
  EXPECT_TRUE(fs::exists(young));
  fs::remove_all(young);
  fs::remove(link);
  fs::remove_all(target);
}

}  // namespace
}  // namespace ipcbench
