// The distance of CPUs, what processes use up, and what a trial brings home of it.
#include "harness/weather.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "base/clock.hpp"
#include "base/scratch.hpp"
#include "bench/mechanisms.hpp"
#include "harness/distance.hpp"
#include "harness/trial.hpp"
#include "harness/usage.hpp"

namespace ipcbench {
namespace {

class WeatherTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!topology_.resolve({.kind = PlacementKind::cross}))
      GTEST_SKIP() << "there is one core only";
  }
  Trial trial(std::string_view mechanism, Pattern pattern, PlacementKind placement) {
    const auto trial =
        run_trial(*find_mechanism(mechanism), pattern, {.message_bytes = 64, .scratch = &scratch_},
                  *topology_.resolve({.kind = placement}), {}, nullptr);
    EXPECT_TRUE(trial) << trial.error().reason;
    return trial.value_or(Trial{});
  }

  Scratch scratch_ = *Scratch::create();
  Topology topology_ = *Topology::detect();
};

std::optional<double> probe(const Cpus& cpus) {
  DistanceLine line;
  std::thread server([&] {
    ASSERT_TRUE(pin_to(*cpus.server).ok());
    probe_distance_as_server(line);
  });
  std::optional<double> distance_ns;
  std::thread client([&] {
    ASSERT_TRUE(pin_to(*cpus.client).ok());
    distance_ns = probe_distance_as_client(line);
  });
  client.join();
  server.join();
  return distance_ns;
}

TEST_F(WeatherTest, TheDistanceOfTwoCpusIsMeasured) {
  const Cpus cpus = *topology_.resolve({.kind = PlacementKind::cross});
  std::optional<double> distance_ns;
  // On a machine that is busy with others a peer may come too late.
  for (int attempt = 0; !distance_ns && attempt < 100; ++attempt) distance_ns = probe(cpus);
  ASSERT_TRUE(distance_ns);
  // Not even in one core does a line change hands twice in less.
  EXPECT_GT(*distance_ns, 2);
}

TEST_F(WeatherTest, WithoutAPeerThereIsNoDistanceAndNoHang) {
  DistanceLine line;
  EXPECT_FALSE(probe_distance_as_client(line));
  // Whoever comes too late does not wait either.
  probe_distance_as_server(line);
}

TEST_F(WeatherTest, ATrialOnTwoCpusHasBothDistances) {
  bool before = false;
  bool after = false;
  // On a machine that is busy with others a peer may come too late for one of them, or for both.
  for (int attempt = 0; !(before && after) && attempt < 100; ++attempt) {
    const Weather weather = trial("pipe", Pattern::round_trip, PlacementKind::cross).weather;
    before = before || weather.distance_before_ns.value_or(0) > 0;
    after = after || weather.distance_after_ns.value_or(0) > 0;
  }
  EXPECT_TRUE(before);
  EXPECT_TRUE(after);
}

TEST_F(WeatherTest, WhereNothingIsPinnedToTwoCpusThereIsNoDistance) {
  for (const auto placement : {PlacementKind::same, PlacementKind::free}) {
    const Weather weather = trial("pipe", Pattern::round_trip, placement).weather;
    EXPECT_FALSE(weather.distance_before_ns);
    EXPECT_FALSE(weather.distance_after_ns);
  }
}

double switches_per_message(const Trial& trial) {
  const Usage& client = trial.client;
  const Usage& server = trial.server;
  return static_cast<double>(client.voluntary_switches + client.involuntary_switches +
                             server.voluntary_switches + server.involuntary_switches) /
         static_cast<double>(trial.usage_messages);
}

TEST_F(WeatherTest, ABlockingMechanismSwitchesOnceAMessage) {
  // On one CPU the receiver cannot run before the sender sleeps or is preempted.
  const Trial measured = trial("pipe", Pattern::round_trip, PlacementKind::same);
  EXPECT_NEAR(switches_per_message(measured), 1, 0.2);
}

TEST_F(WeatherTest, ASpinningMechanismNeverSleeps) {
  const Trial measured = trial("shm_spin", Pattern::round_trip, PlacementKind::cross);
  EXPECT_LT(measured.client.voluntary_switches + measured.server.voluntary_switches,
            measured.usage_messages / 100);
  EXPECT_GT(measured.client.cpu_ns + measured.server.cpu_ns, 0);
}

TEST_F(WeatherTest, WarmingUpIsNotOnTheAccount) {
  const Trial measured = trial("pipe", Pattern::round_trip, PlacementKind::cross);
  // Two messages a round trip; the untimed ones of each slice are what is beyond.
  const std::uint64_t timed = 2 * measured.sent();
  EXPECT_GE(measured.usage_messages, timed);
  EXPECT_LE(measured.usage_messages, timed + 2 * 9 * measured.slices.size());
}

TEST(Usage, SeesTimeThatWasSpentAndSwitchesThatWereMade) {
  const UsageMeter meter;
  const std::int64_t began_ns = now_ns();
  while (meter.since_start().cpu_ns < 5'000'000) {
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const Usage used = meter.since_start();
  EXPECT_GE(used.cpu_ns, 5'000'000);
  EXPECT_LE(used.cpu_ns, now_ns() - began_ns);
  EXPECT_GE(used.voluntary_switches, 1U);
}

TEST(Usage, AddsUp) {
  Usage sum{.cpu_ns = 1, .major_faults = 2};
  sum += {.cpu_ns = 10, .user_ns = 3, .migrations = 1};
  EXPECT_EQ(sum.cpu_ns, 11);
  EXPECT_EQ(sum.user_ns, 3);
  EXPECT_EQ(sum.major_faults, 2U);
  EXPECT_EQ(sum.migrations, 1U);
}

}  // namespace
}  // namespace ipcbench
