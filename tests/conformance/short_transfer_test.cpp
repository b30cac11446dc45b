// Byte streams: a call that moves less than it was asked to is not the end of the message.
#include "tests/conformance/interpose.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

using ShortTransfers = Conformance;
INSTANTIATE_TEST_SUITE_P(, ShortTransfers, each_that(has_peer, is_byte_stream), by_name);

TEST_P(ShortTransfers, MessagesStayWholeWhenEveryCallMovesAFewBytes) {
  constexpr std::size_t bytes = 1000;
  for (const std::size_t longest : {1, 3, 7, 999}) {
    SCOPED_TRACE(longest);
    Pair pair(mechanism(), link_options(bytes), [&](AnyEnd& end, Side side) {
      limit_transfers(longest);
      Correspondent correspondent(end, bytes, side);
      correspondent.stream_both_ways(1, 100);
      correspondent.converse(1000, 10);
      limit_transfers(0);
    });
    ASSERT_EQ(pair.complaint(), "");
  }
}

TEST_P(ShortTransfers, AMessageLargerThanAllBuffersGoesThrough) {
  // Sockets buffer a few megabytes at most, pipes 64 KiB.
  constexpr std::size_t bytes = 16 * 1024 * 1024;
  Pair pair(mechanism(), link_options(bytes), [&](AnyEnd& end, Side side) {
    Correspondent(end, bytes, side).stream_both_ways(1, 2);
  });
  EXPECT_EQ(pair.complaint(), "");
}

}  // namespace ipcbench::conformance
