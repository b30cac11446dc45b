// Processes that are not related by fork: who knows the address can join.
#include <optional>

#include "tests/conformance/joiner.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

template <class T>
using Join = Conformance<T>;
TYPED_TEST_SUITE(Join, Joinables, ByName);

TYPED_TEST(Join, AnUnrelatedProcessJoinsByAddressAndTalks) {
  constexpr std::size_t bytes = 1000;
  const LinkOptions options = this->options(bytes);
  if (!this->supported(options)) GTEST_SKIP();
  TypeParam link = take(TypeParam::open(options), "open");
  const std::string address = link.address();
  Child server("server", [&] {
    auto end = take(std::move(link).attach(Side::server), "attach");
    Correspondent(end, bytes, Side::server).converse(1, joined_messages);
  });
  Child client("client", [&] { become_joiner(TypeParam::descriptor.name, address, bytes); });
  EXPECT_EQ(complaint_of({&client, &server}), "");
}

TYPED_TEST(Join, AJoinerThatGoesAwayLeavesTheNamesToTheirOwner) {
  const LinkOptions options = this->options(64);
  if (!this->supported(options)) GTEST_SKIP();
  TypeParam link = take(TypeParam::open(options), "open");
  {
    const TypeParam visitor = take(TypeParam::join(link.address(), options), "join");
  }
  Child server("server", [&] {
    auto end = take(std::move(link).attach(Side::server), "attach");
    Correspondent(end, 64, Side::server).converse(1, 3);
  });
  Child client("client", [&] {
    auto end =
        take(take(TypeParam::join(link.address(), options), "join").attach(Side::client), "attach");
    Correspondent(end, 64, Side::client).converse(1, 3);
  });
  EXPECT_EQ(complaint_of({&client, &server}), "");
}

TYPED_TEST(Join, AnAddressThatNobodyOwnsIsAnErrorNotAHang) {
  const LinkOptions options = this->options(64);
  if (!this->supported(options)) GTEST_SKIP();
  std::string address;
  {
    TypeParam link = take(TypeParam::open(options), "open");
    address = link.address();
  }
  EXPECT_EQ(complaint_in_child([&] {
              auto link = TypeParam::join(address, options);
              if (!link) return;
              const auto end = std::move(*link).attach(Side::client);
              // A datagram to a port where nobody listens is lost without an error.
              const bool connectionless = TypeParam::descriptor.delivery == Delivery::may_drop;
              require(!end || connectionless, "a link that is gone was joined");
            }),
            "");
}

}  // namespace ipcbench::conformance
