// Every change of a comparison with its interval, against the changes that matter to nobody.
#pragma once

#include <string>

#include "plots/comparison_input.hpp"

namespace ipcbench {

[[nodiscard]] std::string forest_figure(const ComparisonInput& input);

}  // namespace ipcbench
