// System calls per message: exact where the mechanism is, and nobody is left stopped or behind.
#include "harness/syscall_count.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "base/scratch.hpp"
#include "bench/mechanisms.hpp"
#include "harness/tracer.hpp"
#include "tests/harness/fake_transports.hpp"

namespace ipcbench {
namespace {

using std::chrono::milliseconds;
using namespace testing_fakes;

std::size_t open_descriptors() {
  const auto entries = std::filesystem::directory_iterator("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

bool blocks_child_signals() {
  sigset_t mask;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  return sigismember(&mask, SIGCHLD) == 1;
}

class SyscallCountTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string refused = tracing_refused(); !refused.empty()) GTEST_SKIP() << refused;
    descriptors_ = open_descriptors();
  }
  void TearDown() override {
    if (IsSkipped()) return;
    EXPECT_TRUE(::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD) << "a child is left";
    EXPECT_EQ(open_descriptors(), descriptors_);
    EXPECT_FALSE(blocks_child_signals());
  }

  Outcome<SyscallCount> outcome_of(const Mechanism& mechanism, Pattern pattern,
                                   std::size_t bytes = 64,
                                   std::chrono::nanoseconds deadline = std::chrono::seconds(20)) {
    return count_syscalls(mechanism, pattern, {.message_bytes = bytes, .scratch = &scratch_}, cpus_,
                          nullptr, deadline);
  }
  double count(std::string_view name, Pattern pattern, std::size_t bytes = 64) {
    const auto outcome = outcome_of(*find_mechanism(name), pattern, bytes);
    EXPECT_TRUE(outcome) << name << ": " << outcome.error().reason;
    if (!outcome) return -1;
    EXPECT_TRUE(outcome->per_message) << name << ": " << outcome->unavailable;
    return outcome->per_message.value_or(-1);
  }
  [[nodiscard]] bool one_core() const { return cpus_.client == cpus_.server; }

  Scratch scratch_ = *Scratch::create();
  Topology topology_ = *Topology::detect();
  Cpus cpus_ = *topology_.resolve(topology_.usual_placement());
  std::size_t descriptors_ = 0;
};

TEST_F(SyscallCountTest, WhatCallsOnceASendAndOnceAReceiveHasTwoAMessage) {
  for (const char* name : {"pipe", "fifo", "socketpair_seqpacket", "unix_stream", "unix_dgram",
                           "tcp", "posix_mq", "sysv_mq"}) {
    EXPECT_EQ(count(name, Pattern::round_trip), 2) << name;
  }
  for (const char* name : {"pipe", "socketpair_seqpacket", "posix_mq"}) {
    EXPECT_EQ(count(name, Pattern::stream), 2) << name;
  }
}

TEST_F(SyscallCountTest, TicksOfALossyMechanismAreNotCounted) {
  EXPECT_EQ(count("udp", Pattern::round_trip), 2);
  EXPECT_EQ(count("udp", Pattern::stream), 2);
}

TEST_F(SyscallCountTest, WhatNeverAsksTheKernelHasNone) {
  std::vector<const char*> names = {"null", "copy"};
  if (!one_core()) names.push_back("shm_spin");
  for (const char* name : names) {
    EXPECT_EQ(count(name, Pattern::round_trip), 0) << name;
    EXPECT_EQ(count(name, Pattern::stream), 0) << name;
  }
}

TEST_F(SyscallCountTest, WhatWaitsInTheKernelOnlyWhenItMustHasAFew) {
  for (const char* name : {"posix_shm_sem", "shm_futex", "boost_mq"}) {
    EXPECT_LE(count(name, Pattern::round_trip), 8) << name;
    EXPECT_LE(count(name, Pattern::stream), 8) << name;
  }
}

TEST_F(SyscallCountTest, AMessageInPiecesHasMoreCalls) {
  // Four times the pipe's capacity: at least four reads, and a write that waits inside one call.
  EXPECT_GE(count("pipe", Pattern::stream, 256 * 1024), 5);
}

TEST_F(SyscallCountTest, WorksWhereChildSignalsAreIgnored) {
  ::signal(SIGCHLD, SIG_IGN);
  // Nobody can ask such children how they ended, so this much must do.
  EXPECT_EQ(count("pipe", Pattern::round_trip), 2);
  EXPECT_EQ(::signal(SIGCHLD, SIG_DFL), SIG_IGN);
}

/// Interrupts its own waits all the time.
struct TicksItself : Honest {
  bool ticking = false;
  Status receive(Pipe::End& pipe, std::span<std::byte> m) noexcept {
    if (!std::exchange(ticking, true)) {
      let_ticks_interrupt();
      const itimerval often{.it_interval = {.tv_sec = 0, .tv_usec = 1000},
                            .it_value = {.tv_sec = 0, .tv_usec = 1000}};
      ::setitimer(ITIMER_REAL, &often, nullptr);
    }
    return pipe.receive(m);
  }
};

TEST_F(SyscallCountTest, InterruptedCallsAreNotCounted) {
  const auto outcome = outcome_of(erase<Fake<TicksItself>>(), Pattern::round_trip);
  ASSERT_TRUE(outcome) << outcome.error().reason;
  EXPECT_EQ(outcome->per_message, 2);
}

std::string tracer_of(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("TracerPid:")) return line.substr(line.find('\t') + 1);
  }
  return "unknown";
}

TEST_F(SyscallCountTest, LetsGoOfAProcessWhateverItIsDoing) {
  const auto signals = ChildSignals::watch();
  ASSERT_TRUE(signals);
  const pid_t busy = ::fork();
  if (busy == 0) {
    for (;;) ::getppid();
  }
  const auto killed = ChildProcess::watch(busy);
  ASSERT_TRUE(killed);
  // It is met at another point each time.
  for (int attempt = 0; attempt < 300; ++attempt) {
    {
      auto tracer = Tracer::seize(*signals, {{.pid = busy, .orders_fd = -1}});
      ASSERT_TRUE(tracer) << attempt << ": " << tracer.error().message();
      for (int turn = 0; turn < attempt % 7; ++turn) tracer->turn();
    }
    ASSERT_EQ(tracer_of(busy), "0") << "attempt " << attempt;
  }
}

/// Longer than the checked exchange.
constexpr int a_while = 130;

/// Ends its process in the middle of the first counted order.
struct DiesAfterAWhile : Honest {
  int left = a_while;
  Status receive(Pipe::End& pipe, std::span<std::byte> m) noexcept {
    if (--left == 0) ::kill(::getpid(), SIGKILL);
    return pipe.receive(m);
  }
};

struct HangsAfterAWhile : Honest {
  int left = a_while;
  Status receive(Pipe::End& pipe, std::span<std::byte> m) noexcept {
    while (--left == 0) {
      for (;;) ::pause();
    }
    return pipe.receive(m);
  }
};

struct CallsWithoutEnd : Honest {
  int left = a_while;
  Status receive(Pipe::End& pipe, std::span<std::byte> m) noexcept {
    if (--left == 0) {
      for (;;) (void)::getppid();
    }
    return pipe.receive(m);
  }
};

struct StopsAfterAWhile : Honest {
  int left = a_while;
  Status receive(Pipe::End& pipe, std::span<std::byte> m) noexcept {
    if (--left == 0) ::raise(SIGSTOP);
    return pipe.receive(m);
  }
};

TEST_F(SyscallCountTest, NamesAParticipantThatIsKilled) {
  const auto outcome = outcome_of(erase<Fake<DiesAfterAWhile>>(), Pattern::stream);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reason, "server killed by signal 9 (Killed)");
}

TEST_F(SyscallCountTest, EndsAHangAtItsDeadline) {
  for (const Mechanism& mechanism :
       {erase<Fake<HangsAfterAWhile>>(), erase<Fake<CallsWithoutEnd>>(),
        erase<Fake<StopsAfterAWhile>>()}) {
    std::string reason;
    std::string wanted;
    // On a busy machine a short deadline may be over before the hang begins.
    for (auto deadline = milliseconds(300); reason != wanted || wanted.empty(); deadline *= 2) {
      const auto outcome = outcome_of(mechanism, Pattern::stream, 64, deadline);
      ASSERT_FALSE(outcome);
      reason = outcome.error().reason;
      wanted = fmt::format("no answer from the server within {:.1f} s during the stream",
                           std::chrono::duration<double>(deadline).count());
      if (deadline > std::chrono::seconds(10)) break;
    }
    EXPECT_EQ(reason, wanted);
  }
}

TEST_F(SyscallCountTest, AnInterruptEndsIt) {
  auto interrupt = Interrupt::install();
  ASSERT_TRUE(interrupt);
  descriptors_ = open_descriptors();
  ::kill(::getpid(), SIGTERM);
  const auto outcome =
      count_syscalls(*find_mechanism("pipe"), Pattern::round_trip,
                     {.message_bytes = 64, .scratch = &scratch_}, cpus_, &*interrupt);
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().interrupted);
  interrupt->clear();
  descriptors_ -= 1;  // the interrupt's own, which is closed before the count in TearDown
}

}  // namespace
}  // namespace ipcbench
