// Reading a whole file of JSON, or standard input.
#pragma once

#include <string>

#include "base/error.hpp"

namespace ipcbench {

/// "-" is standard input. At most a byte more than json_limits allow, so that a parser refuses what
/// is too large.
[[nodiscard]] Expected<std::string> read_text_file(const std::string& path);

}  // namespace ipcbench
