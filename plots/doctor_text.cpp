// Laying out findings.
#include "plots/doctor_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/system_files.hpp"

namespace ipcbench {

namespace {

/// Where the texts begin, behind the severities.
constexpr std::size_t margin = 9;

std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::good:
      return "\x1b[32m";
    case Severity::note:
      return "";
    case Severity::warning:
      return "\x1b[33m";
    case Severity::bad:
      return "\x1b[31m";
  }
  return "";
}

std::string painted(std::string text, Severity severity, Colour colour) {
  const std::string_view code = colour_of(severity);
  if (colour == Colour::off || code.empty()) return text;
  return fmt::format("{}{}\x1b[0m", code, text);
}

/// A paragraph whose first line has a word in the margin.
std::string paragraph(const std::string& word, const std::string& text, std::size_t width) {
  return word + std::string(margin - std::min(word.size(), margin), ' ') +
         wrapped(text, margin, width).substr(margin);
}

std::string finding_text(const Symptom& finding, std::size_t width, Colour colour) {
  const std::string word(name_of(finding.severity));
  std::string text = paragraph(word, finding.value, width);
  text.replace(0, word.size(), painted(word, finding.severity, colour));
  if (!finding.effect.empty()) text += wrapped(finding.effect, margin, width);
  // A command is copied from the screen: it stays in one line, however long.
  if (!finding.remedy.empty()) {
    text += fmt::format("{:{}}> {}\n", "", margin, finding.remedy);
  }
  return text;
}

std::string good_ones(const std::vector<Symptom>& findings, std::size_t width) {
  std::string list;
  for (const Symptom& finding : findings) {
    if (finding.severity != Severity::good) continue;
    list += (list.empty() ? "" : "; ") + finding.value;
  }
  return list.empty() ? "" : paragraph("good", list, width);
}

/// The distances as a matrix; a pair that was not met has none.
std::string matrix(const std::vector<PairDistance>& distances) {
  std::vector<int> cpus;
  for (const PairDistance& pair : distances) {
    for (const int cpu : {pair.cpu_a, pair.cpu_b}) {
      if (std::ranges::find(cpus, cpu) == cpus.end()) cpus.push_back(cpu);
    }
  }
  std::ranges::sort(cpus);
  const auto cell = [&](int a, int b) -> std::string {
    const auto found = std::ranges::find_if(distances, [&](const PairDistance& pair) {
      return std::minmax(pair.cpu_a, pair.cpu_b) == std::minmax(a, b);
    });
    if (found == distances.end() || found->samples_ns.empty()) return "-";
    return fmt::format("{:.0f}{}", found->quantile(0.5), found->changes() ? "*" : "");
  };
  std::string text = fmt::format("{:>5}", "cpu");
  for (const int cpu : cpus) text += fmt::format("{:>6}", cpu);
  text += "\n";
  for (const int row : cpus) {
    text += fmt::format("{:>5}", row);
    for (const int column : cpus) {
      text += fmt::format("{:>6}", row == column ? "" : cell(row, column));
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += "\n";
  }
  return text;
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t indent, std::size_t width) {
  std::string lines;
  std::string line;
  const auto finish_line = [&] {
    lines += std::string(indent, ' ') + line + "\n";
    line.clear();
  };
  for (const std::string& word : words_of(text)) {
    if (!line.empty() && indent + line.size() + 1 + word.size() > width) finish_line();
    line += (line.empty() ? "" : " ") + word;
  }
  finish_line();
  return lines;
}

std::string doctor_text(const std::vector<Symptom>& findings, const std::optional<Noise>& noise,
                        std::size_t width, Colour colour) {
  const Severity worst = findings.empty() ? Severity::good : findings.front().severity;
  std::string text = painted(verdict(findings), worst, colour) + "\n\n";
  for (const Symptom& finding : findings) {
    if (finding.severity != Severity::good) text += finding_text(finding, width, colour);
  }
  text += good_ones(findings, width);
  if (!noise) return text + "\nnothing was measured\n";
  text += fmt::format("\nmeasured for {:.1f} s\n", noise->seconds);
  if (!noise->distances.empty()) {
    text += "a cache line's way there and back in ns" +
            std::string(std::ranges::any_of(noise->distances, &PairDistance::changes)
                            ? "; * it changed meanwhile\n"
                            : "\n") +
            matrix(noise->distances);
  }
  return text;
}

}  // namespace ipcbench
