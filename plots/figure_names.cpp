// Making names of figures, and knowing them again.
#include "plots/figure_names.hpp"

#include <algorithm>
#include <array>

namespace ipcbench {

namespace {

/// Takes a start away, if the text has it.
bool take(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

bool take_number(std::string_view& text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(digits);
  return digits > 0;
}

bool is_number(std::string_view text) {
  return take_number(text) && text.empty();
}

/// "cross-", "0-1-"
bool take_placement(std::string_view& text) {
  constexpr std::array<std::string_view, 6> named = {"same-",  "smt-",    "llc-",
                                                     "cross-", "socket-", "free-"};
  if (std::ranges::any_of(named, [&](std::string_view name) { return take(text, name); })) {
    return true;
  }
  return take_number(text) && take(text, "-") && take_number(text) && take(text, "-");
}

/// What stands behind the pattern and the placement.
bool is_kind(std::string_view text) {
  constexpr std::array<std::string_view, 4> whole = {"matrix", "matrix-p99", "lines", "multiples"};
  constexpr std::array<std::string_view, 3> sized = {"distribution-", "spread-", "cost-"};
  if (std::ranges::find(whole, text) != whole.end()) return true;
  return std::ranges::any_of(sized, [&](std::string_view start) { return take(text, start); }) &&
         is_number(text);
}

}  // namespace

std::string figure_start(std::optional<Pattern> pattern) {
  if (!pattern) return "run-";
  return *pattern == Pattern::round_trip ? "round-trip-" : "stream-";
}

std::string figure_start(std::optional<Pattern> pattern, const Placement& placement) {
  std::string name = placement.name();
  // "0:1" is a placement, and no part of a file's name on every system.
  std::ranges::replace(name, ':', '-');
  return figure_start(pattern) + name + "-";
}

bool is_figure_file(std::string_view name) {
  if (!name.ends_with(".svg") && !name.ends_with(".png")) return false;
  name.remove_suffix(std::string_view(".svg").size());
  if (name == "changes") return true;
  if (take(name, "run-")) return take_placement(name) && name == "weather";
  if (!take(name, "round-trip-") && !take(name, "stream-")) return false;
  if (take(name, "placements-")) return is_number(name);
  return take_placement(name) && is_kind(name);
}

}  // namespace ipcbench
