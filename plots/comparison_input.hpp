// What a figure of a comparison is made of.
#pragma once

#include <string>

#include "plots/palette.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

struct ComparisonInput {
  const Comparison* comparison = nullptr;
  std::string id = "figure";  ///< unique in a page
  Theme theme = Theme::both;
};

}  // namespace ipcbench
