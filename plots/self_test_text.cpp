// Laying out a self-test.
#include "plots/self_test_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/plain_text.hpp"
#include "plots/layout.hpp"
#include "plots/markdown_text.hpp"
#include "plots/self_test_words.hpp"
#include "plots/wrapped.hpp"

namespace ipcbench {

namespace {

constexpr std::string_view nothing = "no duel came to its end\n";
constexpr std::size_t beside_a_cell = 34;

std::string row(const PowerWords& words, std::size_t columns) {
  return fmt::format("{:<{}} {:>12} {:>10} {:>8}",
                     words.cell.substr(0, bytes_of_characters(words.cell, columns)), columns,
                     words.metric, words.slowdown, words.delta);
}

std::string power_markdown(const SelfTestSeries& series) {
  const auto cells = power_words(series);
  if (cells.empty()) return {};
  std::string text = fmt::format(
      "\n{}:\n\n| cell | metric | slowdown | delta |\n|---|---|---:|---:|\n", power_title());
  for (const PowerWords& cell : cells) {
    text +=
        fmt::format("| {} | {} | {} | {} |\n", markdown_text(cell.cell), markdown_text(cell.metric),
                    markdown_text(cell.slowdown), markdown_text(cell.delta));
  }
  return text;
}

}  // namespace

std::string self_test_text(const SelfTestSeries& series, std::size_t width) {
  if (series.jobs().empty()) return std::string(nothing);
  std::string text = wrapped("", self_test_headline(series), width);
  for (const auto& [name, words] : self_test_facts(series)) {
    text += wrapped(fmt::format("  {:<13} ", name), words, width);
  }
  const auto cells = power_words(series);
  if (cells.empty()) return text;
  std::size_t columns = 4;
  for (const PowerWords& cell : cells) columns = std::max(columns, characters_of(cell.cell));
  columns = std::min(columns, std::max<std::size_t>(width, 80) - beside_a_cell);
  text += fmt::format("\n{}:\n", power_title());
  append_line(
      text,
      row({.cell = "cell", .metric = "metric", .slowdown = "slowdown", .delta = "delta"}, columns));
  for (const PowerWords& cell : cells) append_line(text, row(cell, columns));
  for (const std::string& line : power_summary(series)) text += wrapped("", line, width);
  return text;
}

std::string self_test_markdown(const SelfTestSeries& series) {
  if (series.jobs().empty()) return std::string(nothing);
  std::string text =
      fmt::format("### ipcbench self-test: {}\n\n", markdown_text(self_test_headline(series)));
  for (const auto& [name, words] : self_test_facts(series)) {
    text += fmt::format("* **{}**: {}\n", name, markdown_text(words));
  }
  text += power_markdown(series);
  text += '\n';
  for (const std::string& line : power_summary(series)) {
    text += fmt::format("* {}\n", markdown_text(line));
  }
  for (const auto& [name, words] : comparison_facts(series.frame())) {
    // Both arms are one program; how one of the duels went is told for all of them.
    if (name == series.frame().arms[1].name || name == "method") continue;
    text += fmt::format("* {}: {}\n", markdown_text(name), markdown_text(words));
  }
  return text;
}

}  // namespace ipcbench
