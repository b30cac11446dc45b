// Rings and waiters between two threads, where ThreadSanitizer can watch both sides.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/scratch.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/boost_waiters.hpp"
#include "transports/endpoints/waiters/futex.hpp"
#include "transports/endpoints/waiters/posix_semaphore.hpp"
#include "transports/endpoints/waiters/spin.hpp"
#include "transports/endpoints/waiters/sysv_semaphore.hpp"

namespace ipcbench {
namespace {

struct Free {
  void operator()(std::byte* memory) const { std::free(memory); }
};

/// A link of two rings in this process's memory, and the ends of one direction of it.
template <Waiter W>
class RingFixture {
 public:
  explicit RingFixture(std::size_t message_bytes, std::size_t depth)
      : scratch_(*Scratch::create()),
        rings_(LinkOptions{.message_bytes = message_bytes, .depth = depth, .scratch = &scratch_}),
        memory_(static_cast<std::byte*>(
            std::aligned_alloc(4096, (rings_.bytes() + 4095) / 4096 * 4096))),
        source_(*W::Source::create(scratch_)) {
    if (!rings_.construct(memory_.get()).ok()) std::abort();
  }

  RingSender<W> sender(unsigned ring = 0) {
    return *rings_.template attach<RingSender<W>>(memory_.get(), ring, source_);
  }
  RingReceiver<W> receiver(unsigned ring = 0) {
    return *rings_.template attach<RingReceiver<W>>(memory_.get(), ring, source_);
  }

 private:
  Scratch scratch_;
  RingPair<W> rings_;
  std::unique_ptr<std::byte, Free> memory_;
  typename W::Source source_;
};

std::vector<std::byte> numbered(std::size_t bytes, std::uint32_t number) {
  std::vector<std::byte> message(bytes);
  for (std::size_t i = 0; i < bytes; ++i) message[i] = static_cast<std::byte>(number * 31 + i);
  return message;
}

template <class W>
class RingTest : public testing::Test {};

using Waiters = testing::Types<Spin, Futex, PosixSemaphore, NamedSemaphore, SysvSemaphore,
                               BoostSemaphore, BoostCondition>;
TYPED_TEST_SUITE(RingTest, Waiters);

/// Sends `count` numbered messages from a second thread and compares each one that comes out.
template <Waiter W>
void expect_in_order(std::size_t message_bytes, std::size_t depth, std::uint32_t count) {
  RingFixture<W> fixture(message_bytes, depth);
  std::thread sending([&] {
    RingSender<W> sender = fixture.sender();
    for (std::uint32_t i = 0; i < count; ++i) {
      ASSERT_TRUE(sender.send(numbered(message_bytes, i)).ok());
    }
  });
  RingReceiver<W> receiver = fixture.receiver();
  std::vector<std::byte> got(message_bytes);
  for (std::uint32_t i = 0; i < count; ++i) {
    ASSERT_TRUE(receiver.receive(got).ok());
    ASSERT_EQ(got, numbered(message_bytes, i)) << "message " << i;
  }
  sending.join();
}

TYPED_TEST(RingTest, PassesSmallMessagesInOrderThroughARingThatIsOftenFull) {
  expect_in_order<TypeParam>(8, 4, 3'000);
}

TYPED_TEST(RingTest, PassesMessagesOfSeveralCacheLinesInOrder) {
  expect_in_order<TypeParam>(200, 5, 2'000);
}

TYPED_TEST(RingTest, WorksWithASingleSlot) {
  expect_in_order<TypeParam>(64, 1, 500);
}

TYPED_TEST(RingTest, CarriesQuestionsAndAnswersOverItsTwoRings) {
  RingFixture<TypeParam> fixture(16, 2);
  constexpr std::uint32_t rounds = 1'000;
  std::thread answering([&] {
    auto requests = fixture.receiver(0);
    auto replies = fixture.sender(1);
    std::vector<std::byte> message(16);
    for (std::uint32_t i = 0; i < rounds; ++i) {
      ASSERT_TRUE(requests.receive(message).ok());
      message[0] ^= std::byte{0xff};
      ASSERT_TRUE(replies.send(message).ok());
    }
  });
  auto requests = fixture.sender(0);
  auto replies = fixture.receiver(1);
  std::vector<std::byte> got(16);
  for (std::uint32_t i = 0; i < rounds; ++i) {
    auto expected = numbered(16, i);
    ASSERT_TRUE(requests.send(expected).ok());
    ASSERT_TRUE(replies.receive(got).ok());
    expected[0] ^= std::byte{0xff};
    ASSERT_EQ(got, expected);
  }
  answering.join();
}

TEST(WakeUpRequest, RingsOnlyForTheVeryRequestThatWasFulfilled) {
  WakeUpRequest request;
  request.ask(10);
  EXPECT_EQ(request.due(9), 0U);
  const std::uint64_t due = request.due(10);
  ASSERT_EQ(due, 10U);
  // Meanwhile, the sender sees the room for itself, fills it and asks again.
  EXPECT_TRUE(request.withdraw());
  request.ask(20);
  EXPECT_FALSE(request.take(due)) << "would ring for 20 and nobody would when it is reached";
  EXPECT_EQ(request.due(20), 20U);
  EXPECT_TRUE(request.take(20));
  EXPECT_FALSE(request.withdraw()) << "a wake-up is on its way";
}

TEST(RingShape, KeepsSmallMessagesInTheCacheLineOfTheirNumber) {
  EXPECT_EQ(RingShape::of(8, 0).stride(), cache_line);
  EXPECT_EQ(RingShape::of(56, 0).stride(), cache_line);
  EXPECT_EQ(RingShape::of(57, 0).stride(), 2 * cache_line);
  EXPECT_EQ(RingShape::of(64, 0).payload_offset(), cache_line);
}

TEST(RingShape, WakesASenderForManySmallMessagesOrOneLargeOne) {
  EXPECT_EQ(RingShape::of(64, 64).worth_a_wake_up(), 32U) << "half of the ring at the most";
  EXPECT_EQ(RingShape::of(4'096, 64).worth_a_wake_up(), 8U);
  EXPECT_EQ(RingShape::of(65'536, 16).worth_a_wake_up(), 1U);
  EXPECT_EQ(RingShape::of(8, 1).worth_a_wake_up(), 1U);
}

TEST(RingShape, TakesTheDepthThatWasAskedFor) {
  EXPECT_EQ(RingShape::of(64, 3).slots, 3U);
  EXPECT_EQ(RingShape::of(1'000'000, 100).slots, 100U);
}

}  // namespace
}  // namespace ipcbench
