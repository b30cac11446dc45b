// A duel's controller and its arms: honest ones, and such as crash, hang, lie or will not go.
#include "harness/arm.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/clock.hpp"
#include "base/fd.hpp"
#include "base/leftovers.hpp"
#include "base/scratch.hpp"

namespace ipcbench {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Kind = ArmFailure::Kind;

/// Before what a fake arm does wrong: it says hello, and `ok` to the first question.
constexpr std::string_view greets = "read hello; echo 'ok protocol=1'; ";
constexpr std::string_view opens = "read open; echo ok; ";

std::size_t open_descriptors() {
  const auto entries = std::filesystem::directory_iterator("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

class ArmTest : public testing::Test {
 protected:
  void SetUp() override {
    // Orphans of an arm become ours, so that we see whether they live.
    ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    descriptors_ = open_descriptors();
  }
  void TearDown() override {
    // What lives on keeps this waiting for ever.
    while (::waitpid(-1, nullptr, 0) > 0) {
    }
    EXPECT_EQ(errno, ECHILD);
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
    EXPECT_EQ(open_descriptors(), descriptors_);
  }

  static ArmCommand shell(std::string_view first, std::string_view second = {},
                          std::string_view third = {}) {
    std::string script(first);
    script += second;
    script += third;
    return {.name = "B", .argv = {"sh", "-c", script}};
  }
  static ArmCommand real() { return {.name = "A", .argv = {IPCBENCH_EXECUTABLE, "arm"}}; }
  static ArmOutcome<Arm> start(const ArmCommand& command, const Interrupt* interrupt = nullptr) {
    return Arm::start(command, interrupt, seconds(20));
  }
  static Cell cell(std::string mechanism = "pipe", Pattern pattern = Pattern::round_trip) {
    return {.pattern = pattern,
            .mechanism = std::move(mechanism),
            .message_bytes = 64,
            .placement = {}};
  }

  static ArmFailure failure_of_start(const ArmCommand& command) {
    const auto arm = start(command);
    return arm ? ArmFailure{.reason = "it was started"} : arm.error();
  }
  /// Of the first slice, after a greeting and an opening that were fine.
  static ArmFailure failure_of_slice(const ArmCommand& command) {
    auto arm = start(command);
    if (!arm) return arm.error();
    if (const auto opened = arm->open(cell(), {}); !opened) return opened.error();
    const auto slice = arm->slice(0, 100);
    if (slice) return {.reason = "it was measured"};
    // Whatever was wrong, it is over, and says the same again.
    if (slice.error().kind == Kind::dead) {
      EXPECT_FALSE(arm->alive());
      EXPECT_EQ(arm->distance_ns().error().reason, slice.error().reason);
    }
    return slice.error();
  }

  std::size_t descriptors_ = 0;
};

void expect_dead(const ArmFailure& failure, std::string_view reason) {
  EXPECT_EQ(failure.kind, Kind::dead);
  EXPECT_EQ(failure.reason, reason);
}

// --- arms that do what they are asked -----------------------------------------------------------

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
  EXPECT_EQ(no_cpu.error().kind, Kind::cell);
  EXPECT_TRUE(no_cpu.error().reason.starts_with("arm A: server: cannot pin to cpu 4000"))
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

// --- arms that cannot be started ----------------------------------------------------------------

TEST_F(ArmTest, ACommandThatDoesNotExistIsNamed) {
  expect_dead(failure_of_start({.name = "B", .argv = {"no-such-arm-anywhere"}}),
              "arm B: cannot run 'no-such-arm-anywhere': No such file or directory");
  expect_dead(failure_of_start({.name = "B", .argv = {}}), "arm B: no command");
}

TEST_F(ArmTest, AFileThatMayNotBeExecutedIsNamed) {
  auto scratch = Scratch::create();
  ASSERT_TRUE(scratch);
  const std::string path = scratch->path() + "/arm";
  std::ofstream(path) << "#!/bin/sh\n";
  expect_dead(failure_of_start({.name = "B", .argv = {path}}),
              "arm B: cannot run '" + path + "': Permission denied");
}

TEST_F(ArmTest, AnExitBeforeTheGreetingIsToldWithTheLastLineOfItsErrors) {
  expect_dead(failure_of_start(shell("echo early >&2; echo 'no luck\033[31m' >&2; exit 3")),
              "arm B exited with status 3 during hello: no luck [31m");
  expect_dead(failure_of_start(shell("no-such-command-at-all 2>/dev/null")),
              "arm B exited with status 127 during hello");
  expect_dead(failure_of_start(shell("exit 0")), "arm B ended during hello");
}

TEST_F(ArmTest, ABuildWithoutArmsIsToldByWhatItSays) {
  const auto failure = failure_of_start({.name = "old", .argv = {IPCBENCH_EXECUTABLE, "amr"}});
  expect_dead(
      failure,
      "arm old exited with status 2 during hello: ipcbench: no command 'amr' (see: ipcbench "
      "--help)");
}

TEST_F(ArmTest, ANewerProtocolIsAFailureOfItsOwnKind) {
  const auto newer = failure_of_start(shell("read hello; echo ok oldest=2 newest=3 version=9"));
  EXPECT_EQ(newer.kind, Kind::version);
  EXPECT_EQ(newer.reason,
            "arm B speaks versions 2 to 3 of the protocol, this build 1: let the newer build run "
            "the duel");
  const auto stubborn = failure_of_start(shell("read hello; echo ok protocol=2"));
  EXPECT_EQ(stubborn.kind, Kind::version);
  EXPECT_TRUE(stubborn.reason.starts_with("arm B speaks version 2 of the protocol, this build 1"));
}

TEST_F(ArmTest, AnArmThatRefusesTheGreetingIsOver) {
  expect_dead(failure_of_start(shell("read hello; echo error no license; read more")),
              "arm B refuses hello: no license");
}

// --- arms that fail in the middle ---------------------------------------------------------------

TEST_F(ArmTest, ACrashInTheMiddleOfASliceIsNamed) {
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; kill -SEGV $$")),
              "arm B killed by signal 11 (Segmentation fault) during slice");
}

TEST_F(ArmTest, ADeathBetweenTwoQuestionsIsToldAtTheNextOne) {
  expect_dead(failure_of_slice(shell(greets, opens, "exit 7")),
              "arm B exited with status 7 during slice");
}

TEST_F(ArmTest, AHangEndsAtTheDeadline) {
  auto arm = start(shell(greets, "echo thinking >&2; sleep 1000"));
  ASSERT_TRUE(arm);
  const std::int64_t began_ns = now_ns();
  const auto outcome = arm->close(milliseconds(100));
  ASSERT_FALSE(outcome);
  expect_dead(outcome.error(), "arm B gives no answer to close within 2.1 s: thinking");
  EXPECT_GE(now_ns() - began_ns, 2'100'000'000);
}

TEST_F(ArmTest, AStoppedArmEndsAtTheDeadlineToo) {
  auto arm = start(shell(greets, "kill -STOP $$"));
  ASSERT_TRUE(arm);
  EXPECT_EQ(arm->close(milliseconds(1)).error().kind, Kind::dead);
}

TEST_F(ArmTest, AFloodWithoutAnEndOfLineIsRubbish) {
  const auto failure = failure_of_slice(shell(greets, opens, "read slice; yes | tr -d '\\n'"));
  expect_dead(failure, "arm B prints rubbish during slice: '" + std::string(60, 'y') +
                           "...' (a line of more than 4096 bytes)");
}

TEST_F(ArmTest, RubbishIsShownWithoutItsControlCharacters) {
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; printf 'a \\033[31mred\\n'")),
              "arm B prints rubbish during slice: 'a  [31mred' (a control character)");
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; echo hello; read more")),
              "arm B prints rubbish during slice: 'hello' (not an answer)");
}

TEST_F(ArmTest, AnAnswerToAnotherQuestionIsNoticed) {
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; echo ok; read more")),
              "arm B answers slice with something else: 'ok' has no messages");
  const std::string other = to_text({.word = "ok", .values = values_of({.messages = 99})});
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; echo '" + other + "'; read more")),
              "arm B answers slice with something else: 99 messages, asked for 100");
}

TEST_F(ArmTest, ALineThatNobodyAskedForIsNoticedBeforeTheNextQuestion) {
  auto arm = start(shell("read hello; printf 'ok protocol=1\\nok more=1\\n'; read more"));
  ASSERT_TRUE(arm);
  expect_dead(arm->close().error(),
              "arm B prints what nobody asked for before close: 'ok more=1 '");
}

TEST_F(ArmTest, AnArmThatClosesItsOutputAndLivesIsEnded) {
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; exec >&-; sleep 1000")),
              "arm B closed its standard output during slice");
}

TEST_F(ArmTest, AnEndlessStreamOfErrorsNeitherBlocksNorFillsTheMemory) {
  auto arm = start(shell(greets, "yes broken >&2"));
  ASSERT_TRUE(arm);
  const auto outcome = arm->close(milliseconds(200));
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().reason.starts_with("arm B gives no answer to close within 2.2 s: "))
      << outcome.error().reason;
}

TEST_F(ArmTest, AFailureOfTheCellLeavesTheArmAlive) {
  auto arm = start(shell(greets, opens, "read slice; echo error no luck; read close; echo ok"));
  ASSERT_TRUE(arm && arm->open(cell(), {}));
  const auto slice = arm->slice(0, 1);
  ASSERT_FALSE(slice);
  EXPECT_EQ(slice.error().kind, Kind::cell);
  EXPECT_EQ(slice.error().reason, "arm B: no luck");
  EXPECT_TRUE(arm->alive());
  EXPECT_TRUE(arm->close());
}

TEST_F(ArmTest, AnInterruptEndsTheWaitAtOnce) {
  auto interrupt = Interrupt::install();
  ASSERT_TRUE(interrupt);
  {
    auto arm = start(shell(greets, "sleep 1000"), &*interrupt);
    ASSERT_TRUE(arm);
    std::thread raiser([] { ::kill(::getpid(), SIGTERM); });
    const auto outcome = arm->close();
    raiser.join();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, Kind::interrupted);
  }
  interrupt->clear();
}

// --- arms that will not go ----------------------------------------------------------------------

TEST_F(ArmTest, WhoIgnoresTheEndOfItsInputAndSigtermIsKilled) {
  const auto arm = start(shell("trap '' TERM; ", greets, "while :; do sleep 1000; done"));
  EXPECT_TRUE(arm);
}

TEST_F(ArmTest, AGrandchildThatHoldsTheOutputOpenDoesNotSpeakForADeadArm) {
  expect_dead(failure_of_slice(shell("sleep 1000 & ", greets, "read open; echo ok; exit 4")),
              "arm B exited with status 4 during slice");
}

TEST_F(ArmTest, AGrandchildThatIgnoresSigtermAndHasNoStreamsIsEndedToo) {
  const auto arm = start(shell("(trap '' TERM; exec >&- 2>&- <&-; sleep 1000) & ", greets, "exit"));
  EXPECT_TRUE(arm);
}

TEST_F(ArmTest, ItEndsWithItsControllerEvenIfThatIsKilled) {
  const pid_t controller = ::fork();
  if (controller == 0) {
    auto arm = start(real());
    if (arm && arm->open(cell("sysv_mq"), {})) ::raise(SIGKILL);
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(controller, &status, 0), controller);
  EXPECT_TRUE(WIFSIGNALED(status));
  // TearDown waits for the arm and its pair.
}

TEST_F(ArmTest, NothingIsLeftOfAnArmThatWasKilledWithAnOpenCell) {
  auto scratch = Scratch::create();
  ASSERT_TRUE(scratch);
  ArmCommand command = real();
  command.argv = {"sh", "-c", "echo $$ > \"$TMPDIR/pid\"; exec \"$0\" arm", IPCBENCH_EXECUTABLE};
  command.environment = {{"TMPDIR", scratch->path()}};
  // The controller looks for leftovers where its own would be.
  ASSERT_EQ(::setenv("TMPDIR", scratch->path().c_str(), 1), 0);
  {
    auto arm = start(command);
    ASSERT_TRUE(arm) << arm.error().reason;
    ASSERT_TRUE(arm->open(cell("posix_shm_sem"), {}));
    pid_t pid = 0;
    std::ifstream(scratch->path() + "/pid") >> pid;
    ASSERT_GT(pid, 0);
    ::kill(pid, SIGKILL);
    EXPECT_EQ(arm->slice(0, 10).error().reason, "arm A killed by signal 9 (Killed) during slice");
  }
  ::unsetenv("TMPDIR");
  for (const auto& entry : std::filesystem::directory_iterator(scratch->path())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("ipcbench-")) << entry.path();
  }
}

}  // namespace
}  // namespace ipcbench
