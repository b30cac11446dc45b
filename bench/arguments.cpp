// Parsers for command line values.
#include "bench/arguments.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>

#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

// More sizes than anybody plots; a typo such as 1:64M:+1 would be a run of years.
constexpr std::size_t most_sizes = 100;

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return number;
}

std::uint64_t unit_of(char suffix) {
  switch (suffix) {
    case 'k':
    case 'K':
      return 1024;
    case 'm':
    case 'M':
      return 1024 * 1024;
    case 'g':
    case 'G':
      return 1024 * 1024 * 1024;
    default:
      return 1;
  }
}

std::size_t parse_size(std::string_view text) {
  const auto bytes = parse_bytes(text);
  if (!bytes) {
    throw UsageError(fmt::format("'{}' is no message size (such as 64, 4k or 1M)", text));
  }
  if (*bytes == 0 || *bytes > largest_message_bytes) {
    throw UsageError(fmt::format("message size {} is out of range (1 to {}M bytes)", text,
                                 largest_message_bytes / 1024 / 1024));
  }
  return static_cast<std::size_t>(*bytes);
}

std::vector<std::size_t> parse_size_range(std::string_view text) {
  const auto parts = split(text, ':');
  const bool complete = parts.size() == 3 && parts[2].size() >= 2;
  const char sign = complete ? parts[2].front() : ' ';
  if (!complete || (sign != '*' && sign != '+')) {
    throw UsageError(fmt::format("'{}' is no range of sizes (such as 1:1M:*4 or 64:1k:+64)", text));
  }
  const std::size_t from = parse_size(parts[0]);
  const std::size_t to = parse_size(parts[1]);
  const std::size_t least_step = sign == '*' ? 2 : 1;
  if (parse_bytes(parts[2].substr(1)).value_or(least_step) < least_step) {
    throw UsageError(fmt::format("the range {} never ends (a {} is {} or more)", text,
                                 sign == '*' ? "factor" : "step", least_step));
  }
  const std::size_t step = parse_size(parts[2].substr(1));
  if (from > to)
    throw UsageError(
        fmt::format("the range {} is empty: {} is above {}", text, parts[0], parts[1]));
  std::vector<std::size_t> sizes;
  for (std::size_t size = from; size <= to; size = sign == '*' ? size * step : size + step) {
    if (sizes.size() == most_sizes) {
      throw UsageError(fmt::format("the range {} has more than {} sizes", text, most_sizes));
    }
    sizes.push_back(size);
  }
  return sizes;
}

/// Levenshtein's distance, a row at a time.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (const char left : a) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (left == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_glob(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

bool matches_glob(std::string_view glob, std::string_view name) {
  return ::fnmatch(std::string(glob).c_str(), std::string(name).c_str(), 0) == 0;
}

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  std::uint64_t unit = 1;
  if (!text.empty() && unit_of(text.back()) != 1) {
    unit = unit_of(text.back());
    text.remove_suffix(1);
  }
  const auto number = whole_number(text);
  if (!number) return {};
  // What is too large for the type is too large for any limit, too.
  return *number > UINT64_MAX / unit ? UINT64_MAX : *number * unit;
}

std::vector<std::size_t> parse_sizes(std::string_view text) {
  std::vector<std::size_t> sizes;
  for (const std::string_view part : split(text, ',')) {
    if (part.find(':') == std::string_view::npos) {
      sizes.push_back(parse_size(part));
    } else {
      std::ranges::copy(parse_size_range(part), std::back_inserter(sizes));
    }
  }
  std::ranges::sort(sizes);
  const auto repeated = std::ranges::unique(sizes);
  sizes.erase(repeated.begin(), repeated.end());
  return sizes;
}

std::vector<Pattern> parse_patterns(std::string_view text) {
  std::vector<Pattern> patterns;
  for (const std::string_view part : split(text, ',')) {
    std::optional<Pattern> pattern;
    for (const Pattern known : {Pattern::round_trip, Pattern::stream}) {
      if (part == name_of(known)) pattern = known;
    }
    if (!pattern) {
      throw UsageError(fmt::format("no pattern '{}' (round_trip, stream){}", part,
                                   did_you_mean(part, {"round_trip", "stream"})));
    }
    if (std::ranges::find(patterns, *pattern) == patterns.end()) patterns.push_back(*pattern);
  }
  return patterns;
}

std::vector<Placement> parse_placements(std::string_view text, const Topology& topology) {
  std::vector<Placement> placements;
  for (const std::string_view part : split(text, ',')) {
    const auto placement = parse_placement(part);
    if (!placement) {
      throw UsageError(placement.error() + did_you_mean(part, {"same", "cross", "free"}));
    }
    // A class that this machine lacks is skipped with the reason; a CPU that was asked for by its
    // number and is not there is a mistake.
    if (placement->kind == PlacementKind::pair) {
      const auto cpus = topology.resolve(*placement);
      if (!cpus) throw UsageError(fmt::format("placement {}: {}", part, cpus.error()));
    }
    if (std::ranges::find(placements, *placement) == placements.end()) {
      placements.push_back(*placement);
    }
  }
  return placements;
}

std::chrono::nanoseconds parse_duration(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  double seconds = -1;
  if (unit == "ms") seconds = number / 1e3;
  if (unit == "s" || unit.empty()) seconds = number;
  if (unit == "m" || unit == "min") seconds = number * 60;
  if (unit == "h") seconds = number * 3600;
  // Longer than a day is a mistyped unit; NaN fails both comparisons.
  constexpr double longest_s = 24 * 3600;
  if (error != std::errc{} || text.empty() || !(seconds >= 1e-3 && seconds <= longest_s)) {
    throw UsageError(fmt::format("'{}' is no time (such as 60s, 500ms or 2m; 1ms to 24h)", text));
  }
  return std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
}

std::uint64_t parse_number(std::string_view option, std::string_view text, std::uint64_t least,
                           std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most) {
    throw UsageError(
        fmt::format("{} '{}': a whole number from {} to {} is wanted", option, text, least, most));
  }
  return number;
}

double parse_percent(std::string_view option, std::string_view text) {
  double percent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const bool understood = error == std::errc{} && (unit.empty() || unit == "%");
  if (!understood || !(percent > 0 && percent < 100)) {
    throw UsageError(fmt::format("{} '{}': a percentage such as 2% is wanted", option, text));
  }
  return percent / 100;
}

RegimeChoice parse_regime(std::string_view option, std::string_view text) {
  for (const auto choice :
       {RegimeChoice::automatic, RegimeChoice::near, RegimeChoice::far, RegimeChoice::all}) {
    if (text == name_of(choice)) return choice;
  }
  throw UsageError(fmt::format("{} '{}': auto, near, far or all is wanted", option, text));
}

std::vector<std::string_view> select_names(std::string_view text,
                                           const std::vector<std::string_view>& all,
                                           const Things& things) {
  const std::vector<std::string_view> wanted = split(text, ',');
  for (const std::string_view part : wanted) {
    const auto matches = [part](std::string_view name) { return matches_glob(part, name); };
    if (std::ranges::none_of(all, matches)) {
      const std::string problem =
          is_glob(part) ? fmt::format("no {} matches '{}'", things.name, part)
                        : fmt::format("no {} '{}'{}", things.name, part, did_you_mean(part, all));
      throw UsageError(fmt::format("{} (see: {})", problem, things.listed_by));
    }
  }
  std::vector<std::string_view> selected;
  std::ranges::copy_if(all, std::back_inserter(selected), [&](std::string_view name) {
    return std::ranges::any_of(wanted,
                               [name](std::string_view part) { return matches_glob(part, name); });
  });
  return selected;
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string_view>& candidates) {
  const auto nearest = std::ranges::min_element(
      candidates, {}, [&](std::string_view name) { return edits_between(typed, name); });
  if (nearest == candidates.end()) return {};
  // Further away than a third of its letters, a name is another word, not a typo.
  const std::size_t tolerated = std::max<std::size_t>(nearest->size() / 3, 1);
  if (edits_between(typed, *nearest) > tolerated) return {};
  return fmt::format(", did you mean '{}'?", *nearest);
}

}  // namespace ipcbench
