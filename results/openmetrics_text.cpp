// Writing the parts of OpenMetrics.
#include "results/openmetrics_text.hpp"

#include <fmt/format.h>

namespace ipcbench {

BaseUnit base_unit(std::string_view unit) {
  if (unit == "ns") return {.suffix = "_seconds", .unit = "seconds", .factor = 1e-9};
  if (unit == "MB/s") {
    return {.suffix = "_bytes_per_second", .unit = "bytes_per_second", .factor = 1e6};
  }
  if (unit == "1/s") return {.suffix = "_per_second", .unit = "per_second", .factor = 1};
  if (unit == "ratio") return {.suffix = "_ratio", .unit = "ratio", .factor = 1};
  return {.suffix = "", .unit = "", .factor = 1};
}

std::string label_value(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\' || c == '"') result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

void add_gauge(std::string& text, std::string_view name, std::string_view unit,
               std::string_view help) {
  text += fmt::format("# TYPE {} gauge\n", name);
  if (!unit.empty()) text += fmt::format("# UNIT {} {}\n", name, unit);
  text += fmt::format("# HELP {} {}\n", name, help);
}

}  // namespace ipcbench
