// Waiting by looking again and again: the fastest answer, for a whole core.
#pragma once

#include "base/cpu_relax.hpp"
#include "transports/endpoints/waiters/waiter.hpp"

namespace ipcbench {

class Spin {
 public:
  static constexpr bool busy = true;
  using Source = NoSource;
  struct Shared {};

  static Expected<Spin> attach(const Source&, Shared&, WaiterRole) { return Spin{}; }

  template <class Ready>
  Status wait(const Ready& ready) noexcept {
    while (!ready()) cpu_relax();
    return {};
  }

  Status notify() noexcept { return {}; }
};

}  // namespace ipcbench
