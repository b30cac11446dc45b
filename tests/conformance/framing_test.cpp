// Where a message ends: kept by the mechanism, or known to the receiver alone.
#include "base/mapping.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

constexpr std::size_t agreed = 64;

/// The client sends one message of another size than agreed; the first error of the two sides is
/// what became of it.
template <Transport T>
Status send_wrong_size(const LinkOptions& options, std::size_t bytes) {
  const auto memory = take(Mapping::anonymous_shared(2 * sizeof(int)), "memory");
  auto* const codes = reinterpret_cast<int*>(memory.data());
  const Gate sent;
  const Gate received;
  Pair<T> pair(options, [&](auto& end, Side side) {
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

template <class T>
using KeptBoundaries = Conformance<T>;
TYPED_TEST_SUITE(KeptBoundaries, MessageKeepers, ByName);

template <class T>
using NoBoundaries = Conformance<T>;
TYPED_TEST_SUITE(NoBoundaries, ByteStreams, ByName);

TYPED_TEST(KeptBoundaries, AShorterMessageIsReportedAsWrongSize) {
  const LinkOptions options = this->options(agreed);
  if (!this->supported(options)) GTEST_SKIP();
  EXPECT_EQ(send_wrong_size<TypeParam>(options, agreed - 1).code(), wrong_size);
}

TYPED_TEST(KeptBoundaries, ALongerMessageIsReportedAndNotCut) {
  const LinkOptions options = this->options(agreed);
  if (!this->supported(options)) GTEST_SKIP();
  EXPECT_FALSE(send_wrong_size<TypeParam>(options, agreed + 1).ok());
}

TYPED_TEST(NoBoundaries, OneMessageCanBeReadAsTwo) {
  Pair<TypeParam> pair(this->options(agreed), [](auto& end, Side side) {
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
