// Signals: an interrupted call is neither an error nor a message lost, doubled or torn.
#include <algorithm>

#include "tests/conformance/pair.hpp"
#include "tests/conformance/ticking.hpp"

namespace ipcbench::conformance {

using Interrupted = Conformance;
INSTANTIATE_TEST_SUITE_P(, Interrupted, each_that(has_peer), by_name);

using InterruptedStream = Conformance;
INSTANTIATE_TEST_SUITE_P(, InterruptedStream, each_that(has_peer, is_reliable), by_name);

using InterruptedLossy = Conformance;
INSTANTIATE_TEST_SUITE_P(, InterruptedLossy, each_that(is_lossy), by_name);

TEST_P(InterruptedStream, DeliversThousandsOfMessagesUnderSignals) {
  constexpr std::size_t bytes = 500;
  constexpr std::uint64_t count = 5000;
  const LinkOptions options = link_options(bytes);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
    start_ticking_every_ms();
    Correspondent correspondent(end, bytes, side);
    correspondent.stream_both_ways(1, count);
    if (side == Side::server) dawdle();  // the client waits for room, interrupted
    correspondent.stream_both_ways(count, count);
  });
  EXPECT_EQ(pair.complaint(), "");
}

TEST_P(InterruptedStream, DeliversLargeMessagesUnderSignals) {
  // The largest that this machine lets everybody send.
  std::size_t bytes = 1024 * 1024;
  while (bytes > 1 && unsupported(link_options(bytes))) bytes /= 2;
  Pair pair(mechanism(), link_options(bytes), [&](AnyEnd& end, Side side) {
    start_ticking_every_ms();
    Correspondent correspondent(end, bytes, side);
    for (std::uint64_t i = 1; i <= 50; i += 10) {
      if (side == Side::server) dawdle();  // the client is interrupted in the middle of a message
      correspondent.stream_both_ways(i, 10);
    }
  });
  EXPECT_EQ(pair.complaint(), "");
}

TEST_P(Interrupted, ReceiveHidesSignalsWhileItWaits) {
  constexpr std::size_t bytes = 64;
  const LinkOptions options = link_options(bytes);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
    start_ticking_every_ms();
    Correspondent correspondent(end, bytes, side);
    for (std::uint64_t i = 1; i <= 5; ++i) {
      if (side == Side::client) dawdle();
      correspondent.converse(i, 1);
    }
  });
  EXPECT_EQ(pair.complaint(), "");
}

TEST_P(Interrupted, AttachHidesSignalsWhileItWaits) {
  constexpr std::size_t bytes = 64;
  const LinkOptions options = link_options(bytes);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  for (const Side late : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(late) + " is late");
    Pair pair(
        mechanism(), options,
        [&](AnyEnd& end, Side side) { Correspondent(end, bytes, side).converse(1, 3); },
        [late](Side side) {
          start_ticking_every_ms();
          if (side == late) dawdle();
        });
    ASSERT_EQ(pair.complaint(), "");
  }
}

TEST_P(InterruptedLossy, TheTickingReceiveReportsTheSignal) {
  constexpr std::size_t bytes = 64;
  const LinkOptions options = link_options(bytes);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  const Gate finished;
  Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
    if (side == Side::server) return finished.pass();
    start_ticking_every_ms();
    Bytes in(bytes);
    const Status status = end.receive_until_tick(in);
    finished.open();
    require(status.code() == EINTR, "a receive that was interrupted did not say so");
  });
  EXPECT_EQ(pair.complaint(), "");
}

TEST_P(InterruptedLossy, AnswersThousandsOfQuestionsUnderSignals) {
  constexpr std::size_t bytes = 500;
  const LinkOptions options = link_options(bytes);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
    start_ticking_every_ms();
    Correspondent(end, bytes, side).converse(1, 5000);
  });
  EXPECT_EQ(pair.complaint(), "");
}

}  // namespace ipcbench::conformance
