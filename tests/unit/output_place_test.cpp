// Places of outputs: what they are decided to be stays, whatever becomes of links and folders.
#include "base/output_place.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/fd.hpp"

namespace ipcbench {
namespace {

namespace fs = std::filesystem;

class OutputPlaceTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "output-place-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::string text_of(const std::string& name) const {
    std::ifstream file(folder_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void put(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  void link(const std::string& name, const std::string& target) const {
    fs::remove(folder_ / name);
    fs::create_symlink(target, folder_ / name);
  }
  [[nodiscard]] OutputPlace place(const std::string& name) const {
    auto found = OutputPlace::find(path(name));
    EXPECT_TRUE(found) << found.error().message();
    return *found;
  }
  [[nodiscard]] std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }

  fs::path folder_;
};

/// What has been written into a pipe.
std::string text_in(const Fd& fd) {
  std::array<char, 100> bytes{};
  const ssize_t got = ::read(fd.get(), bytes.data(), bytes.size());
  return got < 0 ? "nothing" : std::string(bytes.data(), static_cast<std::size_t>(got));
}

int code_of(const std::string& path) {
  const auto found = OutputPlace::find(path);
  return found ? 0 : found.error().code;
}

TEST_F(OutputPlaceTest, AFileIsWrittenWholeOrNotAtAll) {
  ASSERT_TRUE(place("result.json").write("the first"));
  ASSERT_TRUE(place("result.json").write("second"));
  EXPECT_EQ(text_of("result.json"), "second");
  {
    auto unfinished = place("result.json").begin();
    ASSERT_TRUE(unfinished);
    ASSERT_TRUE(unfinished->write("hal"));
    EXPECT_EQ(text_of("result.json"), "second");
  }
  EXPECT_EQ(text_of("result.json"), "second");
  EXPECT_EQ(entries(), 1);
}

TEST_F(OutputPlaceTest, ToCreateNeverReplaces) {
  ASSERT_TRUE(place("new").create("first"));
  const auto again = place("new").create("second");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, EEXIST);
  EXPECT_EQ(text_of("new"), "first");
  EXPECT_EQ(entries(), 1);
}

TEST_F(OutputPlaceTest, ALinkThatChangesLeadsNowhereElse) {
  put("first", "old");
  put("second", "untouched");
  link("link", "first");
  const OutputPlace found = place("link");
  link("link", "second");
  ASSERT_TRUE(found.write("new"));
  EXPECT_EQ(text_of("first"), "new");
  EXPECT_EQ(text_of("second"), "untouched");
  EXPECT_EQ(fs::read_symlink(path("link")), "second");
  EXPECT_EQ(found.where(), fs::canonical(path("first")));
}

TEST_F(OutputPlaceTest, ALinkToWhatIsNotThereYetStaysALink) {
  link("link", "sub/../new");
  fs::create_directory(path("sub"));
  const OutputPlace found = place("link");
  ASSERT_TRUE(found.write("text"));
  EXPECT_EQ(fs::read_symlink(path("link")), "sub/../new");
  EXPECT_EQ(text_of("new"), "text");
  EXPECT_EQ(found.where(), path("link"));
}

TEST_F(OutputPlaceTest, AFolderThatIsSwappedTakesTheFileWithIt) {
  fs::create_directory(path("runs"));
  const OutputPlace found = place("runs/a.json");
  fs::rename(path("runs"), path("moved"));
  fs::create_directory(path("runs"));
  ASSERT_TRUE(found.write("text"));
  EXPECT_EQ(text_of("moved/a.json"), "text");
  EXPECT_FALSE(fs::exists(path("runs/a.json")));
  EXPECT_EQ(found.where(), fs::canonical(path("moved")) / "a.json");
}

TEST_F(OutputPlaceTest, WhatHasBecomeALinkIsNotReplaced) {
  put("target", "untouched");
  const OutputPlace found = place("a.json");
  ASSERT_TRUE(found.write("text"));
  link("a.json", "target");
  EXPECT_FALSE(found.write("more"));
  EXPECT_FALSE(found.open());
  EXPECT_EQ(fs::read_symlink(path("a.json")), "target");
  EXPECT_EQ(text_of("target"), "untouched");
  EXPECT_EQ(entries(), 2);
}

TEST_F(OutputPlaceTest, ADescriptorIsWrittenEvenWhenItsLinkHasChanged) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
  const Fd read(ends[0]);
  Fd write(ends[1]);
  link("link", fmt::format("/proc/self/fd/{}", write.get()));
  const OutputPlace by_link = place("link");
  const auto by_name = OutputPlace::find(fmt::format("/dev/fd/{}", write.get()));
  ASSERT_TRUE(by_name);
  write.reset();
  link("link", "other");
  ASSERT_TRUE(by_link.write("one"));
  EXPECT_EQ(text_in(read), "one");
  ASSERT_TRUE(by_name->write("two"));
  EXPECT_EQ(text_in(read), "two");
  EXPECT_EQ(fs::read_symlink(path("link")), "other");
  EXPECT_EQ(entries(), 1);
}

TEST_F(OutputPlaceTest, ADescriptorsFileIsWrittenBehindWhatIsThere) {
  const Fd file(::open(path("log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  ASSERT_EQ(::write(file.get(), "before ", 7), 7);
  const auto found = OutputPlace::find(fmt::format("/proc/self/fd/{}", file.get()));
  ASSERT_TRUE(found && found->write("text "));
  ASSERT_EQ(::write(file.get(), "after", 5), 5);
  EXPECT_EQ(text_of("log"), "before text after");
}

TEST_F(OutputPlaceTest, ADescriptorToReadFromIsAProblem) {
  put("file", "");
  const Fd file(::open(path("file").c_str(), O_RDONLY | O_CLOEXEC));
  const auto found = OutputPlace::find(fmt::format("/dev/fd/{}", file.get()));
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->problem());
}

TEST_F(OutputPlaceTest, StandardOutputIsKnownByAnyPath) {
  link("link", "/dev/stdout");
  EXPECT_TRUE(place("link").is_standard_output());
  for (const char* own :
       {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1"}) {
    const auto found = OutputPlace::find(own);
    ASSERT_TRUE(found) << own;
    EXPECT_TRUE(found->is_standard_output()) << own;
  }
  EXPECT_FALSE(OutputPlace::find("/dev/stderr")->is_standard_output());
  EXPECT_FALSE(place("file").is_standard_output());
}

TEST_F(OutputPlaceTest, ANamedPipeStaysOneAndGetsWhatIsWritten) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  const Fd read(::open(path("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  const OutputPlace found = place("pipe");
  EXPECT_FALSE(found.problem());
  fs::rename(path("pipe"), path("moved"));
  put("pipe", "untouched");
  ASSERT_TRUE(found.write("text"));
  EXPECT_EQ(text_in(read), "text");
  EXPECT_EQ(text_of("pipe"), "untouched");
  EXPECT_TRUE(fs::is_fifo(path("moved")));
  EXPECT_EQ(entries(), 2);
}

TEST_F(OutputPlaceTest, ADeviceIsWrittenAndNotReplaced) {
  link("link", "/dev/null");
  ASSERT_TRUE(place("link").write("text"));
  EXPECT_EQ(fs::read_symlink(path("link")), "/dev/null");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(OutputPlaceTest, OnlyAFileInAFolderForFilesCanBeWrittenAgainAndAgain) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  link("link", "/dev/new");
  put("file", "");
  EXPECT_TRUE(place("file").is_for_files());
  EXPECT_TRUE(place("new").is_for_files());
  EXPECT_FALSE(place("pipe").is_for_files());
  EXPECT_FALSE(place("link").is_for_files());
  for (const char* other : {"/dev/null", "/dev/stdout", "/dev/new", "/proc/new", "/proc/self/comm",
                            "/sys/new", "/proc/self/fd/new"}) {
    const auto found = OutputPlace::find(other);
    ASSERT_TRUE(found) << other;
    EXPECT_FALSE(found->is_for_files()) << other;
  }
}

TEST_F(OutputPlaceTest, OneFileIsKnownByItsNames) {
  link("link", "a");
  fs::create_directory(path("sub"));
  EXPECT_TRUE(place("a").is_same_file(place("link")));
  EXPECT_TRUE(place("a").is_same_file(place("sub/../a")));
  EXPECT_FALSE(place("a").is_same_file(place("b")));
  EXPECT_FALSE(place("a").is_same_file(place("sub/a")));
}

TEST_F(OutputPlaceTest, WhatCannotBeAnOutputHasItsReason) {
  link("circle", "circle");
  EXPECT_EQ(code_of(path("circle")), ELOOP);
  EXPECT_EQ(code_of(path("missing/a")), ENOENT);
  EXPECT_EQ(code_of("/dev/fd/987654"), EBADF);
  for (const std::string& folder : {path(""), path("."), path(".."), folder_.string()}) {
    EXPECT_EQ(code_of(folder), EISDIR) << folder;
  }
  fs::create_directory(path("gone"));
  const OutputPlace found = place("gone/a");
  EXPECT_FALSE(found.problem());
  fs::remove(path("gone"));
  ASSERT_TRUE(found.problem());
  EXPECT_EQ(found.problem()->code, ENOENT);
  EXPECT_EQ(entries(), 1);
}

}  // namespace
}  // namespace ipcbench
