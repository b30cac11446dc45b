// One slice as it was timed.
#pragma once

#include <cstdint>

namespace ipcbench {

struct Slice {
  std::uint64_t sent = 0;      ///< messages (of a stream) or round trips
  std::uint64_t received = 0;  ///< the same, less what was lost
  std::int64_t elapsed_ns = 0;
};

}  // namespace ipcbench
