// Reading comparisons: what was written comes back, anything else is one clear line; and their
// page.
#include "results/comparison_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_up_comparison.hpp"
#include "plots/duel_report.hpp"
#include "results/comparison_json.hpp"
#include "results/json_reader.hpp"

namespace ipcbench {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string mistake_in(const std::string& text) {
  const auto document = document_from_json(text);
  return document ? "no mistake" : document.error().message();
}

/// A good comparison in which one text is replaced by another.
std::string with(const std::string& from, const std::string& to) {
  std::string text = comparison_json(made_up("plain"));
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(ComparisonReader, GivesBackWhatWasWritten) {
  for (const auto& [name, comparison] : made_up_comparisons()) {
    const std::string written = comparison_json(comparison);
    const auto document = document_from_json(written);
    ASSERT_TRUE(document) << name << ": " << document.error().message();
    const auto* read = std::get_if<Comparison>(&*document);
    ASSERT_NE(read, nullptr) << name;
    EXPECT_EQ(comparison_json(*read), written) << name;
  }
}

TEST(ComparisonReader, NamesThePlaceOfAMistake) {
  EXPECT_THAT(mistake_in(with("\"verdict\":\"equivalent\"", "\"verdict\":\"fine\"")),
              testing::ContainsRegex("verdict: 'fine' is none of: regression"));
  EXPECT_THAT(mistake_in(with("\"arms\":[{", "\"arms\":[{},{")), HasSubstr("arms: "));
  EXPECT_THAT(mistake_in(with("\"phase\":\"screening\"", "\"phase\":\"glance\"")),
              HasSubstr("phase: screening or confirmation is wanted"));
  EXPECT_THAT(mistake_in(with("\"schema_version\":1", "\"schema_version\":99")),
              HasSubstr("made by a newer ipcbench (schema_version 99)"));
  EXPECT_THAT(mistake_in(with("\"rules\":", "\"rulers\":")), HasSubstr("'rules' is missing"));
}

TEST(ComparisonReader, AResultReaderRefusesComparisons) {
  const auto run = result_from_json(comparison_json(made_up("plain")));
  ASSERT_FALSE(run);
  EXPECT_THAT(run.error().message(), HasSubstr("no result file of ipcbench"));
}

TEST(DuelReport, BeginsWithTheVerdict) {
  const Report report = report_of(made_up("plain"));
  const std::size_t verdict = report.page.find("<p class=\"verdict bad name\"><b>regression</b>");
  ASSERT_NE(verdict, std::string::npos);
  EXPECT_LT(verdict, report.page.find("What changed, and what is not known"));
  EXPECT_THAT(report.page, HasSubstr("<tr class=\"regression\">"));
  EXPECT_THAT(report.page, HasSubstr("How much slower is B than A?"));
  ASSERT_EQ(report.figures.size(), 1U);
  EXPECT_EQ(report.figures[0].path, "figures/changes.svg");
  EXPECT_THAT(report.page, HasSubstr("href=\"figures/changes.svg\""));
  EXPECT_THAT(report.page, HasSubstr("<figure>"));
}

TEST(DuelReport, NamesAreTextEverywhere) {
  const std::string page = report_of(made_up("hostile")).page;
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
  EXPECT_THAT(page, HasSubstr("script-src 'none'"));
}

TEST(DuelReport, EachComparisonIsAPage) {
  for (const auto& [name, comparison] : made_up_comparisons()) {
    const std::string page = report_of(comparison).page;
    EXPECT_THAT(page, testing::EndsWith("</body>\n</html>\n")) << name;
    EXPECT_LT(page.size(), 5'000'000U) << name;
    const bool has_verdicts = comparison.incomparable.empty();
    EXPECT_EQ(page.find("<h2>Changes and their intervals</h2>") != std::string::npos, has_verdicts)
        << name;
  }
}

}  // namespace
}  // namespace ipcbench
