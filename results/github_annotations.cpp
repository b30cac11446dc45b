// Writing ::error, ::warning and ::notice.
#include "results/github_annotations.hpp"

#include <fmt/format.h>

#include <iterator>

#include "base/plain_text.hpp"
#include "results/verdict_list.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t most_findings = 8;

std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) == std::string_view::npos) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

std::string line(std::string_view level, std::string_view title, std::string_view message) {
  return fmt::format("::{} title={}::{}\n", level, annotation_property(title),
                     annotation_message(message));
}

std::string_view level_of(const Comparison& comparison) {
  if (!comparison.incomparable.empty()) return "error";
  switch (comparison.verdict) {
    case Verdict::regression:
    case Verdict::error:
      return "error";
    case Verdict::improvement:
    case Verdict::equivalent:
    case Verdict::clear:
      return "notice";
    case Verdict::inconclusive:
    case Verdict::skipped:
      break;
  }
  return "warning";
}

/// Errors, then what is slower, then what nobody knows.
std::vector<ListedFinding> worst(const Comparison& comparison) {
  std::vector<ListedFinding> all = cell_findings(comparison);
  std::ranges::copy(mechanism_findings(comparison), std::back_inserter(all));
  std::vector<ListedFinding> some =
      judged_as({Verdict::error, Verdict::regression, Verdict::inconclusive}, all);
  if (some.size() > most_findings) some.resize(most_findings);
  return some;
}

}  // namespace

std::string annotation_message(std::string_view text) {
  return escaped(text, "%\r\n");
}

std::string annotation_property(std::string_view text) {
  return escaped(text, "%\r\n:,");
}

std::string github_annotations(const Comparison& comparison) {
  std::string whole = headline(comparison);
  for (const std::string& remark : remarks(comparison)) whole += "\n" + remark;
  std::string text = line(level_of(comparison), "ipcbench", whole);
  // Where the two are not comparable there are no verdicts.
  if (!comparison.incomparable.empty()) return text;
  for (const ListedFinding& listed : worst(comparison)) {
    const Finding& finding = *listed.finding;
    const bool is_error = finding.verdict == Verdict::error || fails(comparison, finding);
    std::string message = finding_words(finding);
    if (!finding.reason.empty()) message += "\n" + plain_line(finding.reason);
    text += line(is_error ? "error" : "warning",
                 fmt::format("{}: {}", name_of(finding.verdict), listed.name()), message);
  }
  return text;
}

}  // namespace ipcbench
