// Shapes of system calls that every endpoint shares.
#pragma once

#include <cerrno>

namespace ipcbench {

/// Repeats a call that a signal interrupted: `retried([&] { return ::read(fd, p, n); })`.
template <class Call>
[[nodiscard]] auto retried(Call call) noexcept {
  auto result = call();
  while (result == -1 && errno == EINTR) [[unlikely]] {
    result = call();
  }
  return result;
}

}  // namespace ipcbench
