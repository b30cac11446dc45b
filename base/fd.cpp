// Closing file descriptors.
#include "base/fd.hpp"

#include <unistd.h>

namespace ipcbench {

void Fd::reset() noexcept {
  // close(2) on Linux frees the descriptor even when it reports EINTR, so it is never repeated.
  if (fd_ != none) ::close(std::exchange(fd_, none));
}

}  // namespace ipcbench
