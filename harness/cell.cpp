// Names of cells.
#include "harness/cell.hpp"

#include <fmt/format.h>

namespace ipcbench {

std::string Cell::name() const {
  return fmt::format("{}/{}/{}/{}", name_of(pattern), mechanism, message_bytes, placement.name());
}

}  // namespace ipcbench
