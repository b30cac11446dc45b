// Understanding settings of tunables.
#include "bench/tuning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bench/arguments.hpp"
#include "bench/mechanisms.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

/// What no int of a system call could hold is a typo.
constexpr std::uint64_t most_bytes = std::uint64_t{1024} * 1024 * 1024;
constexpr std::uint64_t most_count = 1'000'000;
/// More variants of one mechanism than anybody can read.
constexpr std::size_t most_variants = 100;

const Tunable* find_tunable(const Mechanism& mechanism, std::string_view name) {
  const auto tunables = mechanism.descriptor->tunables;
  const auto found = std::ranges::find(tunables, name, &Tunable::name);
  return found == tunables.end() ? nullptr : &*found;
}

/// The value as a Settings has it; nothing if it is none of this kind.
std::optional<std::string> canonical(Tunable::Kind kind, const std::string& typed) {
  if (kind == Tunable::Kind::on_off) {
    for (const char* on : {"on", "yes", "true", "1"}) {
      if (typed == on) return "on";
    }
    for (const char* off : {"off", "no", "false", "0"}) {
      if (typed == off) return "off";
    }
    return {};
  }
  const bool is_count = kind == Tunable::Kind::count;
  if (is_count && typed.find_first_not_of("0123456789") != std::string::npos) return {};
  const auto number = parse_bytes(typed);
  if (!number || *number == 0 || *number > (is_count ? most_count : most_bytes)) return {};
  return std::to_string(*number);
}

std::string_view what_is_wanted(Tunable::Kind kind) {
  switch (kind) {
    case Tunable::Kind::bytes:
      return "a size such as 8192, 64k or 1M, up to 1G, is wanted";
    case Tunable::Kind::count:
      return "a number from 1 to 1000000 is wanted";
    case Tunable::Kind::on_off:
      return "on or off is wanted";
  }
  return "";
}

[[noreturn]] void refuse_name(std::string_view mechanism, std::string_view name,
                              const std::vector<std::string_view>& tunables) {
  if (tunables.empty()) {
    throw UsageError(fmt::format("{} has nothing to set (see: ipcbench list)", mechanism));
  }
  throw UsageError(fmt::format("{} has no '{}'{} (it has {})", mechanism, name,
                               did_you_mean(name, tunables), fmt::join(tunables, ", ")));
}

/// The mechanisms that a key's first half means, those of them that have the tunable.
std::vector<const Mechanism*> mechanisms_of(std::string_view mechanism, std::string_view name) {
  std::vector<std::string_view> all;
  for (const Mechanism& each : all_mechanisms()) all.push_back(each.descriptor->name);
  std::vector<const Mechanism*> having;
  std::vector<std::string_view> tunables;
  for (const std::string_view selected : select_names(mechanism, all)) {
    const Mechanism& candidate = *find_mechanism(selected);
    if (find_tunable(candidate, name) != nullptr) having.push_back(&candidate);
    for (const Tunable& tunable : candidate.descriptor->tunables) {
      if (std::ranges::find(tunables, tunable.name) == tunables.end()) {
        tunables.push_back(tunable.name);
      }
    }
  }
  if (having.empty()) refuse_name(mechanism, name, tunables);
  return having;
}

}  // namespace

Tuning make_tuning(std::string_view key, const std::vector<std::string>& values) {
  const std::size_t dot = key.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == key.size()) {
    throw UsageError(
        fmt::format("'{}' names no tunable of a mechanism (such as pipe.capacity)", key));
  }
  const std::string_view name = key.substr(dot + 1);
  const auto mechanisms = mechanisms_of(key.substr(0, dot), name);
  Tuning tuning{.mechanisms = {}, .name = std::string(name), .values = {}};
  for (const Mechanism* mechanism : mechanisms) {
    tuning.mechanisms.push_back(mechanism->descriptor->name);
  }
  // A tunable of this name is of the same kind everywhere, see tests/unit/tuning_test.cpp.
  const Tunable::Kind kind = find_tunable(*mechanisms.front(), name)->kind;
  for (const std::string& typed : values) {
    Tuning::Value value;
    if (typed != "default") {
      value = canonical(kind, typed);
      if (!value) throw UsageError(fmt::format("{} '{}': {}", key, typed, what_is_wanted(kind)));
    }
    if (std::ranges::find(tuning.values, value) == tuning.values.end()) {
      tuning.values.push_back(value);
    }
  }
  return tuning;
}

std::vector<Tuning> parse_tunings(std::string_view text) {
  std::vector<std::pair<std::string_view, std::vector<std::string>>> typed;
  for (const std::string_view part : split(text, ',')) {
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos) {
      typed.push_back({part.substr(0, equals), {std::string(part.substr(equals + 1))}});
    } else if (!typed.empty()) {
      typed.back().second.emplace_back(part);
    } else {
      throw UsageError(fmt::format("'{}' sets nothing (such as pipe.capacity=1M)", text));
    }
  }
  std::vector<Tuning> tunings;
  for (const auto& [key, values] : typed) tunings.push_back(make_tuning(key, values));
  return tunings;
}

std::vector<Settings> variants_of(std::string_view mechanism, const std::vector<Tuning>& tunings) {
  std::map<std::string_view, const std::vector<Tuning::Value>*> values_of;
  for (const Tuning& tuning : tunings) {
    if (std::ranges::find(tuning.mechanisms, mechanism) == tuning.mechanisms.end()) continue;
    values_of[tuning.name] = &tuning.values;
  }
  std::vector<Settings> variants(1);
  for (const auto& [name, values] : values_of) {
    std::vector<Settings> longer;
    for (const Settings& variant : variants) {
      for (const Tuning::Value& value : *values) {
        longer.push_back(variant);
        if (value) longer.back().set(name, *value);
      }
    }
    if (longer.size() > most_variants) {
      throw UsageError(fmt::format("{}: more than {} variants", mechanism, most_variants));
    }
    variants = std::move(longer);
  }
  return variants;
}

}  // namespace ipcbench
