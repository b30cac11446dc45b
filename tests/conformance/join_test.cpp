// Processes that are not related by fork: who knows the address can join.
#include <optional>

#include "tests/conformance/joiner.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

using Join = Conformance;
INSTANTIATE_TEST_SUITE_P(, Join, each_that(is_joinable), by_name);

TEST_P(Join, AnUnrelatedProcessJoinsByAddressAndTalks) {
  constexpr std::size_t bytes = 1000;
  const LinkOptions options = link_options(bytes);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  AnyLink link = take(mechanism().open(options), "open");
  const std::string address = link.address();
  Child server("server", [&] {
    auto end = take(std::move(link).attach(Side::server), "attach");
    Correspondent(end, bytes, Side::server).converse(1, joined_messages);
  });
  Child client("client", [&] { become_joiner(descriptor().name, address, bytes); });
  EXPECT_EQ(complaint_of({&client, &server}), "");
}

TEST_P(Join, AJoinerThatGoesAwayLeavesTheNamesToTheirOwner) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  AnyLink link = take(mechanism().open(options), "open");
  {
    const AnyLink visitor = take(mechanism().join(link.address(), options), "join");
  }
  Child server("server", [&] {
    auto end = take(std::move(link).attach(Side::server), "attach");
    Correspondent(end, 64, Side::server).converse(1, 3);
  });
  Child client("client", [&] {
    auto end = take(take(mechanism().join(link.address(), options), "join").attach(Side::client),
                    "attach");
    Correspondent(end, 64, Side::client).converse(1, 3);
  });
  EXPECT_EQ(complaint_of({&client, &server}), "");
}

TEST_P(Join, AnAddressThatNobodyOwnsIsAnErrorNotAHang) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  std::string address;
  {
    AnyLink link = take(mechanism().open(options), "open");
    address = link.address();
  }
  EXPECT_EQ(complaint_in_child([&] {
              auto link = mechanism().join(address, options);
              if (!link) return;
              const auto end = std::move(*link).attach(Side::client);
              // A datagram to a port where nobody listens is lost without an error.
              const bool connectionless = descriptor().delivery == Delivery::may_drop;
              require(!end || connectionless, "a link that is gone was joined");
            }),
            "");
}

}  // namespace ipcbench::conformance
