// What the browser allows the report's page: its own style and the scripts with these checksums.
#pragma once

#include <string>
#include <string_view>

namespace ipcbench {

/// The content of a <meta http-equiv="Content-Security-Policy">. Nothing is loaded from anywhere,
/// and no script runs but those with these SHA-256 sums (hexadecimal; empty ones do not count).
[[nodiscard]] std::string content_policy(std::string_view script_sha256,
                                         std::string_view echarts_sha256);

/// Hexadecimal digits as base64, as a policy wants a checksum.
[[nodiscard]] std::string base64_of_hex(std::string_view digits);

}  // namespace ipcbench
