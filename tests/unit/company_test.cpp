// Telling what other programs do from what this one does.
#include "harness/company.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.hpp"
#include "tests/unit/made_up_root.hpp"

namespace ipcbench {
namespace {

using testing_machines::MadeUpRoot;

constexpr std::int64_t second_ns = 1'000'000'000;

/// A second passes between two looks, of which we used so much; ticks are of CPU 0, of 10 ms.
std::optional<CompanyLoad> company_in_a_second(const std::string& stat_before,
                                               const std::string& stat_after, std::int64_t own_ns,
                                               const std::string& pressure_before = {},
                                               const std::string& pressure_after = {}) {
  MadeUpRoot root;
  const auto look = [&](const std::string& stat, const std::string& pressure) {
    root.with("/proc/stat", stat).with("/proc/pressure/cpu", pressure);
    return look_at_company(root.files(), {0});
  };
  CompanyLook before = look(stat_before, pressure_before);
  CompanyLook after = look(stat_after, pressure_after);
  before.at_ns = before.own_ns = 0;
  after.at_ns = second_ns;
  after.own_ns = own_ns;
  return company_between(before, after);
}

TEST(Company, IsWhatTheCpusDidWithoutUs) {
  ASSERT_EQ(::sysconf(_SC_CLK_TCK), 100);
  // 20 ticks of user, 10 of the kernel, 10 of interrupts; idle, iowait and steal are nobody's.
  const auto company =
      company_in_a_second("cpu0 100 0 50 900 5 3 2 7 0 0\ncpu1 9 9 9 9 9 9 9 9",
                          "cpu0 120 0 60 950 9 8 7 9 0 0\ncpu1 99 9 9 9 9 9 9 9", second_ns / 4);
  ASSERT_TRUE(company);
  EXPECT_NEAR(company->busy_cpus, 0.40 - 0.25, 1e-9);
  EXPECT_FALSE(company->waiting_share);
}

TEST(Company, IsNeverLessThanNobody) {
  const auto company =
      company_in_a_second("cpu0 100 0 0 0 0 0 0 0", "cpu0 110 0 0 0 0 0 0 0", second_ns / 2);
  ASSERT_TRUE(company);
  EXPECT_EQ(company->busy_cpus, 0);
}

TEST(Company, SaysHowLongSomebodyWaited) {
  const auto pressure = [](int us) {
    return "some avg10=99.00 avg60=99.00 avg300=99.00 total=" + std::to_string(us) +
           "\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7";
  };
  const auto company = company_in_a_second("cpu0 1 0 0 0 0 0 0 0", "cpu0 1 0 0 0 0 0 0 0", 0,
                                           pressure(1'000'000), pressure(1'250'000));
  ASSERT_TRUE(company);
  ASSERT_TRUE(company->waiting_share);
  EXPECT_NEAR(*company->waiting_share, 0.25, 1e-9);
}

TEST(Company, IsNotInventedWhereTheKernelIsSilent) {
  EXPECT_FALSE(company_in_a_second("nonsense", "cpu", 0));
  const MadeUpRoot nothing;
  EXPECT_FALSE(watch_company(nothing.files(), {0}, std::chrono::hours(1)));
}

void burn(std::int64_t ns) {
  for (const std::int64_t began_ns = now_ns(); now_ns() - began_ns < ns;) {
  }
}

TEST(Company, KnowsWhatThisProcessAndItsChildrenUsed) {
  const SystemFiles files;
  const auto before = look_at_company(files, {0});
  burn(second_ns / 20);
  const auto between = look_at_company(files, {0});
  EXPECT_GT(between.own_ns, before.own_ns);
  const pid_t child = ::fork();
  if (child == 0) {
    burn(second_ns / 5);
    ::_exit(0);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  const auto after = look_at_company(files, {0});
  EXPECT_GT(after.own_ns - between.own_ns, second_ns / 100);
}

}  // namespace
}  // namespace ipcbench
