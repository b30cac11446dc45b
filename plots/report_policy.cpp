// Writing the policy.
#include "plots/report_policy.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <vector>

namespace ipcbench {

namespace {

std::uint32_t value_of_digit(char digit) {
  return static_cast<std::uint32_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

std::vector<std::uint32_t> bytes_of_hex(std::string_view digits) {
  std::vector<std::uint32_t> bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(value_of_digit(digits[i]) << 4U | value_of_digit(digits[i + 1]));
  }
  return bytes;
}

}  // namespace

std::string base64_of_hex(std::string_view digits) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto bytes = bytes_of_hex(digits);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t here = std::min<std::size_t>(bytes.size() - i, 3);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8U | (k < here ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= here ? alphabet[group >> (6 * (3 - k)) & 63U] : '=';
    }
  }
  return text;
}

std::string content_policy(std::string_view script_sha256, std::string_view echarts_sha256) {
  std::string scripts;
  for (const std::string_view sum : {script_sha256, echarts_sha256}) {
    if (!sum.empty()) scripts += fmt::format(" 'sha256-{}'", base64_of_hex(sum));
  }
  if (scripts.empty()) scripts = " 'none'";
  return fmt::format(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
      "form-action 'none'; script-src{}",
      scripts);
}

}  // namespace ipcbench
