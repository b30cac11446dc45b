// Waiting with Boost.Interprocess: its semaphore, and its mutex with a condition.
#pragma once

#include <optional>

#include <boost/interprocess/sync/interprocess_condition.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/interprocess_semaphore.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>

#include "transports/endpoints/boost_error.hpp"
#include "transports/endpoints/waiters/waiter.hpp"

namespace ipcbench {

class BoostSemaphore {
 public:
  static constexpr bool busy = false;
  using Source = NoSource;
  struct Shared {
    std::optional<boost::interprocess::interprocess_semaphore> semaphore;
  };

  static Status construct(Shared& shared) noexcept {
    return boost_status("interprocess_semaphore", [&] { shared.semaphore.emplace(0U); });
  }

  static Expected<BoostSemaphore> attach(const Source&, Shared& shared, WaiterRole) {
    return BoostSemaphore(shared);
  }

  template <class Ready>
  Status wait(const Ready& ready) noexcept {
    for (;;) {
      const Status status =
          boost_status("interprocess_semaphore::wait", [this] { shared_->semaphore->wait(); });
      // Boost throws when a signal interrupts sem_wait(3); nothing has been taken then.
      if (status.ok()) return token_taken(ready);
      if (status.code() != EINTR) return status;
    }
  }

  Status notify() noexcept {
    return boost_status("interprocess_semaphore::post", [this] { shared_->semaphore->post(); });
  }

 private:
  explicit BoostSemaphore(Shared& shared) : shared_(&shared) {}

  Shared* shared_;
};

class BoostCondition {
 public:
  static constexpr bool busy = false;
  using Source = NoSource;
  struct Shared {
    std::optional<boost::interprocess::interprocess_mutex> mutex;
    std::optional<boost::interprocess::interprocess_condition> changed;
  };

  static Status construct(Shared& shared) noexcept {
    return boost_status("interprocess_condition", [&] {
      shared.mutex.emplace();
      shared.changed.emplace();
    });
  }

  static Expected<BoostCondition> attach(const Source&, Shared& shared, WaiterRole) {
    return BoostCondition(shared);
  }

  template <class Ready>
  Status wait(const Ready& ready) noexcept {
    return boost_status("interprocess_condition::wait", [&] {
      Lock lock(*shared_->mutex);
      while (!ready()) shared_->changed->wait(lock);
    });
  }

  // The change was made without the mutex. Taking it once orders this notification behind a peer
  // that has looked in vain but does not sleep yet; without that the wake-up would be lost.
  Status notify() noexcept {
    return boost_status("interprocess_condition::notify_one", [this] {
      {
        const Lock lock(*shared_->mutex);
      }
      shared_->changed->notify_one();
    });
  }

 private:
  using Lock = boost::interprocess::scoped_lock<boost::interprocess::interprocess_mutex>;

  explicit BoostCondition(Shared& shared) : shared_(&shared) {}

  Shared* shared_;
};

}  // namespace ipcbench
