// The measured loops with scripted ends and a stepping clock: every figure is known beforehand.
#include "harness/loops.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

#include "harness/lossy_loops.hpp"

namespace ipcbench {
namespace {

/// Advances by a fixed step at each reading, and notes when it was read.
struct SteppingClock {
  std::int64_t* time_ns;
  std::int64_t step_ns;
  std::string* log;
  std::int64_t operator()() const noexcept {
    *log += 'c';
    return *time_ns += step_ns;
  }
};

/// Sends and receives nothing, and notes the order of the calls.
struct LoggingEnd {
  std::string* log;
  Status send(std::span<const std::byte>) noexcept {
    *log += 's';
    return {};
  }
  Status receive(std::span<std::byte>) noexcept {
    *log += 'r';
    return {};
  }
};

/// Answers receives by a script: 'm' a message, 't' a tick; a message for ever after.
struct ScriptedLossyEnd {
  std::string* script;
  std::uint64_t* sent;
  Status send(std::span<const std::byte>) noexcept {
    ++*sent;
    return {};
  }
  Status receive(std::span<std::byte> message) noexcept {
    Status status = receive_until_tick(message);
    while (status.code() == EINTR) status = receive_until_tick(message);
    return status;
  }
  Status receive_until_tick(std::span<std::byte>) noexcept {
    if (script->empty()) return {};
    const char next = script->front();
    script->erase(0, 1);
    return next == 't' ? Status::failure("recv", EINTR) : Status{};
  }
};

class Loops : public testing::Test {
 protected:
  std::string log;
  std::int64_t time_ns = 0;
  Histogram histogram;
  ControlBlock control;
  std::vector<std::byte> out = std::vector<std::byte>(8);
  std::vector<std::byte> in = std::vector<std::byte>(8);
  Buffers buffers{.out = out, .in = in};

  SteppingClock clock(std::int64_t step_ns = 100) { return {&time_ns, step_ns, &log}; }
};

TEST_F(Loops, RecordOneIntervalARoundTrip) {
  LoggingEnd end{&log};
  ASSERT_TRUE(
      client_round_trips(end, buffers, {.warmup = 2, .messages = 5}, clock(), histogram).ok());
  EXPECT_EQ(histogram.count(), 5U);
  EXPECT_EQ(histogram.min(), 100U);
  EXPECT_EQ(histogram.max(), 100U);
}

TEST_F(Loops, ReadTheClockOnceARoundWhileTheNextMessageIsOnItsWay) {
  LoggingEnd end{&log};
  ASSERT_TRUE(
      client_round_trips(end, buffers, {.warmup = 1, .messages = 2}, clock(), histogram).ok());
  EXPECT_EQ(log,
            "sr"
            "sc"
            "rsc"
            "rsc"
            "r");
}

TEST_F(Loops, ServerAnswersExactlyWhatTheClientAsks) {
  const LoopCounts counts{.warmup = 3, .messages = 7};
  LoggingEnd end{&log};
  ASSERT_TRUE(client_round_trips(end, buffers, counts, clock(), histogram).ok());
  const auto asked = std::ranges::count(log, 's');
  log.clear();
  ASSERT_TRUE(server_round_trips(end, buffers, counts).ok());
  EXPECT_EQ(std::ranges::count(log, 'r'), asked);
  EXPECT_EQ(std::ranges::count(log, 's'), asked);
}

TEST_F(Loops, StreamIsTimedFromTheFirstSendAfterTheWarmUpToTheLastReceive) {
  LoggingEnd end{&log};
  const LoopCounts counts{.warmup = 2, .messages = 3};
  std::int64_t ended_ns = 0;
  ASSERT_TRUE(server_stream(end, buffers, counts, clock(1'000), control, ended_ns).ok());
  EXPECT_EQ(log, "rrrrrc");
  EXPECT_EQ(control.warmed_up.load(), 1U);
  log.clear();
  ASSERT_TRUE(client_stream(end, buffers, counts, clock(1'000), control).ok());
  EXPECT_EQ(log, "sscsss");
  EXPECT_EQ(control.began_ns.load(), 2'000);
}

TEST_F(Loops, StopAtTheFirstError) {
  struct BrokenEnd {
    int* sends;
    Status send(std::span<const std::byte>) noexcept {
      return ++*sends == 4 ? Status::failure("send", EPIPE) : Status{};
    }
    Status receive(std::span<std::byte>) noexcept { return {}; }
  };
  int sends = 0;
  BrokenEnd end{&sends};
  const Status status =
      client_round_trips(end, buffers, {.warmup = 0, .messages = 10}, clock(), histogram);
  EXPECT_EQ(status.code(), EPIPE);
  EXPECT_EQ(sends, 4);
  EXPECT_EQ(histogram.count(), 2U);
}

TEST_F(Loops, CountALostMessageAndDoNotTimeItsRound) {
  // Two rounds, then one whose answer never comes (patience, then a quiet tick), then it goes on.
  std::string script = "mm" + std::string(patience_ticks, 't') + "t";
  std::uint64_t sent = 0;
  ScriptedLossyEnd end{&script, &sent};
  Arrivals arrivals;
  const LoopCounts counts{.warmup = 0, .messages = 6};
  ASSERT_TRUE(lossy_client_round_trips(end, buffers, counts, clock(), histogram, arrivals).ok());
  EXPECT_EQ(arrivals.lost, 1U);
  EXPECT_EQ(sent, 7U);
  // The first round has no beginning, the lost one no end, the one after it no beginning.
  EXPECT_EQ(histogram.count(), arrivals.received);
  EXPECT_EQ(histogram.max(), 100U);
}

TEST_F(Loops, ThrowAwayTheLateAnswerToALostQuestion) {
  // The answer comes after patience has ended: it must not be taken for the next one's.
  std::string script = std::string(patience_ticks, 't') + "mt";
  std::uint64_t sent = 0;
  ScriptedLossyEnd end{&script, &sent};
  Arrivals arrivals;
  ASSERT_TRUE(lossy_client_round_trips(end, buffers, {.warmup = 0, .messages = 3}, clock(),
                                       histogram, arrivals)
                  .ok());
  EXPECT_TRUE(script.empty());
  EXPECT_EQ(arrivals.lost, 1U);
}

TEST_F(Loops, LossyStreamEndsWhenTheSenderIsDoneAndNothingIsLeft) {
  std::string script = "mmtmt";
  std::uint64_t sent = 0;
  ScriptedLossyEnd end{&script, &sent};
  control.client_done = 1;
  Arrivals arrivals;
  ASSERT_TRUE(lossy_server_stream(end, buffers, clock(), control, arrivals).ok());
  EXPECT_EQ(arrivals.received, 2U);
  EXPECT_EQ(arrivals.ended_ns, 200);
}

}  // namespace
}  // namespace ipcbench
