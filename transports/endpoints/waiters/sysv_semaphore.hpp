// Waiting on a System V semaphore: one system call a wait and one a notification, always.
#pragma once

#include <sys/sem.h>

#include <string>
#include <utility>

#include "base/owned_name.hpp"
#include "base/syscall.hpp"
#include "transports/endpoints/waiters/waiter.hpp"

namespace ipcbench {

class SysvSemaphore {
 public:
  static constexpr bool busy = false;
  struct Shared {};

  /// One set holds the link's semaphores. IPC_RMID ends every use at once, so the owner keeps it.
  class Source {
   public:
    static constexpr bool outlives_attach = true;

    static Expected<Source> create(Scratch& scratch) {
      auto set =
          create_sysv(scratch, ObjectKind::sysv_semaphores, "semget", [](key_t key, int flags) {
            return ::semget(key, static_cast<int>(waiter_roles), flags);
          });
      if (!set) return std::unexpected(set.error());
      return Source(std::move(*set));
    }

    static Expected<Source> join(std::string_view address) {
      SysvObject set{.id = -1, .name = OwnedName::borrowed(address)};
      set.id = ::semget(set.name.key(), 0, 0);
      if (set.id < 0) return unexpected_errno("semget");
      return Source(std::move(set));
    }

    [[nodiscard]] std::string address() const { return set_.name.name(); }
    [[nodiscard]] int id() const { return set_.id; }

   private:
    explicit Source(SysvObject set) : set_(std::move(set)) {}

    SysvObject set_;
  };

  static Expected<SysvSemaphore> attach(const Source& source, Shared&, WaiterRole role) {
    return SysvSemaphore(source.id(), role);
  }

  template <class Ready>
  Status wait(const Ready& ready) noexcept {
    const Status s = operate(-1);
    return s.ok() ? token_taken(ready) : s;
  }
  Status notify() noexcept { return operate(+1); }

 private:
  SysvSemaphore(int set, WaiterRole role) : set_(set), role_(role) {}

  // No SEM_UNDO: it would cost a kernel structure a process and hide a dead peer's last post.
  Status operate(short change) noexcept {
    sembuf operation{.sem_num = static_cast<unsigned short>(role_), .sem_op = change, .sem_flg = 0};
    if (retried([&] { return ::semop(set_, &operation, 1); }) != 0) return last_error("semop");
    return {};
  }

  int set_;
  WaiterRole role_;
};

}  // namespace ipcbench
