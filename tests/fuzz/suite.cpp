// Fuzzes the reader of suites, and the cells that it comes to.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

#include "bench/cell_selection.hpp"
#include "bench/suites.hpp"
#include "bench/usage_error.hpp"

namespace {

void require(bool fine) {
  if (!fine) std::abort();
}

/// What a person gets to see is one line and begins with the place.
void check_complaint(const std::string& text, const std::string& place) {
  require(text.starts_with(place) && text.size() > place.size());
  for (const char c : text) require(static_cast<unsigned char>(c) >= 0x20);
}

void check_cells(const std::vector<ipcbench::Cell>& cells) {
  require(!cells.empty() && cells.size() <= ipcbench::most_cells);
  std::set<std::string> names;
  for (const ipcbench::Cell& cell : cells) {
    require(cell.message_bytes >= 1 && cell.message_bytes <= ipcbench::largest_message_bytes);
    require(names.insert(cell.name()).second);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto topology = *ipcbench::Topology::synthetic("core:2 pu:1");
  const std::string text(reinterpret_cast<const char*>(data), size);
  ipcbench::Suite suite;
  try {
    suite = ipcbench::parse_suite("a.toml", text, topology);
  } catch (const ipcbench::UsageError& refused) {
    check_complaint(refused.what(), "a.toml:");
    return 0;
  }
  try {
    check_cells(ipcbench::select_cells(suite, {}, topology));
  } catch (const ipcbench::UsageError& refused) {
    check_complaint(refused.what(), "");
  }
  return 0;
}
