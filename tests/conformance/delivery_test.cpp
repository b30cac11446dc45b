// Messages arrive whole, once, in order and as a private copy, at every size.
#include <algorithm>
#include <vector>

#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

// Around the borders of a cache line with its sequence number, of a page, of a pipe's buffer and
// of a UDP packet.
constexpr std::array<std::size_t, 12> sizes = {1,  7,    8,    56,     57,        64,
                                               65, 4096, 8192, 65'507, 64 * 1024, 1024 * 1024};

/// More than any ring has slots, unless the messages are so large that rings are short.
constexpr std::uint64_t count_of(std::size_t bytes) {
  return std::clamp<std::uint64_t>(8 * 1024 * 1024 / bytes, 12, 200);
}

}  // namespace

using Delivering = Conformance;
INSTANTIATE_TEST_SUITE_P(, Delivering, each_that(has_peer), by_name);

using StreamDelivering = Conformance;
INSTANTIATE_TEST_SUITE_P(, StreamDelivering, each_that(has_peer, is_reliable), by_name);

TEST_P(Delivering, AnswersEveryQuestionWholeAtEverySize) {
  for (const std::size_t bytes : sizes) {
    SCOPED_TRACE(bytes);
    const LinkOptions options = link_options(bytes);
    if (!supported(options)) continue;
    Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
      Correspondent(end, bytes, side).converse(1, std::min<std::uint64_t>(count_of(bytes), 20));
    });
    ASSERT_EQ(pair.complaint(), "");
  }
}

TEST_P(StreamDelivering, DeliversMessagesWholeOnceAndInOrderInBothDirections) {
  for (const std::size_t bytes : sizes) {
    SCOPED_TRACE(bytes);
    const LinkOptions options = link_options(bytes);
    if (!supported(options)) continue;
    Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
      Correspondent correspondent(end, bytes, side);
      correspondent.stream_both_ways(1, count_of(bytes));
      // A message that came twice would be taken for one of these.
      correspondent.converse(1000, 3);
    });
    ASSERT_EQ(pair.complaint(), "");
  }
}

TEST_P(StreamDelivering, WrapsAroundAShortRing) {
  const LinkOptions options = link_options(57, 3);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  Pair pair(mechanism(), options,
            [&](AnyEnd& end, Side side) { Correspondent(end, 57, side).stream_both_ways(1, 500); });
  EXPECT_EQ(pair.complaint(), "");
}

TEST_P(Delivering, GivesThePrivateCopyThatLaterMessagesDoNotTouch) {
  constexpr std::size_t bytes = 500;
  constexpr std::uint64_t count = 100;
  const LinkOptions options = link_options(bytes);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
    Correspondent correspondent(end, bytes, side);
    std::vector<Bytes> kept;
    for (std::uint64_t i = 1; i <= count; ++i) {
      // `send` overwrites its buffer at once.
      if (side == Side::client) correspondent.send(i);
      kept.push_back(correspondent.receive(i));
      if (side == Side::server) correspondent.send(i);
    }
    for (std::uint64_t i = 1; i <= count; ++i) require_message(kept[i - 1], i, other(side));
  });
  EXPECT_EQ(pair.complaint(), "");
}

}  // namespace ipcbench::conformance
