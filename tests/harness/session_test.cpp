// Sessions: what happens to a pair that lies, hangs, crashes, is killed or interrupted.
#include "harness/session.hpp"

#include <dirent.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include "base/leftovers.hpp"
#include "base/scratch.hpp"
#include "bench/mechanisms.hpp"
#include "harness/trial.hpp"
#include "tests/harness/fake_transports.hpp"

namespace ipcbench {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using namespace testing_fakes;

constexpr seconds patient{20};

std::size_t open_descriptors() {
  const auto entries = std::filesystem::directory_iterator("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

bool has_children() {
  return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
}

class SessionTest : public testing::Test {
 protected:
  void SetUp() override { descriptors_ = open_descriptors(); }
  /// Whatever happened, nothing may be left.
  void TearDown() override {
    EXPECT_FALSE(has_children());
    EXPECT_EQ(open_descriptors(), descriptors_);
    const auto files = std::filesystem::directory_iterator(scratch_.path());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "more than the owner file";
  }

  LinkOptions options(std::size_t bytes = 64) {
    return {.message_bytes = bytes, .scratch = &scratch_};
  }
  Outcome<Session> start(const Mechanism& mechanism, const Interrupt* interrupt = nullptr) {
    return Session::start(mechanism, options(), Cpus{}, interrupt);
  }
  Outcome<Session> start(std::string_view name, const Interrupt* interrupt = nullptr) {
    return start(*find_mechanism(name), interrupt);
  }
  std::string reason_of_check(const Mechanism& mechanism,
                              Thoroughness thoroughness = Thoroughness::thorough) {
    auto session = start(mechanism);
    if (!session) return session.error().reason;
    const auto checked = session->obey({.action = Action::check, .check = thoroughness}, patient);
    return checked ? "" : checked.error().reason;
  }

  Scratch scratch_ = *Scratch::create();
  std::size_t descriptors_ = 0;
};

TEST_F(SessionTest, ChecksAnHonestMechanism) {
  EXPECT_EQ(reason_of_check(erase<Fake<Honest>>()), "");
}

TEST_F(SessionTest, NamesTheByteThatIsWrong) {
  const std::string reason = reason_of_check(erase<Fake<Corrupts>>());
  EXPECT_NE(reason.find("server: byte 32 of message 1 is"), std::string::npos) << reason;
}

TEST_F(SessionTest, ABriefCheckSeesTheSameFaults) {
  EXPECT_EQ(reason_of_check(erase<Fake<Honest>>(), Thoroughness::brief), "");
  EXPECT_NE(reason_of_check(erase<Fake<Corrupts>>(), Thoroughness::brief).find("byte 32 of"),
            std::string::npos);
  EXPECT_NE(reason_of_check(erase<Fake<SkipsTheCopy>>(), Thoroughness::brief).find("of message 1"),
            std::string::npos);
  EXPECT_NE(reason_of_check(erase<Fake<IsOneBehind>>(), Thoroughness::brief).find("byte 0 of"),
            std::string::npos);
}

TEST_F(SessionTest, SeesThatACopyWasSkipped) {
  EXPECT_NE(reason_of_check(erase<Fake<SkipsTheCopy>>()).find("of message 1"), std::string::npos);
}

TEST_F(SessionTest, SeesAnAnswerToAnEarlierQuestion) {
  EXPECT_NE(reason_of_check(erase<Fake<IsOneBehind>>()).find("client: byte 0 of message 1"),
            std::string::npos);
}

TEST_F(SessionTest, EndsAHangAtItsDeadline) {
  auto session = start(erase<Fake<Hangs>>());
  ASSERT_TRUE(session);
  const auto outcome = session->obey({.action = Action::check}, milliseconds(200));
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().reason.find("no answer from the"), std::string::npos);
  EXPECT_NE(outcome.error().reason.find("within 0.2 s during the checked exchange"),
            std::string::npos);
}

TEST_F(SessionTest, NamesTheSideThatCrashed) {
  const std::string reason = reason_of_check(erase<Fake<Crashes>>());
  EXPECT_EQ(reason, "server exited with status 7");
}

TEST_F(SessionTest, ReportsAnAttachThatFails) {
  const auto session = start(erase<Fake<RefusesToAttach>>());
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().reason, "server: no way: Permission denied");
}

TEST_F(SessionTest, ReportsACpuThatCannotBeHad) {
  const auto session = Session::start(*find_mechanism("pipe"), options(),
                                      Cpus{.client = 0, .server = 4000}, nullptr);
  ASSERT_FALSE(session);
  EXPECT_NE(session.error().reason.find("cannot pin to cpu 4000: sched_setaffinity"),
            std::string::npos)
      << session.error().reason;
}

/// Kills participants while they exchange messages, at moments that differ from run to run.
class KillTest : public SessionTest, public testing::WithParamInterface<std::string_view> {};

TEST_P(KillTest, AKilledParticipantEndsTheSliceWithItsName) {
  std::mt19937 random(std::random_device{}());
  for (const char* victim : {"client", "server"}) {
    auto session = start(GetParam());
    ASSERT_TRUE(session) << session.error().reason;
    const auto [client, server] = session->pids();
    const pid_t pid = victim == std::string("client") ? client : server;
    const auto delay = std::chrono::microseconds(random() % 3'000);
    std::thread killer([&] {
      std::this_thread::sleep_for(delay);
      ::kill(pid, SIGKILL);
    });
    // More messages than can pass in the deadline: only the death can end this.
    const auto outcome =
        session->obey({.action = Action::round_trips, .messages = 1'000'000'000'000}, patient);
    killer.join();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().reason, std::string(victim) + " killed by signal 9 (Killed)");
  }
}

TEST_P(KillTest, BothKilledEndTheSliceToo) {
  auto session = start(GetParam());
  ASSERT_TRUE(session) << session.error().reason;
  const auto [client, server] = session->pids();
  std::thread killer([client = client, server = server] {
    ::kill(client, SIGKILL);
    ::kill(server, SIGKILL);
  });
  const auto outcome =
      session->obey({.action = Action::stream, .messages = 1'000'000'000'000}, patient);
  killer.join();
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().reason.find("killed by signal 9"), std::string::npos);
}

TEST_P(KillTest, AStoppedParticipantIsEndedAtTheDeadline) {
  auto session = start(GetParam());
  ASSERT_TRUE(session) << session.error().reason;
  ::kill(session->pids().second, SIGSTOP);
  const auto outcome = session->obey({.action = Action::round_trips, .messages = 1'000'000'000'000},
                                     milliseconds(300));
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().reason.find("no answer from the"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Mechanisms, KillTest,
                         testing::Values("pipe", "unix_dgram", "tcp", "udp", "posix_mq", "sysv_mq",
                                         "posix_shm_named_sem", "sysv_shm_sem", "shm_futex",
                                         "shm_spin", "boost_mq"),
                         [](const auto& param) { return std::string(param.param); });

TEST_F(SessionTest, AnInterruptEndsTheSliceAtOnce) {
  auto interrupt = Interrupt::install();
  ASSERT_TRUE(interrupt);
  descriptors_ = open_descriptors();
  {
    auto session = start("pipe", &*interrupt);
    ASSERT_TRUE(session);
    std::thread raiser([] { ::kill(::getpid(), SIGTERM); });
    const auto outcome =
        session->obey({.action = Action::round_trips, .messages = 1'000'000'000'000}, patient);
    raiser.join();
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(outcome.error().interrupted);
    EXPECT_EQ(Interrupt::signal(), SIGTERM);
  }
  interrupt->clear();
  descriptors_ -= 1;  // the interrupt's own, which is closed before the count in TearDown
}

TEST_F(SessionTest, ParticipantsLeaveItToTheCoordinatorToBeInterrupted) {
  auto session = start("pipe");
  ASSERT_TRUE(session);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    ::kill(session->pids().first, number);
    ::kill(session->pids().second, number);
  }
  const auto outcome = session->obey({.action = Action::round_trips, .messages = 1'000}, patient);
  EXPECT_TRUE(outcome) << outcome.error().reason;
}

TEST_F(SessionTest, ASignalToAllProcessesIsAlwaysAnInterrupt) {
  auto interrupt = Interrupt::install();
  ASSERT_TRUE(interrupt);
  descriptors_ = open_descriptors();
  for (int i = 0; i < 30; ++i) {
    auto session = start(i % 2 == 0 ? "pipe" : "shm_futex", &*interrupt);
    ASSERT_TRUE(session);
    const auto [client, server] = session->pids();
    // The coordinator comes last, when the others have had time to die of it.
    std::thread raiser([client = client, server = server] {
      for (const pid_t pid : {client, server}) ::kill(pid, SIGTERM);
      for (int look = 0; look < 100; ++look) std::this_thread::yield();
      ::kill(::getpid(), SIGTERM);
    });
    const auto outcome =
        session->obey({.action = Action::round_trips, .messages = 1'000'000'000'000}, patient);
    raiser.join();
    ASSERT_FALSE(outcome);
    ASSERT_TRUE(outcome.error().interrupted) << outcome.error().reason;
    interrupt->clear();
  }
  descriptors_ -= 1;  // the interrupt's own, which is closed before the count in TearDown
}

// The test adopts the orphans of a coordinator that is killed, so that it can see them die.
TEST_F(SessionTest, ParticipantsDieWithTheCoordinator) {
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  std::mt19937 random(std::random_device{}());
  for (const char* name : {"pipe", "shm_futex", "shm_spin", "sysv_mq"}) {
    const pid_t coordinator = ::fork();
    if (coordinator == 0) {
      auto scratch = Scratch::create();
      for (;;) {
        auto session = Session::start(*find_mechanism(name),
                                      {.message_bytes = 64, .scratch = &*scratch}, Cpus{}, nullptr);
        if (session) {
          (void)session->obey({.action = Action::round_trips, .messages = 100'000'000}, patient);
        }
      }
    }
    std::this_thread::sleep_for(milliseconds(5 + random() % 40));
    ::kill(coordinator, SIGKILL);
    // All three, or fewer if it was killed between two forks. Blocks for ever if one lives on.
    while (::waitpid(-1, nullptr, 0) > 0) {
    }
    EXPECT_EQ(errno, ECHILD);
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
  // What the dead left behind is another test's business; here it must not stay.
  (void)sweep_leftovers();
}

TEST_F(SessionTest, TheCoordinatorHoldsNoEndOfTheLink) {
  auto session = start("pipe");
  ASSERT_TRUE(session);
  ::kill(session->pids().second, SIGKILL);
  // The client sees the end of file, because nobody else has the server's write end.
  const auto outcome = session->obey({.action = Action::round_trips, .messages = 1'000}, patient);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reason, "server killed by signal 9 (Killed)");
}

TEST_F(SessionTest, ManySlicesOfOneSessionAddUp) {
  auto session = start("socketpair_seqpacket");
  ASSERT_TRUE(session);
  for (std::uint64_t i = 1; i <= 5; ++i) {
    ASSERT_TRUE(
        session->obey({.action = Action::round_trips, .warmup = 3, .messages = 100}, patient));
    EXPECT_EQ(session->control().round_trips.count(), 100 * i);
  }
  const auto stream =
      session->obey({.action = Action::stream, .warmup = 10, .messages = 500}, patient);
  ASSERT_TRUE(stream);
  EXPECT_EQ(stream->server.messages, 500U);
  EXPECT_GT(stream->server.ended_ns, session->control().began_ns.load());
}

}  // namespace
}  // namespace ipcbench
