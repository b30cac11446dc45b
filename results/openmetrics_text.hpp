// The words of OpenMetrics 1.0: names with units, labels, headers of families.
#pragma once

#include <string>
#include <string_view>

namespace ipcbench {

/// A name ends in its unit; units are base units.
struct BaseUnit {
  std::string_view suffix;
  std::string_view unit;
  double factor;
};

[[nodiscard]] BaseUnit base_unit(std::string_view unit);
/// The value of a label, without its quotes.
[[nodiscard]] std::string label_value(std::string_view text);
/// Type, unit and help of a gauge.
void add_gauge(std::string& text, std::string_view name, std::string_view unit,
               std::string_view help);

}  // namespace ipcbench
