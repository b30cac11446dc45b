// Writing a comparison as GitHub's Markdown.
#include "plots/verdict_markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/plain_text.hpp"
#include "plots/markdown_text.hpp"
#include "results/verdict_list.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

/// All that is not in a table of findings takes less.
constexpr std::size_t bytes_for_the_rest = 20'000;
constexpr std::size_t most_facts = 40;
constexpr std::size_t most_remarks = 10;

std::string fact_text(const Facts& facts) {
  std::string text;
  for (std::size_t i = 0; i < std::min(facts.size(), most_facts); ++i) {
    text += fmt::format("* **{}**: {}\n", markdown_text(facts[i].first),
                        markdown_text(facts[i].second));
  }
  if (facts.size() > most_facts)
    text += fmt::format("* {} more facts\n", facts.size() - most_facts);
  return text;
}

std::string row(const ListedFinding& listed) {
  const Finding& finding = *listed.finding;
  std::string verdict(name_of(finding.verdict));
  if (finding.verdict == Verdict::regression) verdict = "**regression**";
  if (!finding.judged) verdict += ", not judged";
  if (!finding.reason.empty()) verdict += ": " + markdown_text(plain_line(finding.reason, 200));
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                     markdown_text(listed.name()), markdown_text(metric_words(finding.metric)),
                     markdown_text(value_words(finding.a, finding.unit)),
                     markdown_text(value_words(finding.b, finding.unit)),
                     markdown_text(change_words(finding)), markdown_text(interval_words(finding)),
                     markdown_text(p_words(finding)), markdown_text(detectable_words(finding)),
                     verdict);
}

/// As many rows as there is room for.
class Rows {
 public:
  explicit Rows(std::size_t room) : room_(room) {}

  [[nodiscard]] std::string table(const std::vector<ListedFinding>& findings) {
    std::string text =
        "| cell | metric | A | B | change | 95 % interval | p | would find | verdict |\n"
        "|:--|:--|--:|--:|--:|--:|--:|--:|:--|\n";
    std::size_t shown = 0;
    for (const ListedFinding& listed : findings) {
      const std::string line = row(listed);
      if (line.size() > room_) break;
      room_ -= line.size();
      text += line;
      ++shown;
    }
    if (shown == findings.size()) return text + "\n";
    // What is left is too little for all that follow, so that they are not shown instead.
    room_ = 0;
    return text + fmt::format("\n{} more rows are not shown here.\n\n", findings.size() - shown);
  }

 private:
  std::size_t room_;
};

void add_table(std::string& text, Rows& rows, std::string_view title,
               const std::vector<ListedFinding>& findings) {
  if (findings.empty()) return;
  text += fmt::format("#### {}\n\n{}", title, rows.table(findings));
}

void add_folded(std::string& text, std::string_view title, const std::string& inside) {
  if (inside.empty()) return;
  text += fmt::format("<details>\n<summary>{}</summary>\n\n{}\n</details>\n\n", title, inside);
}

void add_findings(std::string& text, const Comparison& comparison) {
  const auto cells = cell_findings(comparison);
  const auto mechanisms = mechanism_findings(comparison);
  Rows rows(most_markdown_bytes - bytes_for_the_rest);
  const auto worth_reading = {Verdict::error, Verdict::regression, Verdict::improvement,
                              Verdict::inconclusive};
  add_table(text, rows, "Changed and inconclusive cells", judged_as(worth_reading, cells));
  add_table(text, rows, "Mechanisms, all sizes together", judged_as(worth_reading, mechanisms));
  const auto folded = {Verdict::clear, Verdict::equivalent, Verdict::skipped};
  auto others = judged_as(folded, cells);
  std::ranges::copy(judged_as(folded, mechanisms), std::back_inserter(others));
  std::ranges::copy_if(cells, std::back_inserter(others),
                       [](const ListedFinding& listed) { return !listed.finding->judged; });
  const std::size_t clear = comparison.count(Verdict::clear);
  const std::string title = fmt::format(
      "{} of {} cells did not change, {}{} skipped", comparison.count(Verdict::equivalent),
      comparison.cells.size(), clear == 0 ? "" : fmt::format("{} are clear of the limit, ", clear),
      comparison.count(Verdict::skipped));
  if (others.empty()) {
    text += title + "\n\n";
  } else {
    add_folded(text, title, rows.table(others));
  }
}

}  // namespace

std::string verdict_markdown(const Comparison& comparison) {
  const std::string line = headline(comparison);
  const std::size_t end = std::min(line.find(':'), line.size());
  std::string text = fmt::format("### ipcbench: {}\n\n", markdown_text(line.substr(0, end)));
  if (end + 2 < line.size()) text += markdown_text(line.substr(end + 2)) + "\n\n";
  const auto lines = remarks(comparison);
  for (std::size_t i = 0; i < std::min(lines.size(), most_remarks); ++i) {
    text += fmt::format("> {}\n>\n", markdown_text(lines[i]));
  }
  if (lines.size() > most_remarks) text += fmt::format("> {} more\n", lines.size() - most_remarks);
  if (!lines.empty()) text += "\n";
  if (comparison.incomparable.empty()) add_findings(text, comparison);
  if (const Facts noise = noise_facts(comparison); !noise.empty()) {
    text += "#### Noise\n\n" + fact_text(noise) + "\n";
  }
  add_folded(text, "What was compared, and by which rules",
             fact_text(comparison_facts(comparison)));
  add_folded(text, "Environment", fact_text(environment_facts(comparison)));
  return text;
}

}  // namespace ipcbench
