// Waiting on a futex, with a system call only when somebody really sleeps.
#pragma once

#include <atomic>
#include <cerrno>
#include <cstdint>

#include "base/futex.hpp"
#include "transports/endpoints/waiters/waiter.hpp"

namespace ipcbench {

class Futex {
 public:
  static constexpr bool busy = false;
  using Source = NoSource;
  struct Shared {
    std::atomic<std::uint32_t> asleep{0};
  };

  static Expected<Futex> attach(const Source&, Shared& shared, WaiterRole) { return Futex(shared); }

  template <class Ready>
  Status wait(const Ready& ready) noexcept {
    while (!ready()) {
      // This fence meets the one in notify(): either this side sees the message, or the other side
      // sees that this one is about to sleep. With anything weaker both could miss each other and
      // sleep for ever.
      shared_->asleep.store(1, std::memory_order_relaxed);
      std::atomic_thread_fence(std::memory_order_seq_cst);
      if (ready()) {
        shared_->asleep.store(0, std::memory_order_relaxed);
        break;
      }
      if (futex_wait(shared_->asleep, 1) != 0 && errno != EAGAIN && errno != EINTR) {
        return last_error("futex");
      }
    }
    return {};
  }

  Status notify() noexcept {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (shared_->asleep.load(std::memory_order_relaxed) == 0) return {};
    shared_->asleep.store(0, std::memory_order_relaxed);
    if (futex_wake(shared_->asleep, 1) < 0) return last_error("futex");
    return {};
  }

 private:
  explicit Futex(Shared& shared) : shared_(&shared) {}

  Shared* shared_;
};

}  // namespace ipcbench
