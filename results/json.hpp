// The result file, and the catalogue for programs: JSON.
#pragma once

#include <string>
#include <vector>

#include "results/model.hpp"

namespace ipcbench {

/// The result file. Strict JSON: no NaN; bytes that are no UTF-8 are replaced.
[[nodiscard]] std::string to_json(const RunResult& run);

/// A mechanism with what this machine makes of it.
struct ListedMechanism {
  const Descriptor* descriptor;
  /// The largest message that works here, of the sizes up to 64 MiB; 0: none.
  std::size_t largest_here;
  /// Why nothing larger (or nothing at all) does; empty without a limit.
  std::string limit;
};

[[nodiscard]] std::string to_json(const std::vector<ListedMechanism>& mechanisms);

}  // namespace ipcbench
