// Writing JUnit XML as Jenkins, GitLab and GitHub's reporters read it.
#include "results/junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/plain_text.hpp"
#include "results/verdict_list.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

enum class Outcome { passed, failed, skipped, error };

struct TestCase {
  std::string name;
  Outcome outcome = Outcome::passed;
  std::string type = {}, message = {}, body = {};
};

struct TestSuite {
  std::string name;
  std::vector<TestCase> cases = {};

  [[nodiscard]] std::size_t count(Outcome outcome) const {
    return static_cast<std::size_t>(std::ranges::count(cases, outcome, &TestCase::outcome));
  }
};

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : plain_line(text, 2'000)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

Outcome outcome_of(const Comparison& comparison, const Finding& finding) {
  if (fails(comparison, finding)) return Outcome::failed;
  // What is only reported neither fails nor passes; of an unfit machine nothing is known.
  const bool changed =
      finding.verdict == Verdict::regression || finding.verdict == Verdict::improvement;
  if (finding.verdict == Verdict::error) return Outcome::error;
  const bool trusted = comparison.fit || is_counter(finding.metric);
  if (!finding.judged || (changed && !trusted)) return Outcome::skipped;
  const bool good = finding.verdict == Verdict::equivalent || finding.verdict == Verdict::clear ||
                    finding.verdict == Verdict::improvement;
  return good ? Outcome::passed : Outcome::skipped;
}

std::string message_of(const Comparison& comparison, const Finding& finding) {
  std::string text(name_of(finding.verdict));
  if (!finding.judged) text += " (reported, not judged)";
  if (!comparison.fit) text += " (the machine was unfit)";
  if (!finding.reason.empty()) text += ": " + plain_line(finding.reason);
  const bool measured = finding.a || finding.b || finding.change;
  return measured ? text + "; " + finding_words(finding) : text;
}

std::string body_of(const Finding& finding) {
  std::string text;
  const auto add = [&](std::string_view name, const std::string& value) {
    text += fmt::format("{}: {}\n", name, escaped(value));
  };
  add("A", value_words(finding.a, finding.unit));
  add("B", value_words(finding.b, finding.unit));
  add("change", change_words(finding));
  add("95 % interval", interval_words(finding));
  add("p", p_words(finding));
  add("a change counts from", percent_words(finding.delta));
  add("would have found", detectable_words(finding));
  add("rounds", fmt::format("{}{}", finding.rounds, finding.confirmed ? ", fresh ones" : ""));
  return text;
}

TestCase test_case(const Comparison& comparison, const std::string& name, const Finding& finding) {
  return {.name = fmt::format("{} {}", name, metric_words(finding.metric)),
          .outcome = outcome_of(comparison, finding),
          .type = std::string(name_of(finding.verdict)),
          .message = message_of(comparison, finding),
          .body = body_of(finding)};
}

TestCase whole(const Comparison& comparison) {
  TestCase test{.name = "verdict", .message = headline(comparison)};
  test.type = comparison.incomparable.empty() ? name_of(comparison.verdict) : "not comparable";
  for (const std::string& line : remarks(comparison)) test.body += escaped(line) + "\n";
  for (const auto& facts : {noise_facts(comparison), comparison_facts(comparison)}) {
    for (const auto& [name, value] : facts) {
      test.body += fmt::format("{}: {}\n", escaped(name), escaped(value));
    }
  }
  if (!comparison.incomparable.empty() || comparison.verdict == Verdict::error) {
    test.outcome = Outcome::error;
  } else if (comparison.verdict == Verdict::regression) {
    test.outcome = Outcome::failed;
  } else if (comparison.verdict == Verdict::inconclusive ||
             comparison.verdict == Verdict::skipped) {
    test.outcome = Outcome::skipped;
  }
  return test;
}

/// The suite of a row, at its end if it is a new one.
TestSuite& suite_of(std::vector<TestSuite>& suites, Pattern pattern, const std::string& row,
                    const Placement& placement) {
  const std::string name =
      plain_line(fmt::format("{}/{}/{}", name_of(pattern), row, placement.name()));
  const auto known = std::ranges::find(suites, name, &TestSuite::name);
  return known != suites.end() ? *known : suites.emplace_back(TestSuite{.name = name});
}

std::vector<TestSuite> suites_of(const Comparison& comparison) {
  std::vector<TestSuite> suites = {{.name = "comparison", .cases = {whole(comparison)}}};
  for (const ListedFinding& listed : cell_findings(comparison)) {
    const Cell& cell = listed.cell->cell;
    suite_of(suites, cell.pattern, cell.row(), cell.placement)
        .cases.push_back(test_case(comparison, listed.name(), *listed.finding));
  }
  for (const ListedFinding& listed : mechanism_findings(comparison)) {
    const ComparedMechanism& mechanism = *listed.mechanism;
    suite_of(suites, mechanism.pattern, mechanism.row, mechanism.placement)
        .cases.push_back(test_case(comparison, listed.name(), *listed.finding));
  }
  return suites;
}

void add_element(std::string& xml, std::string_view element, const TestCase& test) {
  const std::string type =
      element == "skipped" ? "" : fmt::format(" type=\"{}\"", escaped(test.type));
  xml += fmt::format("      <{0}{1} message=\"{2}\">{3}</{0}>\n", element, type,
                     escaped(test.message), test.body);
}

void add_case(std::string& xml, const TestSuite& suite, const TestCase& test) {
  xml += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"0\">\n",
                     escaped(suite.name), escaped(test.name));
  switch (test.outcome) {
    case Outcome::passed:
      xml +=
          fmt::format("      <system-out>{}\n{}</system-out>\n", escaped(test.message), test.body);
      break;
    case Outcome::failed:
      add_element(xml, "failure", test);
      break;
    case Outcome::skipped:
      add_element(xml, "skipped", test);
      break;
    case Outcome::error:
      add_element(xml, "error", test);
  }
  xml += "    </testcase>\n";
}

std::string counts(std::span<const TestSuite> suites) {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  for (const TestSuite& suite : suites) {
    tests += suite.cases.size();
    failures += suite.count(Outcome::failed);
    errors += suite.count(Outcome::error);
    skipped += suite.count(Outcome::skipped);
  }
  return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}")", tests, failures,
                     errors, skipped);
}

}  // namespace

std::string comparison_junit(const Comparison& comparison) {
  const std::vector<TestSuite> suites = suites_of(comparison);
  const double seconds = std::isfinite(comparison.elapsed_s) ? comparison.elapsed_s : 0;
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  xml +=
      fmt::format("<testsuites name=\"ipcbench\" {} time=\"{:.3f}\">\n", counts(suites), seconds);
  for (const TestSuite& suite : suites) {
    const bool is_whole = &suite == &suites.front();
    xml += fmt::format("  <testsuite name=\"{}\" {} time=\"{:.3f}\">\n", escaped(suite.name),
                       counts({&suite, 1}), is_whole ? seconds : 0);
    for (const TestCase& test : suite.cases) add_case(xml, suite, test);
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

}  // namespace ipcbench
