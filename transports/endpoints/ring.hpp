// A ring of messages in shared memory: one sender, one receiver, any way of waiting.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

#include "base/error.hpp"
#include "transports/endpoints/waiters/waiter.hpp"

namespace ipcbench {

static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "must work between processes");

inline constexpr std::size_t cache_line = 64;
/// Intel's prefetcher fetches lines in pairs, so what two cores write is kept a pair apart.
inline constexpr std::size_t no_sharing = 2 * cache_line;

/// How a ring is laid out; both sides compute it from the same options.
struct RingShape {
  std::size_t message_bytes;
  std::size_t slots;

  // A message that fits lies in the cache line of its own sequence number: a small message then
  // crosses between the cores as one line, not two. A larger one starts on a line of its own,
  // because memcpy is fastest to an aligned address.
  static constexpr std::size_t inline_bytes = cache_line - sizeof(std::uint64_t);
  static constexpr std::size_t usual_slots = 64;
  static constexpr std::size_t fewest_slots = 4;
  /// What a ring may take before it gets fewer slots: about half of a level-2 cache.
  static constexpr std::size_t usual_bytes = 1024 * 1024;

  static constexpr RingShape of(std::size_t message_bytes, std::size_t depth) {
    RingShape shape{.message_bytes = message_bytes, .slots = depth};
    if (depth == 0) {
      shape.slots = std::clamp(usual_bytes / shape.stride(), fewest_slots, usual_slots);
    }
    return shape;
  }

  [[nodiscard]] constexpr std::size_t payload_offset() const {
    return message_bytes <= inline_bytes ? sizeof(std::uint64_t) : cache_line;
  }
  [[nodiscard]] constexpr std::size_t stride() const {
    return (payload_offset() + message_bytes + cache_line - 1) / cache_line * cache_line;
  }
  /// Free slots that a sender waits for when the ring is full. Waking it for every small message
  /// would make the two processes take turns, a context switch a message. A large one takes as long
  /// to copy as a wake-up, and who waits for more of them stands still.
  [[nodiscard]] constexpr std::size_t worth_a_wake_up() const {
    constexpr std::size_t worthwhile_bytes = 32 * 1024;
    return std::clamp(worthwhile_bytes / message_bytes, std::size_t{1},
                      std::max<std::size_t>(slots / 2, 1));
  }
  [[nodiscard]] constexpr std::size_t slot_bytes() const { return slots * stride(); }
};

/// A sender's request to be woken once so many messages are received; at most one is open.
class WakeUpRequest {
 public:
  void ask(std::uint64_t received) { wanted_.store(received, std::memory_order_relaxed); }
  /// Whether there still was something to withdraw; otherwise the wake-up is on its way.
  bool withdraw() { return wanted_.exchange(0) != 0; }

  /// The request that is fulfilled now; 0: none.
  [[nodiscard]] std::uint64_t due(std::uint64_t received) const {
    const std::uint64_t wanted = wanted_.load(std::memory_order_relaxed);
    return wanted <= received ? wanted : 0;
  }
  /// Whether it was still open, so that the caller has to ring. Since due() the sender may have
  /// withdrawn it, even filled the ring and asked for a later position, which is not due yet.
  bool take(std::uint64_t due) { return wanted_.compare_exchange_strong(due, 0); }

 private:
  std::atomic<std::uint64_t> wanted_{0};
};

/// What the two sides of a ring share besides the slots.
template <Waiter W>
struct RingHeader {
  /// Rung by the sender once a message.
  alignas(no_sharing) typename W::Shared ready;
  /// Messages received so far; written by the receiver.
  alignas(no_sharing) std::atomic<std::uint64_t> received{0};
  alignas(no_sharing) WakeUpRequest wake_up;
  alignas(no_sharing) typename W::Shared space;
};

/// One slot: its sequence number is that of the message in it, counted from 1, once it is complete.
class RingSlots {
 public:
  RingSlots(std::byte* first, RingShape shape) : first_(first), at_(first), shape_(shape) {}

  [[nodiscard]] std::atomic<std::uint64_t>& sequence() const {
    return *reinterpret_cast<std::atomic<std::uint64_t>*>(at_);
  }
  [[nodiscard]] std::byte* payload() const { return at_ + shape_.payload_offset(); }
  [[nodiscard]] std::size_t count() const { return shape_.slots; }
  [[nodiscard]] std::size_t message_bytes() const { return shape_.message_bytes; }
  [[nodiscard]] std::size_t worth_a_wake_up() const { return shape_.worth_a_wake_up(); }
  void advance() {
    at_ += shape_.stride();
    if (at_ == first_ + shape_.slot_bytes()) at_ = first_;
  }

 private:
  std::byte* first_;
  std::byte* at_;
  RingShape shape_;
};

template <Waiter W>
class RingSender {
 public:
  RingSender(RingHeader<W>& header, RingSlots slots, W ready, W space)
      : header_(&header), slots_(slots), ready_(std::move(ready)), space_(std::move(space)) {}

  Status send(std::span<const std::byte> message) noexcept {
    if (message.size() != slots_.message_bytes()) [[unlikely]] {
      return Status::failure("send", wrong_size);
    }
    if (sent_ - received_seen_ >= slots_.count()) [[unlikely]] {
      if (const Status status = wait_for_space(); !status.ok()) return status;
    }
    std::memcpy(slots_.payload(), message.data(), message.size());
    // Release: who sees this number sees the whole message.
    slots_.sequence().store(++sent_, std::memory_order_release);
    slots_.advance();
    return ready_.notify();
  }

 private:
  [[nodiscard]] bool received_at_least(std::uint64_t count) {
    // Acquire: the receiver has read a slot before this one writes to it again.
    received_seen_ = header_->received.load(std::memory_order_acquire);
    return received_seen_ >= count;
  }

  Status wait_for_space() noexcept {
    if (received_at_least(sent_ - slots_.count() + 1)) return {};
    if constexpr (W::busy) {
      return space_.wait([this] { return received_at_least(sent_ - slots_.count() + 1); });
    }
    const std::uint64_t target = sent_ - slots_.count() + slots_.worth_a_wake_up();
    header_->wake_up.ask(target);
    // Meets the fence in RingReceiver::release_slot(): one of the two sees the other.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (received_at_least(target) && header_->wake_up.withdraw()) return {};
    return space_.wait([this, target] { return received_at_least(target); });
  }

  RingHeader<W>* header_;
  RingSlots slots_;
  W ready_;
  W space_;
  std::uint64_t sent_ = 0;
  std::uint64_t received_seen_ = 0;  // read again only when the ring looks full
};

template <Waiter W>
class RingReceiver {
 public:
  RingReceiver(RingHeader<W>& header, RingSlots slots, W ready, W space)
      : header_(&header), slots_(slots), ready_(std::move(ready)), space_(std::move(space)) {}

  Status receive(std::span<std::byte> message) noexcept {
    if (message.size() != slots_.message_bytes()) [[unlikely]] {
      return Status::failure("receive", wrong_size);
    }
    const std::uint64_t expected = received_ + 1;
    const Status status = ready_.wait(
        [this, expected] { return slots_.sequence().load(std::memory_order_acquire) == expected; });
    if (!status.ok()) return status;
    std::memcpy(message.data(), slots_.payload(), message.size());
    slots_.advance();
    return release_slot();
  }

 private:
  Status release_slot() noexcept {
    // Release: the copy out of the slot is done before the sender may write there again.
    header_->received.store(++received_, std::memory_order_release);
    if constexpr (W::busy) return {};
    std::atomic_thread_fence(std::memory_order_seq_cst);
    const std::uint64_t due = header_->wake_up.due(received_);
    return due != 0 && header_->wake_up.take(due) ? space_.notify() : Status{};
  }

  RingHeader<W>* header_;
  RingSlots slots_;
  W ready_;
  W space_;
  std::uint64_t received_ = 0;
};

}  // namespace ipcbench
