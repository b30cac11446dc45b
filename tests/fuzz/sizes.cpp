// Fuzzes what is typed at a command line: sizes, lists, times, --set. The first byte says which.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "bench/arguments.hpp"
#include "bench/mechanisms.hpp"
#include "bench/tuning.hpp"
#include "bench/usage_error.hpp"

namespace {

void require(bool fine) {
  if (!fine) std::abort();
}

void check_sizes(std::string_view text) {
  const auto sizes = ipcbench::parse_sizes(text);
  require(!sizes.empty() && std::ranges::is_sorted(sizes));
  require(sizes.front() >= 1 && sizes.back() <= ipcbench::largest_message_bytes);
}

void check_tunings(std::string_view text) {
  const auto tunings = ipcbench::parse_tunings(text);
  require(!tunings.empty());
  for (const ipcbench::Mechanism& mechanism : ipcbench::all_mechanisms()) {
    require(!ipcbench::variants_of(mechanism.descriptor->name, tunings).empty());
  }
}

void parse(std::uint8_t kind, std::string_view text) {
  static const auto topology = *ipcbench::Topology::synthetic("core:2 pu:1");
  switch (kind % 6) {
    case 0:
      return check_sizes(text);
    case 1:
      return check_tunings(text);
    case 2:
      require(ipcbench::parse_duration(text).count() > 0);
      return;
    case 3:
      require(!ipcbench::parse_patterns(text).empty());
      return;
    case 4:
      require(!ipcbench::parse_placements(text, topology).empty());
      return;
    default:
      require(!ipcbench::select_names(text, {"pipe", "unix_stream", "tcp"}).empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  try {
    parse(data[0], {reinterpret_cast<const char*>(data) + 1, size - 1});
  } catch (const ipcbench::UsageError& refused) {
    require(refused.what()[0] != '\0');
  }
  return 0;
}
