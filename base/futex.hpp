// futex(2) on a word that processes share.
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace ipcbench {

static_assert(std::atomic<std::uint32_t>::is_always_lock_free, "must work between processes");
static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t), "futex(2) wants a word");

/// Sleeps while the word holds `expected`. 0, or -1 with errno EAGAIN (it does not) or EINTR.
inline long futex_wait(std::atomic<std::uint32_t>& word, std::uint32_t expected) noexcept {
  return ::syscall(SYS_futex, &word, FUTEX_WAIT, expected, nullptr, nullptr, 0);
}

inline long futex_wake(std::atomic<std::uint32_t>& word, int sleepers) noexcept {
  return ::syscall(SYS_futex, &word, FUTEX_WAKE, sleepers, nullptr, nullptr, 0);
}

}  // namespace ipcbench
