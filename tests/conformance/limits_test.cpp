// Sizes: refused with a reason that names the limit, or carried whole; never clamped.
#include <cctype>

#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

constexpr std::size_t largest_tried = 4 * 1024 * 1024;

/// The largest size up to `largest_tried` that is not refused.
template <Transport T>
std::size_t largest_supported(LinkOptions options) {
  std::size_t good = 1;
  std::size_t bad = largest_tried + 1;
  while (bad - good > 1) {
    options.message_bytes = good + (bad - good) / 2;
    (unsupported_reason<T>(options) ? bad : good) = options.message_bytes;
  }
  return good;
}

}  // namespace

template <class T>
using Limits = Conformance<T>;
TYPED_TEST_SUITE(Limits, All, ByName);

template <class T>
using DeclaredLimit = Conformance<T>;
constexpr auto declares_a_limit = []<class T>() { return T::descriptor.largest_message != 0; };
TYPED_TEST_SUITE(DeclaredLimit, Those<declares_a_limit>, ByName);

template <class T>
using MessageLimits = Conformance<T>;
TYPED_TEST_SUITE(MessageLimits, MessageKeepers, ByName);

TYPED_TEST(Limits, TheLargestSupportedMessageArrivesWhole) {
  const std::size_t bytes = largest_supported<TypeParam>(this->options(1));
  SCOPED_TRACE(bytes);
  Pair<TypeParam> pair(this->options(bytes), [&](auto& end, Side side) {
    Correspondent(end, bytes, side).converse(1, 2);
  });
  EXPECT_EQ(pair.complaint(), "");
}

TYPED_TEST(Limits, OneByteMoreIsRefusedWithTheLimitInTheReason) {
  const std::size_t bytes = largest_supported<TypeParam>(this->options(1));
  if (bytes == largest_tried) GTEST_SKIP() << "no limit up to " << bytes << " bytes";
  const auto reason = unsupported_reason<TypeParam>(this->options(bytes + 1));
  ASSERT_TRUE(reason);
  EXPECT_TRUE(std::ranges::any_of(*reason, [](unsigned char c) { return std::isdigit(c); }))
      << *reason;
}

TYPED_TEST(DeclaredLimit, IsTheLargestMessageOfAnyMachine) {
  constexpr std::size_t declared = TypeParam::descriptor.largest_message;
  const auto reason = unsupported_reason<TypeParam>(this->options(declared + 1));
  ASSERT_TRUE(reason);
  EXPECT_TRUE(reason->contains(std::to_string(declared))) << *reason;
  EXPECT_EQ(largest_supported<TypeParam>(this->options(1)), declared);
}

// Neither an overflow nor a clamp: it is refused, or the memory for it is not to be had.
TYPED_TEST(MessageLimits, RefuseAnAbsurdSize) {
  const LinkOptions options = this->options(std::size_t{1} << 50);
  if (unsupported_reason<TypeParam>(options)) return;
  EXPECT_EQ(complaint_in_child([&] {
              const auto link = TypeParam::open(options);
              require(!link, "a petabyte was accepted");
              require(!link.error().call.empty(), "the error names no call");
            }),
            "");
}

}  // namespace ipcbench::conformance
