// The peer is killed: what the descriptor promises, and no more, happens.
#include <unistd.h>

#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

constexpr std::size_t bytes = 4096;

[[noreturn]] void wait_for_death() {
  for (;;) ::pause();
}

/// Sends until it is told that nobody listens; the watchdog ends it otherwise.
template <class End>
void send_until_error(End& end) {
  const Bytes out(bytes);
  while (end.send(out).ok()) {
  }
}

/// One side lives and finds out, the other is killed once both are attached.
template <Transport T>
std::string survive(const LinkOptions& options, Side survivor,
                    const std::function<void(typename T::End&)>& find_out) {
  const Gate peer_is_dead;
  Pair<T> pair(options, [&](auto& end, Side side) {
    if (side != survivor) wait_for_death();
    peer_is_dead.pass();
    find_out(end);
  });
  pair.process(other(survivor)).kill();
  peer_is_dead.open();
  return complaint_of({&pair.process(survivor)});
}

}  // namespace

constexpr auto tells_receiver = []<class T>() {
  return T::descriptor.peer_loss == PeerLoss::reported;
};
constexpr auto tells_sender = []<class T>() {
  return T::descriptor.peer_loss != PeerLoss::unnoticed;
};
constexpr auto tells_waiting_sender = []<class T>() {
  return tells_sender.operator()<T>() && is_reliable.operator()<T>();
};
constexpr auto tells_nobody = []<class T>() {
  return has_peer.operator()<T>() && !tells_sender.operator()<T>();
};

template <class T>
using ReceiverOfTheDead = Conformance<T>;
TYPED_TEST_SUITE(ReceiverOfTheDead, Those<tells_receiver>, ByName);

template <class T>
using SenderToTheDead = Conformance<T>;
TYPED_TEST_SUITE(SenderToTheDead, Those<tells_sender>, ByName);

template <class T>
using WaitingSenderToTheDead = Conformance<T>;
TYPED_TEST_SUITE(WaitingSenderToTheDead, Those<tells_waiting_sender>, ByName);

template <class T>
using UnnoticedDeath = Conformance<T>;
TYPED_TEST_SUITE(UnnoticedDeath, Those<tells_nobody>, ByName);

TYPED_TEST(ReceiverOfTheDead, GetsAnError) {
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    EXPECT_EQ(survive<TypeParam>(this->options(bytes), survivor,
                                 [](auto& end) {
                                   Bytes in(bytes);
                                   require(!end.receive(in).ok(), "received from a dead process");
                                 }),
              "");
  }
}

TYPED_TEST(ReceiverOfTheDead, GetsAnErrorIfItWaitsAlready) {
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    const Gate waits_next;
    Pair<TypeParam> pair(this->options(bytes), [&](auto& end, Side side) {
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

TYPED_TEST(SenderToTheDead, GetsAnErrorInTheEnd) {
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    EXPECT_EQ(survive<TypeParam>(this->options(bytes), survivor,
                                 [](auto& end) { send_until_error(end); }),
              "");
  }
}

TYPED_TEST(WaitingSenderToTheDead, GetsAnError) {
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    const Gate sends_next;
    Pair<TypeParam> pair(this->options(bytes), [&](auto& end, Side side) {
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

TYPED_TEST(UnnoticedDeath, LetsSendSucceedWhileThereIsRoom) {
  const LinkOptions options = this->options(bytes);
  if (!this->supported(options)) GTEST_SKIP();
  for (const Side survivor : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(survivor) + " survives");
    EXPECT_EQ(survive<TypeParam>(options, survivor,
                                 [](auto& end) { require(end.send(Bytes(bytes)), "send"); }),
              "");
  }
}

}  // namespace ipcbench::conformance
