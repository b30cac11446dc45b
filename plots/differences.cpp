// Comparing what decides about figures.
#include "plots/differences.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "plots/layout.hpp"
#include "results/fingerprint.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

/// A value a run; nothing where the question does not arise.
using Values = std::vector<std::optional<std::string>>;

/// In the order of the runs: what changes figures, and who measured where.
std::vector<std::string> facts_to_compare(std::span<const NamedRun> runs) {
  std::vector<std::string> names;
  for (const NamedRun& named : runs) {
    for (const auto& [name, value] : named.run.environment) {
      const bool told = is_deciding_fact(name) || name == "ipcbench" || name == "cpus_allowed";
      if (told && std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

/// Where all values begin with the same words, and how many characters that is.
std::size_t common_start(const std::vector<std::string>& texts) {
  std::size_t same = 0;
  for (std::size_t i = 0; i < texts.front().size(); ++i) {
    const bool everywhere = std::ranges::all_of(
        texts, [&](const std::string& text) { return i < text.size() && text[i] == texts[0][i]; });
    if (!everywhere) break;
    if (texts[0][i] == ' ') same = i + 1;
  }
  return same;
}

/// Cuts between characters, not within one of UTF-8.
std::string shortened(const std::string& text, std::size_t room) {
  constexpr std::string_view dots = "..";
  if (text.size() <= room) return text;
  std::size_t end = room > dots.size() ? room - dots.size() : 0;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + std::string(dots);
}

/// "  name: A,C 6.18.44; B 6.1.0". What is too long loses what all values begin with, then its end.
std::string line_of(const std::string& name, const Values& values, std::size_t width) {
  std::vector<std::string> texts;
  std::vector<std::string> who;
  for (std::size_t run = 0; run < values.size(); ++run) {
    const auto& value = values[run];
    if (!value) continue;
    const auto known = std::ranges::find(texts, *value) - texts.begin();
    if (known == std::ssize(texts)) {
      texts.push_back(*value);
      who.push_back(letter_of(run));
    } else {
      who[static_cast<std::size_t>(known)] += "," + letter_of(run);
    }
  }
  if (texts.size() < 2) return {};
  std::size_t taken = name.size() + 4;
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    taken += who[i].size() + 3;
    wanted += texts[i].size();
  }
  if (taken + wanted > width) {
    if (const std::size_t same = common_start(texts); same > 2) {
      for (std::string& text : texts) text = ".." + text.substr(same);
    }
  }
  std::string line = fmt::format("  {}:", name);
  std::size_t room = width > taken ? width - taken : 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    // What a short value leaves is for those behind it.
    const std::string text =
        shortened(texts[i], std::max<std::size_t>(room / (texts.size() - i), 4));
    room -= std::min(room, text.size());
    line += fmt::format("{}{} {}", i == 0 ? " " : "; ", who[i], text);
  }
  return shortened(line, width);
}

double ms(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

/// Lengths that are nearly the same measure the same.
bool is_another_length(std::chrono::nanoseconds one, std::chrono::nanoseconds other) {
  constexpr double noticeable = 1.25;
  const auto [shorter, longer] = std::minmax(one, other);
  return ms(longer) > ms(shorter) * noticeable;
}

void add_lengths(std::string& text, std::span<const NamedRun> runs, std::size_t width) {
  using Length = std::chrono::nanoseconds (*)(const TrialPlan&);
  const std::pair<const char*, Length> lengths[] = {
      {"measured_ms", [](const TrialPlan& plan) { return plan.measured; }},
      {"slice_ms", [](const TrialPlan& plan) { return plan.slice; }},
      {"warmup_ms", [](const TrialPlan& plan) { return plan.warmup; }}};
  for (const auto& [name, length] : lengths) {
    const Length length_of = length;
    const auto of = [length_of](const NamedRun& named) {
      return length_of(named.run.settings.plan);
    };
    const bool differ = std::ranges::any_of(
        runs, [&](const NamedRun& named) { return is_another_length(of(runs[0]), of(named)); });
    if (!differ) continue;
    Values values;
    for (const NamedRun& named : runs) values.emplace_back(fmt::format("{:.3g}", ms(of(named))));
    append_line(text, line_of(name, values, width));
  }
}

/// Which trials count where there was a choice, whoever made it: few rounds need all, and `auto`
/// takes what a run has most of.
std::optional<std::string> counted_regime(const RunResult& run) {
  std::vector<std::string_view> names;
  for (const Regimes& regimes : run.regimes) {
    const std::string_view name = chosen_regime(&regimes);
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  if (names.empty()) return {};
  return fmt::format("{}", fmt::join(names, ", "));
}

void add_other_settings(std::string& text, std::span<const NamedRun> runs, std::size_t width) {
  Values slice_messages;
  Values regimes;
  for (const NamedRun& named : runs) {
    slice_messages.emplace_back(std::to_string(named.run.settings.plan.slice_messages));
    regimes.push_back(counted_regime(named.run));
  }
  for (const auto& [name, values] :
       {std::pair{"slice_messages", &slice_messages}, std::pair{"regime", &regimes}}) {
    const std::string line = line_of(name, *values, width);
    if (!line.empty()) append_line(text, line);
  }
}

/// What the kernel gave to the same row: "tcp sndbuf", once for all sizes where it is the same.
void add_tunables(std::string& text, std::span<const NamedRun> runs, std::size_t width) {
  struct Tunable {
    std::string name;
    Values values;
  };
  std::vector<Tunable> tunables;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    for (const CellResult& cell : runs[run].run.cells) {
      for (const auto& [setting, value] : cell.effective) {
        const auto [place, is_new] =
            places.try_emplace({cell.cell.name(), setting}, tunables.size());
        if (is_new) {
          tunables.push_back({.name = fmt::format("{} {}", cell.cell.row(), setting),
                              .values = Values(runs.size())});
        }
        tunables[place->second].values[run] = value;
      }
    }
  }
  std::vector<std::string> lines;
  for (const Tunable& tunable : tunables) {
    std::string line = line_of(tunable.name, tunable.values, width);
    if (line.empty() || std::ranges::find(lines, line) != lines.end()) continue;
    append_line(text, line);
    lines.push_back(std::move(line));
  }
}

}  // namespace

std::string letter_of(std::size_t run) {
  return run < 26 ? std::string(1, static_cast<char>('A' + run)) : fmt::format("#{}", run + 1);
}

std::string environment_differences(std::span<const NamedRun> runs, std::size_t width) {
  std::string text;
  for (const std::string& name : facts_to_compare(runs)) {
    Values values;
    for (const NamedRun& named : runs) values.emplace_back(fact_of(named.run, name));
    const std::string line = line_of(name, values, width);
    if (!line.empty()) append_line(text, line);
  }
  add_lengths(text, runs, width);
  add_other_settings(text, runs, width);
  add_tunables(text, runs, width);
  return text;
}

}  // namespace ipcbench
