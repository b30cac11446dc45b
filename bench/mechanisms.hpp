// The catalogue as a list that a program can walk: where mechanisms and harness meet.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "harness/mechanism.hpp"

namespace ipcbench {

/// Every mechanism, in the order of the catalogue.
[[nodiscard]] std::span<const Mechanism> all_mechanisms();
/// Null if there is none of this name.
[[nodiscard]] inline const Mechanism* find_mechanism(std::string_view name) {
  const auto all = all_mechanisms();
  const auto found = std::ranges::find(
      all, name, [](const Mechanism& mechanism) { return mechanism.descriptor->name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace ipcbench
