// A process killed between open and attach leaves what is declared, and the sweep removes it all.
#include "base/leftovers.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "tests/conformance/census.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace fs = std::filesystem;

/// A folder for temporary files of this test's own: its scratch folders are known to be its.
class Leftovers : public WithMechanism {
 protected:
  Leftovers() {
    std::string path = fs::temp_directory_path() / "conformance-XXXXXX";
    require(::mkdtemp(path.data()) != nullptr, "mkdtemp");
    folder_ = path;
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    ::setenv("TMPDIR", folder_.c_str(), 1);
  }
  ~Leftovers() override {
    before_.empty() ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", before_.c_str(), 1);
    fs::remove_all(folder_);
  }

  /// Opens a link in a process that is killed before it attaches. The scratch folder of the dead.
  std::string leave_behind(const Settings& settings = {}) {
    Child victim("victim", [&] {
      Scratch scratch = take(Scratch::create(), "scratch folder");
      const auto link =
          mechanism().open({.message_bytes = 64, .settings = settings, .scratch = &scratch});
      require(link.has_value(), "open");
      ::raise(SIGKILL);
    });
    EXPECT_EQ(complaint_of({&victim}), "victim: killed by signal 9");
    const auto found = fs::directory_iterator(folder_);
    EXPECT_NE(found, fs::directory_iterator()) << "the scratch folder is somewhere else";
    return found->path();
  }

  std::string folder_;
  std::string before_;
};
INSTANTIATE_TEST_SUITE_P(, Leftovers, each_that(has_peer), by_name);

TEST_P(Leftovers, AKilledProcessLeavesNamesIfDeclared) {
  if (const auto reason = unsupported({.message_bytes = 64})) GTEST_SKIP() << *reason;
  const auto files = files_in(leave_behind());
  EXPECT_EQ(!files.empty(), descriptor().leaves == Leaves::name);
  for (const std::string& file : files) {
    EXPECT_TRUE(!is_marker(file) || object_exists(file)) << file;
  }
  (void)sweep_leftovers();
}

TEST_P(Leftovers, ASwitchedOnTunableLeavesWhatItDeclares) {
  for (const Tunable& tunable : descriptor().tunables) {
    if (!tunable.leaves_if_on) continue;
    Settings settings;
    settings.set(tunable.name, "on");
    const auto files = files_in(leave_behind(settings));
    EXPECT_EQ(files.empty(), tunable.leaves_if_on == Leaves::nothing) << tunable.name;
    (void)sweep_leftovers();
  }
}

TEST_P(Leftovers, TheSweepRemovesFoldersAndObjectsOfTheDead) {
  if (const auto reason = unsupported({.message_bytes = 64})) GTEST_SKIP() << *reason;
  const std::string folder = leave_behind();
  const auto files = files_in(folder);
  const Sweep sweep = sweep_leftovers();
  EXPECT_THAT(sweep.removed_folders, ::testing::Contains(folder));
  EXPECT_FALSE(fs::exists(folder));
  for (const std::string& file : files) {
    if (!is_marker(file)) continue;
    EXPECT_FALSE(object_exists(file)) << file;
    EXPECT_THAT(sweep.removed_objects, ::testing::Contains(file));
  }
}

TEST_P(Leftovers, TheSweepLeavesTheLivingAlone) {
  if (const auto reason = unsupported({.message_bytes = 64})) GTEST_SKIP() << *reason;
  Scratch scratch = take(Scratch::create(), "scratch folder");
  const LinkOptions options{.message_bytes = 64, .scratch = &scratch};
  AnyLink link = take(mechanism().open(options), "open");
  const Sweep sweep = sweep_leftovers();
  EXPECT_THAT(sweep.live_folders, ::testing::Contains(scratch.path()));
  Child server("server", [&] {
    auto end = attach(std::move(link), Side::server);
    Correspondent(end, 64, Side::server).converse(1, 3);
  });
  Child client("client", [&] {
    auto end = attach(std::move(link), Side::client);
    Correspondent(end, 64, Side::client).converse(1, 3);
  });
  EXPECT_EQ(complaint_of({&server, &client}), "");
}

}  // namespace ipcbench::conformance
