// Putting labels where they do not cover each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plots/svg.hpp"

namespace ipcbench {

/// Middles of labels of one height in a column, each as near to where it is wanted as the others
/// and the bounds allow; in the order of `wanted`. Where the bounds have no room for all, the
/// labels are as far apart as they can be.
[[nodiscard]] std::vector<double> spread_apart(const std::vector<double>& wanted, double height,
                                               double low, double high);

/// A label beside a point of a cloud.
struct PlacedLabel {
  Point at;  ///< the start of its base line
  Box box;
  bool far = false;  ///< so far from its point that a line has to lead there
};

/// A place for each label, none on another, on a point, or outside of the bounds; nothing for what
/// found no place.
[[nodiscard]] std::vector<std::optional<PlacedLabel>> place_around(
    const std::vector<Point>& points, const std::vector<std::string>& labels, double font_size,
    const Box& bounds);

}  // namespace ipcbench
