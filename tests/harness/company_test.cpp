// Company for real: a pair of processes, and a loop beside it.
#include "harness/company.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/scratch.hpp"
#include "bench/mechanisms.hpp"
#include "harness/process.hpp"
#include "harness/trial.hpp"

namespace ipcbench {
namespace {

/// A process that is never idle on its CPU, as long as it is owned.
std::optional<ChildProcess> busy_loop(int cpu, int nice_level) {
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) {
    if (!become_participant(parent) || !pin_to(cpu).ok() || ::nice(nice_level) < 0) ::_exit(1);
    for (std::atomic<unsigned> turns = 0;; ++turns) {
    }
  }
  auto process = ChildProcess::watch(pid);
  if (!process) return {};
  return std::move(*process);
}

class CompanyTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto cpus = topology_.resolve({.kind = PlacementKind::cross});
    if (!cpus) GTEST_SKIP() << "there is one core only";
    cpus_ = *cpus;
  }

  Weather weather_of(std::string_view mechanism, const Cpus& cpus) {
    const auto trial = run_trial(*find_mechanism(mechanism), Pattern::round_trip,
                                 {.message_bytes = 64, .scratch = &scratch_}, cpus,
                                 {.counters = TrialPlan::Counting::off}, nullptr);
    EXPECT_TRUE(trial) << trial.error().reason;
    if (!trial) return {};
    used_ns_ = {trial->client.cpu_ns, trial->server.cpu_ns};
    return trial->weather;
  }

  Scratch scratch_ = *Scratch::create();
  Topology topology_ = *Topology::detect();
  Cpus cpus_;
  std::pair<std::int64_t, std::int64_t> used_ns_;  ///< by the sides of the last trial, timed
};

TEST_F(CompanyTest, EachCpuOfAPairIsWatchedAndOursIsKnown) {
  const Weather weather = weather_of("shm_spin", cpus_);
  ASSERT_EQ(weather.cpus.size(), 2U);
  for (const WatchedCpu& watched : weather.cpus) {
    EXPECT_GT(watched.watched_ns, 0);
    const bool is_clients = watched.cpu == cpus_.client;
    EXPECT_TRUE(is_clients || watched.cpu == cpus_.server);
    // The slices, and the warm-up besides.
    EXPECT_GT(watched.ours_ns, is_clients ? used_ns_.first : used_ns_.second);
    EXPECT_GE(watched.idle_ns, 0);
  }
}

TEST_F(CompanyTest, APairOnOneCpuIsWatchedOnceAndAFreeOneOnAllTogether) {
  const Weather same = weather_of("pipe", {.client = cpus_.client, .server = cpus_.client});
  ASSERT_EQ(same.cpus.size(), 1U);
  EXPECT_EQ(same.cpus.front().cpu, cpus_.client);
  EXPECT_GT(same.cpus.front().ours_ns, used_ns_.first + used_ns_.second);

  const Weather free = weather_of("pipe", {});
  ASSERT_EQ(free.cpus.size(), 1U);
  EXPECT_FALSE(free.cpus.front().cpu);
  EXPECT_GT(free.cpus.front().ours_ns, used_ns_.first + used_ns_.second);
  // Every CPU is watched for the same time; a trial takes more than a tick of it.
  const auto cpus = static_cast<std::int64_t>(topology_.allowed().size());
  EXPECT_EQ(free.cpus.front().watched_ns % cpus, 0);
}

TEST_F(CompanyTest, SidesThatShareACpuWaitForIt) {
  if (!waited_ns(SystemFiles(), ::getpid())) GTEST_SKIP() << "this kernel does not count waiting";
  const Weather weather = weather_of("pipe", {.client = cpus_.client, .server = cpus_.client});
  EXPECT_GT(weather.client_waited_ns.value_or(0), 0);
  EXPECT_GT(weather.server_waited_ns.value_or(0), 0);
}

TEST_F(CompanyTest, ALoopIsSeenAtAnyNiceLevel) {
  constexpr std::size_t most_trials = 40;
  for (const int nice_level : {0, 10, 19}) {
    const auto loop = busy_loop(*cpus_.client, nice_level);
    ASSERT_TRUE(loop);
    WatchedCpu on_its_cpu;
    std::size_t trials = 0;
    while (trials < most_trials && !is_shared(on_its_cpu, trials)) {
      const Weather weather = weather_of("pipe", cpus_);
      const auto its_cpu = std::ranges::find(weather.cpus, cpus_.client, &WatchedCpu::cpu);
      ASSERT_NE(its_cpu, weather.cpus.end());
      on_its_cpu += *its_cpu;
      ++trials;
    }
    EXPECT_LT(trials, most_trials) << "at nice " << nice_level;
  }
}

}  // namespace
}  // namespace ipcbench
