// Names of cells.
#include "harness/cell.hpp"

#include <fmt/format.h>

namespace ipcbench {

std::string Cell::row() const {
  if (settings.empty()) return mechanism;
  std::string text;
  for (const auto& [name, value] : settings.all()) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ",", name, value);
  }
  return fmt::format("{}[{}]", mechanism, text);
}

std::string Cell::name() const {
  return fmt::format("{}/{}/{}/{}", name_of(pattern), row(), message_bytes, placement.name());
}

}  // namespace ipcbench
