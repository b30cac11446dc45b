// Telling what other programs do from what this one does.
#include "harness/company.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <string>

#include "base/clock.hpp"
#include "tests/unit/made_up_root.hpp"

namespace ipcbench {
namespace {

using testing_machines::MadeUpRoot;

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t ms = 1'000'000;

/// CPU 0 over a second, by the lines of /proc/stat at both ends; ticks are of 10 ms.
WatchedCpu second_between(const std::string& before, const std::string& after,
                          std::int64_t ours_ns) {
  EXPECT_EQ(::sysconf(_SC_CLK_TCK), 100);
  MadeUpRoot root;
  const auto look = [&](const std::string& stat, std::int64_t at_ns) {
    CpusLook seen = look_at_cpus(root.with("/proc/stat", stat).files(), {0});
    seen.at_ns = at_ns;
    return seen;
  };
  const auto watched = watched_between(look(before, 0), look(after, second_ns));
  if (watched.size() != 1) {
    ADD_FAILURE() << watched.size() << " CPUs";
    return {};
  }
  WatchedCpu cpu = watched.front();
  cpu.ours_ns = ours_ns;
  return cpu;
}

TEST(Company, IsWhatProgramsDidWithoutUs) {
  // 20 ticks of user, 10 of nice, 20 of the kernel; 30 idle, 5 of a disk; 5 and 6 of interrupts, 4
  // stolen.
  const WatchedCpu cpu =
      second_between("cpu0 100 10 50 900 5 3 2 7 0 0\ncpu1 9 9 9 9 9 9 9 9",
                     "cpu0 120 20 70 930 10 8 8 11 0 0\ncpu1 99 9 9 9 9 9 9 9", 150 * ms);
  EXPECT_EQ(cpu.cpu, 0);
  EXPECT_EQ(cpu.watched_ns, second_ns);
  EXPECT_EQ(cpu.idle_ns, 350 * ms);
  EXPECT_EQ(cpu.stolen_ns, 40 * ms);
  EXPECT_EQ(cpu.programs_ns, 500 * ms);
  EXPECT_EQ(others_ns(cpu), 350 * ms) << "interrupts are nobody's";
}

TEST(Company, IsNotWhatWakingUpTakes) {
  // The tick met our programs alone; not idle were 20 ticks more, between sleep and work.
  const WatchedCpu cpu = second_between("cpu0 0 0 0 0 0 0 0 0", "cpu0 30 0 0 50 0 0 0 0", 300 * ms);
  EXPECT_EQ(others_ns(cpu), 0);
}

TEST(Company, IsNotWhatTheTickAloneBelieves) {
  // The tick happened to meet us more often than we were there: the CPU was idle all the same.
  const WatchedCpu cpu = second_between("cpu0 0 0 0 0 0 0 0 0", "cpu0 60 0 0 70 0 0 0 0", 300 * ms);
  EXPECT_EQ(others_ns(cpu), 0);
}

TEST(Company, IsNotWhatTheHypervisorTook) {
  const WatchedCpu cpu =
      second_between("cpu0 0 0 0 0 0 0 0 0", "cpu0 30 0 0 20 0 0 0 50", 300 * ms);
  EXPECT_EQ(others_share(cpu), 0);
}

TEST(Company, IsNeverLessThanNobody) {
  const WatchedCpu cpu = second_between("cpu0 0 0 0 0 0 0 0 0", "cpu0 10 0 0 80 0 0 0 0", 500 * ms);
  EXPECT_LT(others_ns(cpu), 0) << "so that errors of ticks cancel where times are added up";
  EXPECT_EQ(others_share(cpu), 0);
}

TEST(Company, OfACpuThatWasSwitchedOffIsNotKnown) {
  const CpusLook before{.at_ns = 0, .cpus = {{0, {}}, {1, {}}}};
  const CpusLook after{.at_ns = second_ns, .cpus = {{1, {}}}};
  const auto watched = watched_between(before, after);
  ASSERT_EQ(watched.size(), 1U);
  EXPECT_EQ(watched.front().cpu, 1);
}

WatchedCpu used_by_others(std::optional<int> cpu, double share, std::int64_t watched_ns) {
  const auto used_ns = std::llround(share * static_cast<double>(watched_ns));
  return {.cpu = cpu,
          .watched_ns = watched_ns,
          .idle_ns = watched_ns - used_ns,
          .stolen_ns = 0,
          .programs_ns = used_ns,
          .ours_ns = 0};
}

TEST(Company, IsSeenWhereTicksCannotExplainIt) {
  constexpr std::size_t trials = 8;
  constexpr std::int64_t watched_ns = trials * 25 * ms;
  EXPECT_TRUE(is_shared(used_by_others(0, 0.4, watched_ns), trials));
  EXPECT_FALSE(is_shared(used_by_others(0, 0.15, watched_ns), trials));
  // The same part of a longer time is no longer chance.
  EXPECT_TRUE(is_shared(used_by_others(0, 0.15, 100 * watched_ns), trials));
  // Two ticks that fell into the only trial.
  EXPECT_FALSE(is_shared(used_by_others(0, 0.5, 25 * ms), 1));
  EXPECT_FALSE(is_shared({}, 0)) << "nobody watched";
}

TEST(Company, IsNamedByWhatItUsed) {
  const std::vector<WatchedCpu> both = {used_by_others(0, 0.97, second_ns),
                                        used_by_others(3, 0.12, second_ns)};
  EXPECT_EQ(company_words(both), "other programs used 97 % of cpu 0 and 12 % of cpu 3");
  EXPECT_EQ(company_words(std::vector{used_by_others(0, 0.004, second_ns),
                                      used_by_others(1, 0.5, second_ns)}),
            "other programs used 50 % of cpu 1");
  EXPECT_EQ(company_words(std::vector{used_by_others({}, 0.5, second_ns)}),
            "other programs used 50 % of the CPUs");
  EXPECT_EQ(company_words({}), "");
}

TEST(Company, SaysHowLongSomebodyWaited) {
  MadeUpRoot root;
  root.with("/proc/stat", "cpu0 1 0 0 0 0 0 0 0");
  EXPECT_FALSE(watch_company(root.files(), {0}, std::chrono::milliseconds(1))->waiting_share);
  root.with("/proc/pressure/cpu",
            "some avg10=99.00 avg60=99.00 avg300=99.00 total=1000000\n"
            "full avg10=0.00 avg60=0.00 avg300=0.00 total=7");
  EXPECT_EQ(watch_company(root.files(), {0}, std::chrono::milliseconds(1))->waiting_share, 0);
}

TEST(Company, IsNotInventedWhereTheKernelIsSilent) {
  MadeUpRoot root;
  EXPECT_TRUE(
      look_at_cpus(root.with("/proc/stat", "nonsense\ncpu\ncpu0 1 2").files(), {0}).cpus.empty());
  const MadeUpRoot nothing;
  EXPECT_FALSE(watch_company(nothing.files(), {0}, std::chrono::hours(1)));
}

TEST(Waiting, IsTheSecondNumberOfSchedstat) {
  MadeUpRoot root;
  root.with("/proc/42/schedstat", "1000 250 3").with("/proc/43/schedstat", "1000");
  EXPECT_EQ(waited_ns(root.files(), 42), 250);
  EXPECT_FALSE(waited_ns(root.files(), 43));
  EXPECT_FALSE(waited_ns(root.files(), 44));
}

void burn(std::int64_t ns) {
  for (const std::int64_t began_ns = now_ns(); now_ns() - began_ns < ns;) {
  }
}

TEST(Company, KnowsWhatThisProcessAndItsChildrenUsed) {
  const std::int64_t before_ns = own_cpu_ns();
  burn(second_ns / 20);
  const std::int64_t between_ns = own_cpu_ns();
  EXPECT_GT(between_ns, before_ns);
  const pid_t child = ::fork();
  if (child == 0) {
    burn(second_ns / 5);
    ::_exit(0);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_GT(own_cpu_ns() - between_ns, second_ns / 100);
}

}  // namespace
}  // namespace ipcbench
