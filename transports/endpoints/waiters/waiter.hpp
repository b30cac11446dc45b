// What a waiter is: how one side of a ring sleeps until the other has done something.
//
// A waiter has two halves. `Shared` lies in the shared memory and is constructed there once, before
// the fork; what can fail of that is done by `construct(shared)`. `Source` is what has to be made
// outside of it (names, a semaphore set). `attach` gives a process its handle on both.
//
// `wait(ready)` returns once `ready()` holds. A *counting* waiter takes one token a wait, which
// some `notify()` has put there, so it must be called exactly as often as its peer notifies.
#pragma once

#include <cerrno>
#include <concepts>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/scratch.hpp"

namespace ipcbench {

/// The four waiters of a link: two rings, each with one for messages and one for free slots.
enum class WaiterRole : unsigned { request_ready, request_space, reply_ready, reply_space };
inline constexpr unsigned waiter_roles = 4;

template <class W>
concept Waiter =
    std::movable<W> && requires(W waiter, typename W::Source& source, typename W::Shared& shared,
                                Scratch& scratch, std::string_view address, WaiterRole role) {
      { W::busy } -> std::convertible_to<bool>;
      { W::Source::create(scratch) } -> std::same_as<Expected<typename W::Source>>;
      { W::Source::join(address) } -> std::same_as<Expected<typename W::Source>>;
      { source.address() } -> std::same_as<std::string>;
      { W::attach(source, shared, role) } -> std::same_as<Expected<W>>;
      {
        waiter.wait([] { return true; })
      } noexcept -> std::same_as<Status>;
      { waiter.notify() } noexcept -> std::same_as<Status>;
    };

template <Waiter W>
Status construct_shared(typename W::Shared& shared) noexcept {
  if constexpr (requires { W::construct(shared); }) {
    return W::construct(shared);
  } else {
    return {};
  }
}

/// The end of a counting wait: there is a token, so what it stands for must be there, too. Looking
/// at it is also what orders the message's bytes before this side's copy; the language knows
/// nothing of the barriers in semop(2).
template <class Ready>
Status token_taken(const Ready& ready) noexcept {
  return ready() ? Status{} : Status::failure("a token without its message", EPROTO);
}

/// The `Source` of a waiter that lives in the shared memory alone.
struct NoSource {
  static Expected<NoSource> create(Scratch&) { return NoSource{}; }
  static Expected<NoSource> join(std::string_view) { return NoSource{}; }
  [[nodiscard]] static std::string address() { return {}; }
};

}  // namespace ipcbench
