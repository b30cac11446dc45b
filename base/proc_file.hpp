// Numbers that the kernel shows in /proc and /sys.
#pragma once

#include <optional>
#include <string>

namespace ipcbench {

/// The number in a file such as /proc/sys/kernel/msgmax; nothing if it cannot be read.
[[nodiscard]] std::optional<long long> read_kernel_number(const std::string& path);

/// The first line of such a file without its end of line; nothing if it cannot be read.
[[nodiscard]] std::optional<std::string> read_kernel_line(const std::string& path);

}  // namespace ipcbench
