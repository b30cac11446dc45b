// Arms that cannot be started, crash, hang, lie or will not go: the reason, and nothing is left.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "base/clock.hpp"
#include "base/scratch.hpp"
#include "harness/arm.hpp"
#include "tests/harness/arm_fixture.hpp"

namespace ipcbench {
namespace {

using std::chrono::milliseconds;
using Kind = ArmFailure::Kind;
using ArmFaults = ArmTest;

// --- arms that cannot be started ----------------------------------------------------------------

TEST_F(ArmFaults, ACommandThatDoesNotExistIsNamed) {
  expect_dead(failure_of_start({.name = "B", .argv = {"no-such-arm-anywhere"}}),
              "arm B: cannot run 'no-such-arm-anywhere': No such file or directory");
  expect_dead(failure_of_start({.name = "B", .argv = {}}), "arm B: no command");
}

TEST_F(ArmFaults, AFileThatMayNotBeExecutedIsNamed) {
  auto scratch = Scratch::create();
  ASSERT_TRUE(scratch);
  const std::string path = scratch->path() + "/arm";
  std::ofstream(path) << "#!/bin/sh\n";
  expect_dead(failure_of_start({.name = "B", .argv = {path}}),
              "arm B: cannot run '" + path + "': Permission denied");
}

TEST_F(ArmFaults, AnExitBeforeTheGreetingIsToldWithTheLastLineOfItsErrors) {
  expect_dead(failure_of_start(shell("echo early >&2; echo 'no luck\033[31m' >&2; exit 3")),
              "arm B exited with status 3 during hello: no luck\xef\xbf\xbd[31m");
  expect_dead(failure_of_start(shell("no-such-command-at-all 2>/dev/null")),
              "arm B exited with status 127 during hello");
  expect_dead(failure_of_start(shell("exit 0")), "arm B ended during hello");
}

TEST_F(ArmFaults, ABuildWithoutArmsIsToldByWhatItSays) {
  const auto failure = failure_of_start({.name = "old", .argv = {IPCBENCH_EXECUTABLE, "amr"}});
  expect_dead(
      failure,
      "arm old exited with status 2 during hello: ipcbench: no command 'amr' (see: ipcbench "
      "--help)");
}

TEST_F(ArmFaults, ANewerProtocolIsAFailureOfItsOwnKind) {
  const auto newer = failure_of_start(shell("read hello; echo ok oldest=2 newest=3 version=9"));
  EXPECT_EQ(newer.kind, Kind::version);
  EXPECT_EQ(newer.reason,
            "arm B speaks versions 2 to 3 of the protocol, this build 1: let the newer build run "
            "the duel");
  const auto stubborn = failure_of_start(shell("read hello; echo ok protocol=2"));
  EXPECT_EQ(stubborn.kind, Kind::version);
  EXPECT_TRUE(stubborn.reason.starts_with("arm B speaks version 2 of the protocol, this build 1"));
}

TEST_F(ArmFaults, AnArmThatRefusesTheGreetingIsOver) {
  expect_dead(failure_of_start(shell("read hello; echo error no license; read more")),
              "arm B refuses hello: no license");
}

// --- arms that fail in the middle ---------------------------------------------------------------

TEST_F(ArmFaults, ACrashInTheMiddleOfASliceIsNamed) {
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; kill -SEGV $$")),
              "arm B killed by signal 11 (Segmentation fault) during slice");
}

TEST_F(ArmFaults, ADeathBetweenTwoQuestionsIsToldAtTheNextOne) {
  expect_dead(failure_of_slice(shell(greets, opens, "exit 7")),
              "arm B exited with status 7 during slice");
}

TEST_F(ArmFaults, AHangEndsAtTheDeadline) {
  auto arm = start(shell(greets, "echo thinking >&2; sleep 1000"));
  ASSERT_TRUE(arm);
  const std::int64_t began_ns = now_ns();
  const auto outcome = arm->close(milliseconds(100));
  ASSERT_FALSE(outcome);
  expect_dead(outcome.error(), "arm B gives no answer to close within 2.1 s: thinking");
  EXPECT_GE(now_ns() - began_ns, 2'100'000'000);
}

TEST_F(ArmFaults, AStoppedArmEndsAtTheDeadlineToo) {
  auto arm = start(shell(greets, "kill -STOP $$"));
  ASSERT_TRUE(arm);
  EXPECT_EQ(arm->close(milliseconds(1)).error().kind, Kind::dead);
}

TEST_F(ArmFaults, AFloodWithoutAnEndOfLineIsRubbish) {
  const auto failure = failure_of_slice(shell(greets, opens, "read slice; yes | tr -d '\\n'"));
  expect_dead(failure, "arm B prints rubbish during slice: '" + std::string(57, 'y') +
                           "...' (a line of more than 4096 bytes)");
}

TEST_F(ArmFaults, RubbishIsShownWithoutItsControlCharacters) {
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; printf 'a \\033[31mred\\n'")),
              "arm B prints rubbish during slice: 'a \xef\xbf\xbd[31mred' (a control character)");
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; echo hello; read more")),
              "arm B prints rubbish during slice: 'hello' (not an answer)");
}

TEST_F(ArmFaults, AnAnswerToAnotherQuestionIsNoticed) {
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; echo ok; read more")),
              "arm B answers slice with something else: 'ok' has no messages");
  const std::string other = to_text({.word = "ok", .values = values_of({.messages = 99})});
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; echo '" + other + "'; read more")),
              "arm B answers slice with something else: 99 messages, asked for 100");
}

TEST_F(ArmFaults, OnlyOpenMayBeUnsupported) {
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; echo unsupported x; read more")),
              "arm B answers slice with 'unsupported', which only open may be: x");
}

TEST_F(ArmFaults, ALineThatNobodyAskedForIsNoticedBeforeTheNextQuestion) {
  auto arm = start(shell("read hello; printf 'ok protocol=1\\nok more=1\\n'; read more"));
  ASSERT_TRUE(arm);
  expect_dead(arm->close().error(),
              "arm B prints what nobody asked for before close: 'ok more=1 '");
}

TEST_F(ArmFaults, AnArmThatClosesItsOutputAndLivesIsEnded) {
  expect_dead(failure_of_slice(shell(greets, opens, "read slice; exec >&-; sleep 1000")),
              "arm B closed its standard output during slice");
}

TEST_F(ArmFaults, AnEndlessStreamOfErrorsNeitherBlocksNorFillsTheMemory) {
  auto arm = start(shell(greets, "yes broken >&2"));
  ASSERT_TRUE(arm);
  const auto outcome = arm->close(milliseconds(200));
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().reason.starts_with("arm B gives no answer to close within 2.2 s: "))
      << outcome.error().reason;
}

TEST_F(ArmFaults, AFailureOfTheCellLeavesTheArmAlive) {
  auto arm = start(shell(greets, opens, "read slice; echo error no luck; read close; echo ok"));
  ASSERT_TRUE(arm && arm->open(cell(), {}));
  const auto slice = arm->slice(0, 1);
  ASSERT_FALSE(slice);
  EXPECT_EQ(slice.error().kind, Kind::cell);
  EXPECT_EQ(slice.error().reason, "arm B: no luck");
  EXPECT_TRUE(arm->alive());
  EXPECT_TRUE(arm->close());
}

TEST_F(ArmFaults, AnInterruptEndsTheWaitAtOnce) {
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

TEST_F(ArmFaults, WhoIgnoresTheEndOfItsInputAndSigtermIsKilled) {
  const auto arm = start(shell("trap '' TERM; ", greets, "while :; do sleep 1000; done"));
  EXPECT_TRUE(arm);
}

TEST_F(ArmFaults, AGrandchildThatHoldsTheOutputOpenDoesNotSpeakForADeadArm) {
  expect_dead(failure_of_slice(shell("sleep 1000 & ", greets, "read open; echo ok; exit 4")),
              "arm B exited with status 4 during slice");
}

TEST_F(ArmFaults, AGrandchildThatIgnoresSigtermAndHasNoStreamsIsEndedToo) {
  const auto arm = start(shell("(trap '' TERM; exec >&- 2>&- <&-; sleep 1000) & ", greets, "exit"));
  EXPECT_TRUE(arm);
}

TEST_F(ArmFaults, ItEndsWithItsControllerEvenIfThatIsKilled) {
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

TEST_F(ArmFaults, NothingIsLeftOfAnArmThatWasKilledWithAnOpenCell) {
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
