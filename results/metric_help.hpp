// What each metric is, in a sentence, and how its trials became one value.
#pragma once

#include <string_view>

namespace ipcbench {

/// "The shortest round trip of all trials."; empty for a metric that figures do not have.
[[nodiscard]] std::string_view help_of(std::string_view metric);

}  // namespace ipcbench
