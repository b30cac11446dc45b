// Writing a file whole or not at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace ipcbench {

/// Replaces `path` by a temporary file beside it and a rename; a reader sees the old text or the
/// new one, never half of either.
Expected<void> write_atomically(const std::string& path, std::string_view text);

/// The same, but never replaces a file: the error is EEXIST then.
Expected<void> create_atomically(const std::string& path, std::string_view text);

/// Why `path` could not be written, found out without leaving a file there.
[[nodiscard]] std::optional<Error> cannot_write(const std::string& path);

}  // namespace ipcbench
