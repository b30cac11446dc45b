// The catalogue as a list that a program can walk: where mechanisms and harness meet.
#pragma once

#include <span>
#include <string_view>

#include "harness/mechanism.hpp"

namespace ipcbench {

/// Every mechanism, in the order of the catalogue.
[[nodiscard]] std::span<const Mechanism> all_mechanisms();
/// Null if there is none of this name.
[[nodiscard]] const Mechanism* find_mechanism(std::string_view name);

}  // namespace ipcbench
