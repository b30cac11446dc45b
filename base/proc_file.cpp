// Reading small kernel files.
#include "base/proc_file.hpp"

#include <charconv>
#include <fstream>

namespace ipcbench {

std::optional<std::string> read_kernel_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return {};
  return line;
}

std::optional<long long> read_kernel_number(const std::string& path) {
  const auto line = read_kernel_line(path);
  if (!line) return {};
  long long number = 0;
  const auto [end, error] = std::from_chars(line->data(), line->data() + line->size(), number);
  if (error != std::errc{}) return {};
  return number;
}

}  // namespace ipcbench
