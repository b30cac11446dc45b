// Laying out a comparison as a page.
#include "plots/duel_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/plain_text.hpp"
#include "plots/duel_method.hpp"
#include "plots/figures.hpp"
#include "plots/report_figures.hpp"
#include "plots/report_method.hpp"
#include "plots/report_page.hpp"
#include "plots/svg.hpp"
#include "results/verdict_list.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

constexpr std::string_view title = "How much slower is B than A?";
constexpr std::string_view figure_folder = "figures";
/// Of each table, some 600 bytes each, so that a page stays below 5 MB.
constexpr std::size_t most_rows = 1'500;

std::string text_of(std::string_view text, std::size_t most_characters = 300) {
  return xml_escaped(plain_line(text, most_characters));
}

std::string row_of(const ListedFinding& listed) {
  const Finding& finding = *listed.finding;
  std::string verdict(name_of(finding.verdict));
  if (!finding.judged) verdict += ", not judged";
  if (!finding.reason.empty()) {
    verdict += fmt::format("<br><span class=\"soft\">{}</span>", text_of(finding.reason));
  }
  return fmt::format(
      "<tr class=\"{}\"><th scope=\"row\" class=\"name\">{}</th><td>{}</td><td>{}</td><td>{}</td>"
      "<td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"why\">{}</td></tr>\n",
      finding.judged ? name_of(finding.verdict) : "reported", xml_escaped(listed.name()),
      xml_escaped(metric_words(finding.metric)), change_words(finding), interval_words(finding),
      xml_escaped(value_words(finding.a, finding.unit)),
      xml_escaped(value_words(finding.b, finding.unit)), p_words(finding),
      detectable_words(finding), verdict);
}

std::string table_of(std::string_view label, const std::vector<ListedFinding>& findings,
                     std::string_view first_column = "cell") {
  std::string text = fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table "
      "class=\"verdicts\">\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">metric</th><th "
      "scope=\"col\">change</th><th scope=\"col\">95\u00a0% interval</th><th scope=\"col\">A</th>"
      "<th scope=\"col\">B</th><th scope=\"col\">p</th><th scope=\"col\">would find</th><th "
      "scope=\"col\" class=\"why\">verdict</th></tr></thead>\n<tbody>\n",
      label, first_column);
  for (std::size_t i = 0; i < std::min(findings.size(), most_rows); ++i)
    text += row_of(findings[i]);
  text += "</tbody></table></div>\n";
  if (findings.size() <= most_rows) return text;
  return text + fmt::format("<p class=\"soft\">{} more rows are not shown here.</p>\n",
                            findings.size() - most_rows);
}

/// The verdict's own word in bold, the rest of the sentence behind it.
std::string verdict_section(const Comparison& comparison) {
  const std::string line = headline(comparison);
  const std::size_t end = std::min(line.find(':'), line.size());
  const bool is_bad = !comparison.incomparable.empty() ||
                      comparison.verdict == Verdict::regression ||
                      comparison.verdict == Verdict::error;
  std::string text = fmt::format(
      "<section id=\"verdict\"><h2>The verdict</h2>\n<p class=\"verdict{} name\"><b>{}</b>{}</p>\n",
      is_bad ? " bad" : "", xml_escaped(line.substr(0, end)), xml_escaped(line.substr(end)));
  for (const std::string& remark : remarks(comparison)) {
    text += fmt::format("<p class=\"warning name\">{}</p>\n", xml_escaped(remark));
  }
  if (!comparison.cells.empty() && comparison.incomparable.empty()) {
    text += "<p class=\"soft\">Cells: ";
    std::string_view comma;
    for (const Verdict verdict :
         {Verdict::regression, Verdict::improvement, Verdict::inconclusive, Verdict::error,
          Verdict::clear, Verdict::equivalent, Verdict::skipped}) {
      const std::size_t count = comparison.count(verdict);
      if (count == 0) continue;
      text += fmt::format("{}{} {}", comma, count, name_of(verdict));
      comma = ", ";
    }
    text += ".</p>\n";
  }
  return text + "</section>\n";
}

std::string findings_section(const Comparison& comparison) {
  const auto worth_reading = {Verdict::error, Verdict::regression, Verdict::improvement,
                              Verdict::inconclusive};
  const auto changed = judged_as(worth_reading, cell_findings(comparison));
  const auto together = judged_as(worth_reading, mechanism_findings(comparison));
  std::string text = "<section id=\"changes\"><h2>What changed, and what is not known</h2>\n";
  if (changed.empty() && together.empty()) {
    text += "<p>No cell changed, and none is undecided.</p>\n";
  } else {
    text +=
        "<p class=\"soft\">Slower is worse, for throughput, too: all changes are of the time that "
        "a "
        "message takes. <a href=\"#method\">How it was judged</a></p>\n";
  }
  if (!changed.empty()) text += table_of("changed and undecided cells", changed);
  if (!together.empty()) {
    text += "<h3>All sizes of a mechanism together</h3>\n" +
            table_of("mechanisms, all sizes together", together, "mechanism");
  }
  return text + "</section>\n";
}

std::string unchanged_section(const Comparison& comparison) {
  const auto cells = cell_findings(comparison);
  const auto folded = {Verdict::clear, Verdict::equivalent, Verdict::skipped};
  auto others = judged_as(folded, cells);
  std::ranges::copy(judged_as(folded, mechanism_findings(comparison)), std::back_inserter(others));
  std::ranges::copy_if(cells, std::back_inserter(others),
                       [](const ListedFinding& listed) { return !listed.finding->judged; });
  if (others.empty()) return {};
  return fmt::format(
      "<section id=\"unchanged\"><h2>Everything else</h2>\n<details><summary>{} findings: no "
      "change that matters, skipped, or only reported, whatever they show</summary>\n{}</details>"
      "</section>\n",
      others.size(), table_of("everything else", others));
}

std::string figure_section(std::span<const NamedFigure> figures) {
  return "<section id=\"figure\"><h2>Changes and their intervals</h2>\n" +
         report_figures({.figures = figures,
                         .folder = std::string(figure_folder),
                         .elsewhere = {},
                         .most_bytes = 4'000'000}) +
         "</section>\n";
}

std::string machine_section(const Comparison& comparison) {
  std::string text =
      "<section id=\"machine\"><h2>Machine and builds</h2>\n<div class=\"columns\">\n";
  Facts compared = comparison_facts(comparison);
  std::ranges::copy(noise_facts(comparison), std::back_inserter(compared));
  text += facts_table("what was compared, and how noisy it was", compared);
  text += facts_table("machine; what A and B do not have in common", environment_facts(comparison));
  return text + "</div></section>\n";
}

/// Who A and B are, and where they met.
std::string introduction(const Comparison& comparison) {
  std::string text = fmt::format("<header>\n<h1>{}</h1>\n", title);
  const Facts facts = comparison_facts(comparison);
  for (std::size_t i = 0; i < comparison.arms.size(); ++i) {
    text += fmt::format("<p class=\"soft name\">{}: {}</p>\n", xml_escaped(facts[i].first),
                        xml_escaped(facts[i].second));
  }
  const auto fact = [&](std::string_view name) {
    const auto found =
        std::ranges::find(comparison.environment, name, &Environment::value_type::first);
    return found == comparison.environment.end() ? std::string("unknown") : found->second;
  };
  const std::string kernel = fact("kernel");
  text +=
      fmt::format("<p class=\"soft name\">{}, Linux {}; {}, {}</p>\n", text_of(fact("cpu"), 60),
                  text_of(kernel.substr(0, kernel.find(' ')), 60),
                  comparison.method == Comparison::Method::duel ? "a duel" : "two stored results",
                  text_of(comparison.started_at, 40));
  return text +
         "<nav aria-label=\"sections\"><ul><li><a href=\"#verdict\">The verdict</a></li><li><a "
         "href=\"#changes\">What changed</a></li><li><a href=\"#figure\">Figure</a></li><li><a "
         "href=\"#machine\">Machine and builds</a></li><li><a href=\"#method\">Method</a></li>"
         "</ul></nav>\n</header>\n";
}

}  // namespace

Report report_of(const Comparison& comparison) {
  const auto figures = figures_of(comparison);
  std::string main = introduction(comparison) + verdict_section(comparison);
  if (comparison.incomparable.empty()) {
    main += findings_section(comparison) + figure_section(figures) + unchanged_section(comparison);
  }
  main += machine_section(comparison) +
          fmt::format("<section id=\"method\"><h2>Method</h2>\n{}</section>\n",
                      duel_method(comparison.method));
  Report report{.page = page_of(std::string(title), {}, main), .figures = {}};
  for (const NamedFigure& figure : figures) {
    report.figures.push_back(
        {.path = fmt::format("{}/{}", figure_folder, figure.file), .text = figure.svg});
  }
  return report;
}

}  // namespace ipcbench
