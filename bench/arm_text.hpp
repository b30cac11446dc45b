// What a user says of an arm of a duel: its executable, and what is to be different about it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/tuning.hpp"

namespace ipcbench {

/// "LD_PRELOAD=./libfast.so taskset -c 0,1 --set pipe.capacity=4k": variables, then a command that
/// runs another one, then settings; each part may be missing.
struct ArmText {
  std::vector<std::pair<std::string, std::string>> environment = {};
  std::vector<std::string> wrapper = {};
  std::vector<Tuning> tunings = {};
};

/// Words as a shell would see them: blanks separate, quotes and backslashes keep. Nothing else has
/// a meaning. `option` is for the UsageError.
[[nodiscard]] std::vector<std::string> split_words(std::string_view option, std::string_view text);

/// Throws UsageError.
[[nodiscard]] ArmText parse_arm_text(std::string_view option, std::string_view text);

}  // namespace ipcbench
