// Looking for differences that nobody asked for.
#include "results/arm_differences.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace ipcbench {

namespace {

/// A note names so many settings.
constexpr std::size_t most_named = 3;

const std::string* find(const std::vector<Settings::Setting>& settings, std::string_view name) {
  const auto found = std::ranges::find(settings, name, &Settings::Setting::first);
  return found == settings.end() ? nullptr : &found->second;
}

/// What both say of the same, and do not say alike; nothing where one of them is silent.
std::optional<std::string> difference(const std::string* a, const std::string* b) {
  if (a == nullptr || b == nullptr || *a == *b) return {};
  return fmt::format("A has {}, B has {}", *a, *b);
}

bool asked_alike(const ComparedCell& cell, std::string_view name) {
  const std::string* a = find(cell.arms[0].asked.all(), name);
  const std::string* b = find(cell.arms[1].asked.all(), name);
  return a == nullptr ? b == nullptr : b != nullptr && *a == *b;
}

struct SettingDifference {
  std::string text;
  std::size_t cells = 1;
};

/// Of all cells, each difference once.
std::vector<SettingDifference> setting_differences(const Comparison& comparison) {
  std::vector<SettingDifference> differences;
  for (const ComparedCell& cell : comparison.cells) {
    for (const auto& [name, value] : cell.arms[0].effective) {
      const auto found = difference(&value, find(cell.arms[1].effective, name));
      if (!found || !asked_alike(cell, name)) continue;
      std::string text = fmt::format("{}.{}: {}", cell.cell.mechanism, name, *found);
      const auto known = std::ranges::find(differences, text, &SettingDifference::text);
      if (known == differences.end()) {
        differences.push_back({.text = std::move(text)});
      } else {
        ++known->cells;
      }
    }
  }
  return differences;
}

}  // namespace

void note_builds(Comparison& comparison) {
  constexpr std::array<std::string_view, 3> facts = {"compiler", "build_type", "build_flags"};
  const auto& [a, b] = comparison.arms;
  std::vector<std::string> differences;
  for (const std::string_view fact : facts) {
    if (const auto found = difference(find(a.environment, fact), find(b.environment, fact))) {
      differences.push_back(fmt::format("{}: {}", fact, *found));
    }
  }
  if (differences.empty()) return;
  comparison.notes.push_back(
      fmt::format("A and B were not built alike, so this compares how they were built, too: {}",
                  fmt::join(differences, "; ")));
}

void note_effective_settings(Comparison& comparison) {
  const auto differences = setting_differences(comparison);
  if (differences.empty()) return;
  std::vector<std::string> texts;
  for (const SettingDifference& one : differences) {
    if (texts.size() == most_named) {
      texts.push_back(fmt::format("and {} more", differences.size() - most_named));
      break;
    }
    texts.push_back(
        fmt::format("{} ({} {})", one.text, one.cells, one.cells == 1 ? "cell" : "cells"));
  }
  comparison.notes.push_back(fmt::format(
      "settings in effect that differ though nobody asked for it: {}", fmt::join(texts, "; ")));
}

}  // namespace ipcbench
