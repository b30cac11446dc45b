// Waiting on a POSIX semaphore: nameless in the shared memory, or named.
#pragma once

#include <fcntl.h>
#include <semaphore.h>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/owned_name.hpp"
#include "base/syscall.hpp"
#include "transports/endpoints/address.hpp"
#include "transports/endpoints/waiters/waiter.hpp"

namespace ipcbench {

inline Status wait_for(sem_t* semaphore) noexcept {
  if (retried([&] { return ::sem_wait(semaphore); }) != 0) return last_error("sem_wait");
  return {};
}

inline Status post(sem_t* semaphore) noexcept {
  if (::sem_post(semaphore) != 0) return last_error("sem_post");
  return {};
}

/// sem_init(3), shared between processes.
class PosixSemaphore {
 public:
  static constexpr bool busy = false;
  using Source = NoSource;
  struct Shared {
    sem_t semaphore;
  };

  static Status construct(Shared& shared) noexcept {
    if (::sem_init(&shared.semaphore, 1, 0) != 0) return last_error("sem_init");
    return {};
  }

  static Expected<PosixSemaphore> attach(const Source&, Shared& shared, WaiterRole) {
    return PosixSemaphore(&shared.semaphore);
  }

  template <class Ready>
  Status wait(const Ready& ready) noexcept {
    const Status s = wait_for(semaphore_);
    return s.ok() ? token_taken(ready) : s;
  }
  Status notify() noexcept { return post(semaphore_); }

 private:
  explicit PosixSemaphore(sem_t* semaphore) : semaphore_(semaphore) {}

  sem_t* semaphore_;
};

/// sem_open(3).
class NamedSemaphore {
 public:
  static constexpr bool busy = false;
  struct Shared {};

  class Source {
   public:
    static Expected<Source> create(Scratch& scratch) {
      Source source;
      for (OwnedName& name : source.names_) {
        auto reserved = OwnedName::reserve(scratch, ObjectKind::named_semaphore);
        if (!reserved) return std::unexpected(reserved.error());
        auto semaphore = open(reserved->name(), O_CREAT | O_EXCL);
        if (!semaphore) {
          reserved->forget();
          return std::unexpected(semaphore.error());
        }
        name = std::move(*reserved);
      }
      return source;
    }

    static Expected<Source> join(std::string_view address) {
      Source source;
      for (std::size_t i = 0; i < waiter_roles; ++i) {
        source.names_[i] = OwnedName::borrowed(address_part(address, i));
      }
      return source;
    }

    [[nodiscard]] std::string address() const {
      return join_address({names_[0].name(), names_[1].name(), names_[2].name(), names_[3].name()});
    }

    [[nodiscard]] const std::string& name(WaiterRole role) const {
      return names_[static_cast<unsigned>(role)].name();
    }

   private:
    std::array<OwnedName, waiter_roles> names_;
  };

  static Expected<NamedSemaphore> attach(const Source& source, Shared&, WaiterRole role) {
    auto semaphore = open(source.name(role), 0);
    if (!semaphore) return std::unexpected(semaphore.error());
    return NamedSemaphore(std::move(*semaphore));
  }

  template <class Ready>
  Status wait(const Ready& ready) noexcept {
    const Status s = wait_for(semaphore_.get());
    return s.ok() ? token_taken(ready) : s;
  }
  Status notify() noexcept { return post(semaphore_.get()); }

 private:
  struct Close {
    void operator()(sem_t* semaphore) const { ::sem_close(semaphore); }
  };
  using Handle = std::unique_ptr<sem_t, Close>;

  static Expected<Handle> open(const std::string& name, int flags) {
    sem_t* semaphore = ::sem_open(name.c_str(), flags, 0600, 0);
    if (semaphore == SEM_FAILED) return unexpected_errno("sem_open", name);
    return Handle(semaphore);
  }

  explicit NamedSemaphore(Handle semaphore) : semaphore_(std::move(semaphore)) {}

  Handle semaphore_;
};

}  // namespace ipcbench
