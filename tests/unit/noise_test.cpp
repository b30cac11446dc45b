// Noise: flips are found in what was sampled, and measuring it leaves this thread as it was.
#include "harness/noise.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <algorithm>

#include "harness/placement.hpp"

namespace ipcbench {
namespace {

PairDistance pair_with(std::vector<double> samples_ns) {
  return {.cpu_a = 0, .cpu_b = 1, .samples_ns = std::move(samples_ns)};
}

TEST(PairDistance, ThatStaysTheSameHasNoFlips) {
  EXPECT_EQ(pair_with({}).flips(), 0U);
  EXPECT_EQ(pair_with({100}).flips(), 0U);
  EXPECT_EQ(pair_with({100, 101, 104, 99, 110, 98}).flips(), 0U);
}

TEST(PairDistance, CountsEveryLastingChange) {
  const auto pair = pair_with({60, 61, 60, 220, 221, 219, 62, 61, 60});
  EXPECT_EQ(pair.flips(), 2U);
  EXPECT_TRUE(pair.changes());
}

TEST(PairDistance, DoesNotCountASampleThatWasInterrupted) {
  EXPECT_EQ(pair_with({60, 61, 900, 60, 61, 900, 60, 62, 61, 60}).flips(), 0U);
}

TEST(PairDistance, HasQuantilesOfItsSamples) {
  const auto pair = pair_with({3, 1, 2});
  EXPECT_EQ(pair.quantile(0), 1);
  EXPECT_EQ(pair.quantile(0.5), 2);
  EXPECT_EQ(pair.quantile(1), 3);
}

TEST(SomeOf, TakesThemEvenly) {
  EXPECT_EQ(some_of({4, 5, 6}, 12), (std::vector{4, 5, 6}));
  EXPECT_EQ(some_of({0, 1, 2, 3, 4, 5, 6, 7}, 4), (std::vector{0, 2, 4, 6}));
}

Severity severity_of(const Noise& noise, std::string_view name) {
  const auto findings = judge(noise);
  const auto found = std::ranges::find(findings, name, &Symptom::name);
  EXPECT_NE(found, findings.end()) << name;
  return found == findings.end() ? Severity::bad : found->severity;
}

Noise quiet_machine() {
  return {.seconds = 2,
          .clock = {.cost_ns = 20, .step_ns = 1},
          .wake_up = WakeUpNoise{.cpu_a = 0, .cpu_b = 1, .p50_ns = 6'000, .p99_ns = 9'000},
          .lost = {{.cpu = 0, .share = 0.0005, .gaps = 3, .longest_ns = 20'000}},
          .distances = {pair_with({60, 61, 60})},
          .stolen_share = 0.0};
}

TEST(Judge, FindsNothingWrongWithAQuietMachine) {
  for (const Symptom& finding : judge(quiet_machine())) {
    EXPECT_EQ(finding.severity, Severity::good) << finding.name << ": " << finding.value;
    EXPECT_TRUE(finding.effect.empty());
  }
}

TEST(Judge, FindsWhatIsLoud) {
  Noise noise = quiet_machine();
  noise.clock.cost_ns = 1'200;
  noise.wake_up->p50_ns = 45'000;
  noise.lost[0].share = 0.03;
  noise.distances = {pair_with({60, 60, 60, 220, 220, 220})};
  noise.stolen_share = 0.3;
  EXPECT_EQ(severity_of(noise, "clock_cost"), Severity::bad);
  EXPECT_EQ(severity_of(noise, "wake_up"), Severity::warning);
  EXPECT_EQ(severity_of(noise, "lost_time"), Severity::warning);
  EXPECT_EQ(severity_of(noise, "distance"), Severity::warning);
  EXPECT_EQ(severity_of(noise, "steal_now"), Severity::bad);
  noise.lost[0].share = 0.4;
  EXPECT_EQ(severity_of(noise, "lost_time"), Severity::bad);
}

TEST(Judge, SaysNothingOfWhatWasNotMeasured) {
  const Noise noise{.clock = {.cost_ns = 20, .step_ns = 1}};
  EXPECT_EQ(judge(noise).size(), 1U);
}

std::vector<int> allowed_now() {
  return Topology::detect()->allowed();
}

TEST(MeasureNoise, LooksAtEverything) {
  const auto topology = Topology::detect();
  ASSERT_TRUE(topology);
  const auto allowed = topology->allowed();
  const Noise noise =
      measure_noise(allowed, allowed.front(), allowed.back(), std::chrono::milliseconds(200));
  EXPECT_GT(noise.seconds, 0);
  EXPECT_GT(noise.clock.cost_ns, 0);
  EXPECT_GT(noise.clock.step_ns, 0);
  ASSERT_TRUE(noise.wake_up);
  EXPECT_GT(noise.wake_up->p50_ns, 0);
  EXPECT_GE(noise.wake_up->p99_ns, noise.wake_up->p50_ns);
  EXPECT_EQ(noise.lost.size(), allowed.size() == 1 ? 1U : 2U);
  EXPECT_EQ(noise.distances.empty(), allowed.size() == 1);
}

TEST(MeasureNoise, WorksOnASingleCpu) {
  const int cpu = allowed_now().front();
  const Noise noise = measure_noise({cpu}, cpu, cpu, std::chrono::milliseconds(40));
  ASSERT_TRUE(noise.wake_up);
  EXPECT_EQ(noise.lost.size(), 1U);
  EXPECT_TRUE(noise.distances.empty());
}

TEST(MeasureNoise, LeavesOutWhatACpuDoesNotAllow) {
  constexpr int missing = 4'000;
  const Noise noise = measure_noise({allowed_now().front(), missing}, missing, missing,
                                    std::chrono::milliseconds(40));
  EXPECT_FALSE(noise.wake_up);
  EXPECT_TRUE(noise.lost.empty());
  for (const PairDistance& pair : noise.distances) EXPECT_TRUE(pair.samples_ns.empty());
}

TEST(MeasureNoise, LeavesThisThreadWhereItMayBe) {
  const auto before = allowed_now();
  (void)measure_noise(before, before.front(), before.back(), std::chrono::milliseconds(40));
  EXPECT_EQ(allowed_now(), before);
}

}  // namespace
}  // namespace ipcbench
