// Several senders to one receiver, for the mechanisms that say they share what carries the
// messages.
#include <climits>

#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

bool takes_many_senders(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->senders == Senders::many;
}

// So few that they fit into any buffer: nothing waits for room, and udp drops nothing. A datagram
// of 4 KiB takes twice as much of a socket's 208 KiB.
constexpr std::uint64_t messages_each = 10;
constexpr std::uint64_t first_of_one = 1;
constexpr std::uint64_t first_of_other = 1001;

/// The messages of both, in any mixture, but each sender's in its order.
void expect_both(AnyEnd& end, std::size_t bytes) {
  Correspondent receiver(end, bytes, Side::server);
  std::uint64_t one = first_of_one;
  std::uint64_t other = first_of_other;
  for (std::uint64_t i = 0; i < 2 * messages_each; ++i) {
    const Bytes got = receiver.receive(i);
    const auto is = [&](std::uint64_t number) {
      return !difference(got, message(bytes, number, Side::client), number);
    };
    if (is(one)) {
      ++one;
    } else if (is(other)) {
      ++other;
    } else {
      throw Complaint(fmt::format("neither message {} nor {} came whole", one, other));
    }
  }
}

}  // namespace

using ManySenders = Conformance;
INSTANTIATE_TEST_SUITE_P(, ManySenders, each_that(has_peer, takes_many_senders), by_name);

TEST_P(ManySenders, DeliverEachMessageWholeAndInTheOrderOfItsSender) {
  for (const std::size_t bytes : {std::size_t{64}, std::size_t{PIPE_BUF}}) {
    SCOPED_TRACE(bytes);
    const LinkOptions options = link_options(bytes);
    if (!supported(options)) continue;
    Pair pair(
        mechanism(), options,
        [&](AnyEnd& end) {
          Child other("the other sender", [&] {
            Correspondent(end, bytes, Side::client).send_all(first_of_other, messages_each);
          });
          Correspondent(end, bytes, Side::client).send_all(first_of_one, messages_each);
          const std::string complaint = complaint_of({&other});
          require(complaint.empty(), complaint);
        },
        [&](AnyEnd& end) { expect_both(end, bytes); });
    ASSERT_EQ(pair.complaint(), "");
  }
}

}  // namespace ipcbench::conformance
