// A duel's controller and its arms: what an honest one is asked, and how it is started.
#include "harness/arm.hpp"

#include <fcntl.h>

#include "base/fd.hpp"
#include "tests/harness/arm_fixture.hpp"

namespace ipcbench {
namespace {

using std::chrono::milliseconds;
using Kind = ArmFailure::Kind;

TEST_F(ArmTest, ItsOwnBuildIsAskedThroughAWholeRound) {
  auto arm = start(real());
  ASSERT_TRUE(arm) << arm.error().reason;
  EXPECT_EQ(arm->facts().protocol, 1U);
  EXPECT_EQ(arm->facts().version, IPCBENCH_VERSION);
  EXPECT_FALSE(arm->facts().compiler.empty());
  for (const Pattern pattern : {Pattern::round_trip, Pattern::stream}) {
    const auto opened = arm->open(cell("pipe", pattern), {});
    ASSERT_TRUE(opened) << opened.error().reason;
    EXPECT_EQ(opened->at(0).first, "capacity");
    const auto each_ns = arm->warm_up_ns_per_message(milliseconds(1));
    ASSERT_TRUE(each_ns) << each_ns.error().reason;
    EXPECT_GT(*each_ns, 0);
    const auto slice = arm->slice(16, 300);
    ASSERT_TRUE(slice) << slice.error().reason;
    EXPECT_EQ(slice->received, 300U);
    EXPECT_GT(slice->elapsed_ns, 0);
    EXPECT_GT(slice->cpu_ns, 0);
    EXPECT_EQ(slice->p50_ns > 0, pattern == Pattern::round_trip);
    EXPECT_LE(slice->p50_ns, slice->p99_ns);
    const auto distance = arm->distance_ns();
    ASSERT_TRUE(distance);
    EXPECT_FALSE(*distance) << "the pair is on no two cpus";
    ASSERT_TRUE(arm->close());
  }
}

TEST_F(ArmTest, CountsTheSystemCallsOfAMessage) {
  auto arm = start(real());
  ASSERT_TRUE(arm && arm->open(cell(), {}));
  const auto counted = arm->count();
  ASSERT_TRUE(counted) << counted.error().reason;
  if (!counted->unavailable.empty()) GTEST_SKIP() << counted->unavailable;
  EXPECT_EQ(counted->per_message, 2);
}

TEST_F(ArmTest, WhatItCannotDoIsToldFromAFailureAndItGoesOn) {
  auto arm = start(real());
  ASSERT_TRUE(arm);
  const auto unknown = arm->open(cell("carrier_pigeon"), {});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, Kind::unsupported);
  EXPECT_EQ(unknown.error().reason, "arm A: no mechanism 'carrier_pigeon'");
  Cell set = cell();
  set.settings.set("colour", "1");
  EXPECT_EQ(arm->open(set, {}).error().reason, "arm A: pipe has no setting 'colour'");
  const auto no_cpu = arm->open(cell(), {.client = 0, .server = 4000});
  ASSERT_FALSE(no_cpu);
  EXPECT_EQ(no_cpu.error().kind, Kind::unsupported);
  EXPECT_TRUE(no_cpu.error().reason.starts_with("arm A: cpu 4000 is not among those"))
      << no_cpu.error().reason;
  EXPECT_TRUE(arm->alive());
  EXPECT_TRUE(arm->open(cell(), {}));
}

TEST_F(ArmTest, AnArmMayBeWrittenInAnotherLanguage) {
  auto arm = start({.name = "py", .argv = {IPCBENCH_SOURCE "/tests/harness/arms/minimal_arm.py"}});
  ASSERT_TRUE(arm) << arm.error().reason;
  EXPECT_EQ(arm->facts().version, "py");
  EXPECT_EQ(arm->open(cell("tcp"), {}).error().kind, Kind::unsupported);
  ASSERT_TRUE(arm->open(cell(), {}));
  ASSERT_TRUE(arm->warm_up_ns_per_message(milliseconds(1)));
  const auto slice = arm->slice(4, 50);
  ASSERT_TRUE(slice) << slice.error().reason;
  EXPECT_EQ(slice->received, 50U);
  EXPECT_EQ(*arm->distance_ns(), std::nullopt);
  EXPECT_EQ(arm->count()->unavailable, "not counted");
  EXPECT_TRUE(arm->close());
}

TEST_F(ArmTest, TwoArmsLiveAtOnceAndOnesDeathIsNotTheOthers) {
  auto a = start(real());
  auto b = start(shell(greets, opens, "read slice; kill -SEGV $$"));
  ASSERT_TRUE(a && b);
  ASSERT_TRUE(a->open(cell(), {}) && b->open(cell(), {}));
  EXPECT_FALSE(b->slice(0, 10));
  EXPECT_TRUE(a->slice(0, 10));
}

TEST_F(ArmTest, AWrapperAndItsEnvironmentAreTheArms) {
  ArmCommand command{.name = "B", .argv = {"sh", "-c", "\"$0\" arm; exit 0", IPCBENCH_EXECUTABLE}};
  auto wrapped = start(command);
  ASSERT_TRUE(wrapped) << wrapped.error().reason;
  EXPECT_TRUE(wrapped->open(cell(), {}));
  command = shell("read hello; echo \"ok protocol=1 version=$MADE_UP-${#IPCBENCH_PADDING}\"");
  command.environment = {{"MADE_UP", "yes"}, {"IPCBENCH_PADDING", std::string(1'000, 'x')}};
  const auto arm = start(command);
  ASSERT_TRUE(arm) << arm.error().reason;
  EXPECT_EQ(arm->facts().version, "yes-1000");
}

TEST_F(ArmTest, ItInheritsItsThreeStreamsAndNothingElse) {
  // Without the flag that would close it at exec.
  const int stray = ::fcntl(0, F_DUPFD, 100);
  ASSERT_GE(stray, 100);
  const auto arm = start(shell("read hello; [ -e /proc/$$/fd/", std::to_string(stray),
                               " ] && is=kept; echo ok protocol=1 version=$is; read quit"));
  const Fd closes_it(stray);
  ASSERT_TRUE(arm) << arm.error().reason;
  EXPECT_EQ(arm->facts().version, "");
}

}  // namespace
}  // namespace ipcbench
