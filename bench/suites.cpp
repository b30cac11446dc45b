// The built-in suites.
#include "bench/suites.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "bench/arguments.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::array suites = {
    Suite{.name = "smoke",
          .summary = "every mechanism once, one size: does it work here?",
          .sizes = "64",
          .placements = "",
          .rounds = 1,
          .measured = milliseconds(10),
          .longest = milliseconds(10),
          .budget = seconds(20)},
    Suite{.name = "quick",
          .summary = "three sizes, six rounds, within a minute",
          .sizes = "64,4k,64k",
          .placements = "",
          .rounds = 6,
          .measured = milliseconds(25),
          .longest = milliseconds(500),
          .budget = seconds(55)},
    Suite{.name = "full",
          .summary = "1 B to 1 MiB, same core and another, ten rounds",
          .sizes = "1:1M:*4",
          .placements = "same,cross",
          .rounds = 10,
          .measured = milliseconds(50),
          .longest = milliseconds(50),
          .budget = {}},
};

}  // namespace

std::span<const Suite> all_suites() {
  return suites;
}

const Suite& find_suite(std::string_view name) {
  const auto found = std::ranges::find(suites, name, &Suite::name);
  if (found != suites.end()) return *found;
  std::vector<std::string_view> names;
  std::ranges::transform(suites, std::back_inserter(names), &Suite::name);
  throw UsageError(
      fmt::format("no suite '{}' ({}){}", name, fmt::join(names, ", "), did_you_mean(name, names)));
}

}  // namespace ipcbench
