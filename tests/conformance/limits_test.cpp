// Sizes: refused with a reason that names the limit, or carried whole; never clamped.
#include <cctype>

#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

constexpr std::size_t largest_tried = 4 * 1024 * 1024;

/// The largest size up to `largest_tried` that is not refused.
std::size_t largest_supported(const MechanismUnderTest& mechanism, LinkOptions options) {
  std::size_t good = 1;
  std::size_t bad = largest_tried + 1;
  while (bad - good > 1) {
    options.message_bytes = good + (bad - good) / 2;
    (mechanism.unsupported_reason(options) ? bad : good) = options.message_bytes;
  }
  return good;
}

bool declares_a_limit(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->largest_message != 0;
}
bool has_a_limit_here(const MechanismUnderTest& mechanism) {
  return mechanism.unsupported_reason({.message_bytes = largest_tried + 1}).has_value();
}

}  // namespace

using Limits = Conformance;
INSTANTIATE_TEST_SUITE_P(, Limits, each_that(has_peer), by_name);

using LimitOfTheMachine = Conformance;
INSTANTIATE_TEST_SUITE_P(, LimitOfTheMachine, each_that(has_peer, has_a_limit_here), by_name);

using DeclaredLimit = Conformance;
INSTANTIATE_TEST_SUITE_P(, DeclaredLimit, each_that(declares_a_limit), by_name);

using MessageLimits = Conformance;
INSTANTIATE_TEST_SUITE_P(, MessageLimits, each_that(has_peer, keeps_messages), by_name);

TEST_P(Limits, TheLargestSupportedMessageArrivesWhole) {
  const std::size_t bytes = largest_supported(mechanism(), link_options(1));
  SCOPED_TRACE(bytes);
  Pair pair(mechanism(), link_options(bytes),
            [&](AnyEnd& end, Side side) { Correspondent(end, bytes, side).converse(1, 2); });
  EXPECT_EQ(pair.complaint(), "");
}

TEST_P(LimitOfTheMachine, OneByteMoreIsRefusedWithTheLimitInTheReason) {
  const std::size_t bytes = largest_supported(mechanism(), link_options(1));
  const auto reason = unsupported(link_options(bytes + 1));
  ASSERT_TRUE(reason);
  EXPECT_TRUE(std::ranges::any_of(*reason, [](unsigned char c) { return std::isdigit(c); }))
      << *reason;
}

TEST_P(DeclaredLimit, IsTheLargestMessageOfAnyMachine) {
  const std::size_t declared = descriptor().largest_message;
  const auto reason = unsupported(link_options(declared + 1));
  ASSERT_TRUE(reason);
  EXPECT_TRUE(reason->contains(std::to_string(declared))) << *reason;
  EXPECT_EQ(largest_supported(mechanism(), link_options(1)), declared);
}

// Neither an overflow nor a clamp: it is refused, or the memory for it is not to be had.
TEST_P(MessageLimits, RefuseAnAbsurdSize) {
  const LinkOptions options = link_options(std::size_t{1} << 50);
  if (unsupported(options)) return;
  EXPECT_EQ(complaint_in_child([&] {
              const auto link = mechanism().open(options);
              require(!link, "a petabyte was accepted");
              require(!link.error().call.empty(), "the error names no call");
            }),
            "");
}

}  // namespace ipcbench::conformance
