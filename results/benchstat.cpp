// Writing Go's benchmark format.
#include "results/benchstat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/plain_text.hpp"
#include "results/arm_samples.hpp"

namespace ipcbench {

namespace {

/// A word of a name: blanks end it and slashes part it.
std::string word(std::string_view text) {
  std::string result = plain_line(text);
  std::ranges::replace_if(result, [](char c) { return c == ' ' || c == '/'; }, '_');
  // U+00A0, U+1680, U+2000 and so on are blanks there, too; names here are plain.
  std::ranges::replace_if(
      result, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  return result;
}

/// The placement comes last: a "-8" at the end would be read as a number of threads.
std::string name_of_benchmark(const Cell& cell) {
  return fmt::format("Benchmark{}/mechanism={}/bytes={}/placement={}",
                     cell.pattern == Pattern::stream ? "Stream" : "RoundTrip", word(cell.row()),
                     cell.message_bytes, word(cell.placement.name()));
}

void add_value(std::string& line, std::optional<double> value, std::string_view unit) {
  if (value && std::isfinite(*value)) line += fmt::format(" {:.9g} {}", *value, unit);
}

void add_line(std::string& text, const ComparedCell& cell, const RoundValue& round) {
  std::string values;
  add_value(values, round.p50_ns, "ns/op");
  add_value(values, round.p99_ns, "p99-ns/op");
  if (round.ns_per_message) {
    add_value(values, round.ns_per_message, "ns/op");
    add_value(values, megabytes_per_second(cell.cell, *round.ns_per_message), "MB/s");
  }
  if (values.empty()) return;
  text += fmt::format("{} {}{}\n", name_of_benchmark(cell.cell),
                      std::max<std::uint64_t>(round.messages, 1), values);
}

/// The same in both texts: benchstat makes a table of its own for each configuration.
std::string configuration(const Comparison& comparison) {
  std::string text;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", key, value);
  };
  for (const auto& [name, value] : comparison.environment) {
    if (name == "host" || name == "cpu" || name == "kernel") add(name, plain_line(value));
  }
  add("date", plain_line(comparison.started_at, 40));
  return text;
}

std::string text_of(const Comparison& comparison, WhichArm arm) {
  const ComparedArm& compared = comparison.arms[arm == WhichArm::a ? 0 : 1];
  std::string text = fmt::format("# {}: {}, version {}, commit {}\n", plain_line(compared.name, 20),
                                 plain_line(compared.command), plain_line(compared.version, 60),
                                 plain_line(compared.commit, 60));
  text += "# ns/op of a round trip is the median of its round\n" + configuration(comparison);
  for (const ComparedCell& cell : comparison.cells) {
    for (const RoundValue& round : samples_of(cell, arm)) add_line(text, cell, round);
  }
  return text;
}

}  // namespace

BenchstatTexts comparison_benchstat(const Comparison& comparison) {
  return {.a = text_of(comparison, WhichArm::a), .b = text_of(comparison, WhichArm::b)};
}

}  // namespace ipcbench
