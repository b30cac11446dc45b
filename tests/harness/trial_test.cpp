// Trials: counts, losses, and when to stop.
#include "harness/trial.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/scratch.hpp"
#include "bench/mechanisms.hpp"
#include "tests/harness/fake_transports.hpp"

namespace ipcbench {
namespace {

class TrialTest : public testing::Test {
 protected:
  Outcome<Trial> run(std::string_view mechanism, Pattern pattern, std::size_t bytes,
                     TrialPlan plan = {.measured = std::chrono::milliseconds(5),
                                       .warmup = std::chrono::milliseconds(1),
                                       .round_trips_wanted = 0}) {
    return run_trial(*find_mechanism(mechanism), pattern,
                     {.message_bytes = bytes, .scratch = &scratch_}, cpus_, plan, nullptr);
  }

  Scratch scratch_ = *Scratch::create();
  Topology topology_ = *Topology::detect();
  Cpus cpus_ = *topology_.resolve(topology_.usual_placement());
};

class EveryMechanism : public TrialTest, public testing::WithParamInterface<std::string_view> {};

TEST_P(EveryMechanism, IsMeasuredInBothPatterns) {
  if (find_mechanism(GetParam())->descriptor->waiting == Waiting::spins &&
      cpus_.client == cpus_.server) {
    GTEST_SKIP() << "spins, and there is one core only";
  }
  for (const std::size_t bytes : {1, 64, 8192}) {
    const auto round_trips = run(GetParam(), Pattern::round_trip, bytes);
    ASSERT_TRUE(round_trips) << round_trips.error().reason;
    EXPECT_GT(round_trips->round_trips.count(), 0U);
    EXPECT_GT(round_trips->elapsed_ns(), 0);
    const auto stream = run(GetParam(), Pattern::stream, bytes);
    ASSERT_TRUE(stream) << stream.error().reason;
    EXPECT_GT(stream->received(), 0U);
    EXPECT_LE(stream->received(), stream->sent());
    EXPECT_EQ(stream->round_trips.count(), 0U);
    if (find_mechanism(GetParam())->descriptor->delivery == Delivery::reliable) {
      EXPECT_EQ(stream->received(), stream->sent());
    }
  }
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (const Mechanism& m : all_mechanisms()) all.push_back(m.descriptor->name);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryMechanism, testing::ValuesIn(names()),
                         [](const auto& param) { return std::string(param.param); });

TEST_F(TrialTest, HistogramHoldsOnlyWhatWasTimed) {
  const auto trial = run("pipe", Pattern::round_trip, 64);
  ASSERT_TRUE(trial);
  EXPECT_EQ(trial->round_trips.count(), trial->sent());
  EXPECT_EQ(trial->round_trips.sum(), static_cast<std::uint64_t>(trial->elapsed_ns()));
}

TEST_F(TrialTest, IsStretchedUntilItHasRoundTripsEnough) {
  const TrialPlan plan{.measured = std::chrono::milliseconds(40),
                       .slice = std::chrono::milliseconds(1),
                       .slice_messages = 1,
                       .warmup = std::chrono::milliseconds(1),
                       .round_trips_wanted = 1'000'000'000};
  const std::int64_t began_ns = now_ns();
  const auto stretched = run("pipe", Pattern::round_trip, 64, plan);
  const std::int64_t took_ns = now_ns() - began_ns;
  ASSERT_TRUE(stretched);
  // Up to 240 ms, less what a last slice may be short of that, however slow the slices are.
  EXPECT_GT(took_ns - stretched->overhead_ns, 160'000'000);
}

TEST_F(TrialTest, OnePreemptedSliceDoesNotFoolTheCalibration) {
  // Slices are as long as the calibration says; a trial of a single message would say nothing.
  using testing_fakes::StallsOnce;
  const TrialPlan plan{.measured = std::chrono::milliseconds(10),
                       .slice = std::chrono::milliseconds(10),
                       .slice_messages = 1,
                       .warmup = std::chrono::milliseconds(2),
                       .round_trips_wanted = 0,
                       .counters = TrialPlan::Counting::off};
  const auto slice_messages = [&](unsigned stall_at) {
    StallsOnce::at_message = stall_at;
    const auto trial = run_trial(erase<testing_fakes::Fake<StallsOnce>>(), Pattern::round_trip,
                                 {.message_bytes = 64, .scratch = &scratch_}, cpus_, plan, nullptr);
    return trial ? trial->slices.at(0).sent : 0;
  };
  const auto undisturbed = slice_messages(0);
  // The checked exchange ends somewhere before message 117; the calibration follows.
  for (unsigned at = 100; at < 180; at += 8) {
    // A stall is at the same message each time, what a busy machine does to a trial is not.
    auto with_stall = slice_messages(at);
    for (int again = 0; with_stall <= undisturbed / 8 && again < 20; ++again) {
      with_stall = std::max(with_stall, slice_messages(at));
    }
    EXPECT_GT(with_stall, undisturbed / 8) << "a stall at message " << at;
  }
}

TEST_F(TrialTest, SlicesOfTheQuickestAreNotAllClock) {
  // A guess by four messages says 100 ns of what takes one: a thousand slices of 5 us.
  const auto trial = run("null", Pattern::stream, 64,
                         {.measured = std::chrono::milliseconds(20),
                          .slice = std::chrono::milliseconds(5),
                          .warmup = std::chrono::milliseconds(3),
                          .round_trips_wanted = 0});
  ASSERT_TRUE(trial);
  EXPECT_GT(trial->elapsed_ns() / static_cast<std::int64_t>(trial->slices.size()), 500'000);
}

TEST_F(TrialTest, ReportsAnOpenThatFails) {
  // A scratch folder that is gone: nothing can be named.
  auto gone = Scratch::create();
  ASSERT_TRUE(gone);
  const std::string path = gone->path();
  ASSERT_EQ(::system(("rm -r " + path).c_str()), 0);
  const auto trial = run_trial(*find_mechanism("fifo"), Pattern::stream,
                               {.message_bytes = 64, .scratch = &*gone}, Cpus{}, {}, nullptr);
  ASSERT_FALSE(trial);
  EXPECT_EQ(trial.error().reason.find("mkfifo: No such file or directory"), 0U)
      << trial.error().reason;
}

}  // namespace
}  // namespace ipcbench
