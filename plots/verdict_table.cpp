// Laying out a comparison for a terminal.
#include "plots/verdict_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/plain_text.hpp"
#include "plots/layout.hpp"
#include "plots/wrapped.hpp"
#include "results/verdict_list.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t least_width = 80;

std::string row(std::string_view metric, std::string_view a, std::string_view b,
                std::string_view change, std::string_view interval, std::string_view p,
                std::string_view found) {
  return fmt::format("    {:<10} {:>9} {:>9}  {:<13} {:>16} {:>6} {:>6}", metric, a, b, change,
                     interval, p, found);
}

class Terminal {
 public:
  Terminal(std::size_t width, Colour colour)
      : width_(std::max(width, least_width)), colour_(colour) {}

  void add(std::string_view first, std::string_view text) { text_ += wrapped(first, text, width_); }
  /// As a row; as a sentence where a row is too narrow for it.
  void add_finding(const Finding& finding) {
    if (!finding.a && !finding.b && !finding.change) {
      add("    ", metric_words(finding.metric));
      return;
    }
    std::string columns = row(metric_words(finding.metric), value_words(finding.a, finding.unit),
                              value_words(finding.b, finding.unit), change_words(finding),
                              interval_words(finding), p_words(finding), detectable_words(finding));
    if (characters_of(columns) > least_width) {
      add("    ", finding_words(finding));
    } else {
      append_line(text_, std::move(columns));
    }
  }
  void add_blank() { text_ += "\n"; }

  /// The first word of a paragraph in its colour.
  void add_coloured(Verdict verdict, const std::string& line) {
    std::string lines = wrapped("", line, width_);
    const std::size_t end = std::min(lines.find_first_of(":\n"), lines.size());
    if (colour_ == Colour::on) {
      lines = fmt::format("\033[1;{}m{}\033[0m{}", code_of(verdict), lines.substr(0, end),
                          lines.substr(end));
    }
    text_ += lines;
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  static int code_of(Verdict verdict) {
    constexpr int red = 31, green = 32, yellow = 33;
    switch (verdict) {
      case Verdict::regression:
      case Verdict::error:
        return red;
      case Verdict::improvement:
      case Verdict::equivalent:
      case Verdict::clear:
        return green;
      case Verdict::inconclusive:
      case Verdict::skipped:
        break;
    }
    return yellow;
  }

  std::size_t width_;
  Colour colour_;
  std::string text_;
};

/// A name, then a line a metric.
void add_findings(Terminal& out, const std::vector<ListedFinding>& findings) {
  std::string last;
  for (const ListedFinding& listed : findings) {
    const Finding& finding = *listed.finding;
    const std::string name = listed.name();
    if (name != last) out.add("  ", name);
    last = name;
    out.add_finding(finding);
    if (!finding.reason.empty()) out.add("      ", plain_line(finding.reason));
  }
}

std::string_view title_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::error:
      return "failed";
    case Verdict::regression:
      return "slower";
    case Verdict::improvement:
      return "faster";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::equivalent:
      return "no change";
    case Verdict::clear:
      return "clear";
    case Verdict::skipped:
      return "skipped";
  }
  return "";
}

void add_group(Terminal& out, Verdict verdict, const std::vector<ListedFinding>& findings) {
  if (findings.empty()) return;
  const std::string heads = row("", "A", "B", "change", "95 % interval", "p", "finds");
  const std::string title(title_of(verdict));
  out.add_blank();
  out.add("", title + heads.substr(title.size()));
  add_findings(out, findings);
}

/// Those that only report, as they are.
std::vector<ListedFinding> not_judged(std::vector<ListedFinding> findings) {
  std::erase_if(findings, [](const ListedFinding& listed) { return listed.finding->judged; });
  return findings;
}

std::vector<Verdict> verdicts_of(Detail detail) {
  std::vector<Verdict> verdicts = {Verdict::error, Verdict::regression, Verdict::improvement,
                                   Verdict::inconclusive};
  if (detail == Detail::all) {
    verdicts.insert(verdicts.end(), {Verdict::clear, Verdict::equivalent, Verdict::skipped});
  }
  return verdicts;
}

void add_counts(Terminal& out, const Comparison& comparison, Detail detail) {
  const std::size_t cells = comparison.cells.size();
  if (cells == 0) {
    out.add("no cell was compared", "");
    return;
  }
  std::string text = fmt::format("{} of {} cells", comparison.count(Verdict::equivalent), cells);
  if (const std::size_t clear = comparison.count(Verdict::clear); clear > 0) {
    text += fmt::format("; clear: {}", clear);
  }
  if (const std::size_t skipped = comparison.count(Verdict::skipped); skipped > 0) {
    text += fmt::format("; skipped: {}", skipped);
  }
  out.add("no change: ", text + (detail == Detail::all ? "" : " (--all shows each)"));
}

void add_facts(Terminal& out, const Facts& facts) {
  for (const auto& [name, value] : facts) out.add(fmt::format("{:<9} ", name), value);
}

}  // namespace

std::string verdict_table(const Comparison& comparison, std::size_t width, Colour colour,
                          Detail detail) {
  Terminal out(width, colour);
  const bool comparable = comparison.incomparable.empty();
  out.add_coloured(comparable ? comparison.verdict : Verdict::error, headline(comparison));
  for (const std::string& remark : remarks(comparison)) out.add("  ", remark);
  if (comparable) {
    const auto cells = cell_findings(comparison);
    const auto mechanisms = mechanism_findings(comparison);
    for (const Verdict verdict : verdicts_of(detail)) {
      auto findings = judged_as(verdict, cells);
      std::ranges::copy(judged_as(verdict, mechanisms), std::back_inserter(findings));
      add_group(out, verdict, findings);
    }
    const auto reported = not_judged(cells);
    if (detail == Detail::all && !reported.empty()) {
      out.add_blank();
      out.add("reported, not judged", "");
      add_findings(out, reported);
    }
    out.add_blank();
    add_counts(out, comparison, detail);
  }
  out.add_blank();
  add_facts(out, noise_facts(comparison));
  add_facts(out, comparison_facts(comparison));
  return out.text();
}

}  // namespace ipcbench
