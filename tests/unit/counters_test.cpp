// Counters: that they count what happens, and what they say where they may not.
#include "harness/counters.hpp"

#include <gtest/gtest.h>
#include <linux/perf_event.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <optional>

namespace ipcbench {
namespace {

constexpr std::array page_faults = {
    CountedEvent{.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_PAGE_FAULTS},
    CountedEvent{.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_PAGE_FAULTS_MIN},
};

/// Software events need no hardware: most virtual machines can run these tests.
class EventGroupTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = EventGroup::open(page_faults, CountedSpace::user_and_kernel);
    if (!opened) opened = EventGroup::open(page_faults, CountedSpace::user);
    if (!opened) GTEST_SKIP() << opened.error().message();
    group_.emplace(std::move(*opened));
  }

  /// Faults once for each page, and for little else.
  static void touch_new_pages(std::size_t pages) {
    const auto bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    void* fresh =
        ::mmap(nullptr, pages * bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(fresh, MAP_FAILED);
    // Huge pages would turn many faults into one.
    ::madvise(fresh, pages * bytes, MADV_NOHUGEPAGE);
    for (std::size_t page = 0; page < pages; ++page) {
      static_cast<volatile char*>(fresh)[page * bytes] = 1;
    }
    ::munmap(fresh, pages * bytes);
  }

  std::uint64_t faults_of(std::size_t pages) {
    EXPECT_TRUE(group_->start().ok());
    touch_new_pages(pages);
    const auto counts = group_->stop();
    EXPECT_TRUE(counts) << counts.error().message();
    EXPECT_EQ(counts->size(), 2U);
    EXPECT_EQ(counts->at(0), counts->at(1));
    return counts->at(0);
  }

  std::optional<EventGroup> group_;
};

TEST_F(EventGroupTest, CountsWhatHappensBetweenStartAndStop) {
  const std::uint64_t faults = faults_of(200);
  EXPECT_GE(faults, 200U);
  EXPECT_LT(faults, 240U);
}

TEST_F(EventGroupTest, BeginsAtZeroEachTime) {
  faults_of(400);
  EXPECT_LT(faults_of(10), 100U);
}

TEST_F(EventGroupTest, DoesNotCountOutsideOfStartAndStop) {
  touch_new_pages(400);
  EXPECT_LT(faults_of(10), 100U);
}

TEST(EventGroup, NamesTheCallThatFailed) {
  constexpr std::array nonsense = {CountedEvent{.type = PERF_TYPE_SOFTWARE, .config = 9'999}};
  const auto group = EventGroup::open(nonsense, CountedSpace::user);
  ASSERT_FALSE(group);
  EXPECT_EQ(group.error().call, "perf_event_open");
}

/// A loop whose instructions can be told: it is written in them.
void spin(std::uint64_t rounds) {
  for (std::uint64_t i = 0; i < rounds; ++i) asm volatile("" : "+r"(i));
}

TEST(HardwareCounters, CountTheInstructionsOfALoopOfKnownLength) {
  auto counters = HardwareCounters::open();
  if (!counters) GTEST_SKIP() << counters.error().message();
  constexpr std::uint64_t rounds = 10'000'000;
  ASSERT_TRUE(counters->start().ok());
  spin(rounds);
  const auto counted = counters->stop();
  ASSERT_TRUE(counted) << counted.error().message();
  // An addition, a comparison, a jump; a compiler may fuse or move some.
  EXPECT_GE(counted->instructions, 2 * rounds);
  EXPECT_LT(counted->instructions, 20 * rounds);
  EXPECT_GT(counted->cycles, rounds / 4);
  EXPECT_LT(counted->cache_misses, rounds);
}

TEST(HintForPerf, SaysWhatForbidsIt) {
  EXPECT_EQ(hint_for_perf(EACCES, 3), "kernel.perf_event_paranoid is 3");
  EXPECT_NE(hint_for_perf(EPERM, 2).find("seccomp"), std::string::npos);
  EXPECT_NE(hint_for_perf(EPERM, {}).find("seccomp"), std::string::npos);
  EXPECT_NE(hint_for_perf(ENOENT, 2).find("virtual machine"), std::string::npos);
  EXPECT_EQ(hint_for_perf(EMFILE, 2), "");
}

}  // namespace
}  // namespace ipcbench
