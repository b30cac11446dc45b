// The peer is killed: what the descriptor promises, and no more, happens.
#include <unistd.h>

#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

constexpr std::size_t bytes = 4096;

[[noreturn]] void wait_for_death() {
  for (;;) ::pause();
}

bool tells_receiver(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->peer_loss == PeerLoss::reported;
}
bool tells_sender(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->peer_loss != PeerLoss::unnoticed;
}
bool tells_nobody(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->peer_loss == PeerLoss::unnoticed;
}

/// Sends until it is told that nobody listens; the watchdog ends it otherwise.
void send_until_error(AnyEnd& end) {
  const Bytes out(bytes);
  while (end.send(out).ok()) {
  }
}

/// One side lives and finds out, the other is killed once both are attached.
std::string survive(const MechanismUnderTest& mechanism, const LinkOptions& options, Side survivor,
                    const std::function<void(AnyEnd&)>& find_out) {
  const Gate peer_is_dead;
  Pair pair(mechanism, options, [&](AnyEnd& end, Side side) {
    if (side != survivor) wait_for_death();
    peer_is_dead.pass();
    find_out(end);
  });
  pair.process(other(survivor)).kill();
  peer_is_dead.open();
  return complaint_of({&pair.process(survivor)});
}

}  // namespace

using ReceiverOfTheDead = Conformance;
INSTANTIATE_TEST_SUITE_P(, ReceiverOfTheDead, each_that(tells_receiver), by_name);

using SenderToTheDead = Conformance;
INSTANTIATE_TEST_SUITE_P(, SenderToTheDead, each_that(tells_sender), by_name);

using WaitingSenderToTheDead = Conformance;
INSTANTIATE_TEST_SUITE_P(, WaitingSenderToTheDead, each_that(tells_sender, has_peer, is_reliable),
                         by_name);

using UnnoticedDeath = Conformance;
INSTANTIATE_TEST_SUITE_P(, UnnoticedDeath, each_that(has_peer, tells_nobody), by_name);

TEST_P(ReceiverOfTheDead, GetsAnError) {
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    EXPECT_EQ(survive(mechanism(), link_options(bytes), survivor,
                      [](AnyEnd& end) {
                        Bytes in(bytes);
                        require(!end.receive(in).ok(), "received from a dead process");
                      }),
              "");
  }
}

TEST_P(ReceiverOfTheDead, GetsAnErrorIfItWaitsAlready) {
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    const Gate waits_next;
    Pair pair(mechanism(), link_options(bytes), [&](AnyEnd& end, Side side) {
      if (side != survivor) wait_for_death();
      waits_next.open();
      Bytes in(bytes);
      require(!end.receive(in).ok(), "received from a dead process");
    });
    waits_next.pass();
    const pid_t waiting = pair.process(survivor).pid();
    await([waiting] { return is_asleep(waiting); }, "a receiver that sleeps");
    pair.process(other(survivor)).kill();
    EXPECT_EQ(complaint_of({&pair.process(survivor)}), "");
  }
}

TEST_P(SenderToTheDead, GetsAnErrorInTheEnd) {
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    EXPECT_EQ(survive(mechanism(), link_options(bytes), survivor,
                      [](AnyEnd& end) { send_until_error(end); }),
              "");
  }
}

TEST_P(WaitingSenderToTheDead, GetsAnError) {
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    const Gate sends_next;
    Pair pair(mechanism(), link_options(bytes), [&](AnyEnd& end, Side side) {
      if (side != survivor) wait_for_death();
      sends_next.open();
      send_until_error(end);
    });
    sends_next.pass();
    const pid_t sender = pair.process(survivor).pid();
    await([sender] { return is_asleep(sender); }, "a sender that sleeps");
    pair.process(other(survivor)).kill();
    EXPECT_EQ(complaint_of({&pair.process(survivor)}), "");
  }
}

TEST_P(UnnoticedDeath, LetsSendSucceedWhileThereIsRoom) {
  const LinkOptions options = link_options(bytes);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    EXPECT_EQ(survive(mechanism(), options, survivor,
                      [](AnyEnd& end) { require(end.send(Bytes(bytes)), "send"); }),
              "");
  }
}

}  // namespace ipcbench::conformance
