// Error texts.
#include "base/error.hpp"

#include <fmt/format.h>

#include <cstring>

namespace ipcbench {

std::string Error::message() const {
  std::string text = code == 0 ? call : fmt::format("{}: {}", call, std::strerror(code));
  if (!hint.empty()) text += fmt::format(" ({})", hint);
  return text;
}

}  // namespace ipcbench
