// Where a message ends: kept by the mechanism, or known to the receiver alone.
#include "base/mapping.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

constexpr std::size_t agreed = 64;

/// The client sends one message of another size than agreed; the first error of the two sides is
/// what became of it.
Status send_wrong_size(const MechanismUnderTest& mechanism, const LinkOptions& options,
                       std::size_t bytes) {
  const auto memory = take(Mapping::anonymous_shared(2 * sizeof(int)), "memory");
  auto* const codes = reinterpret_cast<int*>(memory.data());
  const Gate sent;
  const Gate received;
  Pair pair(mechanism, options, [&](AnyEnd& end, Side side) {
    if (side == Side::client) {
      codes[0] = end.send(message(bytes, 1, side)).code();
      sent.open();
      // A datagram server cannot attach to a client that is gone already.
      return received.pass();
    }
    sent.pass();
    Bytes in(agreed);
    if (codes[0] == 0) codes[1] = end.receive(in).code();  // or nothing will come
    received.open();
  });
  EXPECT_EQ(pair.complaint(), "");
  const int code = codes[0] != 0 ? codes[0] : codes[1];
  return code == 0 ? Status{} : Status::failure("send or receive", code);
}

}  // namespace

using KeptBoundaries = Conformance;
INSTANTIATE_TEST_SUITE_P(, KeptBoundaries, each_that(has_peer, keeps_messages), by_name);

using NoBoundaries = Conformance;
INSTANTIATE_TEST_SUITE_P(, NoBoundaries, each_that(has_peer, is_byte_stream), by_name);

TEST_P(KeptBoundaries, AShorterMessageIsReportedAsWrongSize) {
  const LinkOptions options = link_options(agreed);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  EXPECT_EQ(send_wrong_size(mechanism(), options, agreed - 1).code(), wrong_size);
}

TEST_P(KeptBoundaries, ALongerMessageIsReportedAndNotCut) {
  const LinkOptions options = link_options(agreed);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  EXPECT_FALSE(send_wrong_size(mechanism(), options, agreed + 1).ok());
}

TEST_P(NoBoundaries, OneMessageCanBeReadAsTwo) {
  Pair pair(mechanism(), link_options(agreed), [](AnyEnd& end, Side side) {
    if (side == Side::client) return require(end.send(message(agreed, 1, side)), "send");
    Bytes in(agreed);
    const std::span<std::byte> whole(in);
    require(end.receive(whole.first(agreed / 2)), "first half");
    require(end.receive(whole.last(agreed / 2)), "second half");
    require_message(in, 1, Side::client);
  });
  EXPECT_EQ(pair.complaint(), "");
}

}  // namespace ipcbench::conformance
