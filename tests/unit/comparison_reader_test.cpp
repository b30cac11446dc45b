// Reading comparisons: what was judged comes back, and what is none is told from what is wrong.
#include "results/comparison_reader.hpp"

#include <gtest/gtest.h>

#include "made_up_comparison.hpp"
#include "plots/figures.hpp"
#include "results/comparison_csv.hpp"
#include "results/comparison_json.hpp"

namespace ipcbench {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string mistake_in(std::string_view text) {
  const auto comparison = comparison_from_json(text);
  EXPECT_TRUE(comparison.has_value());
  EXPECT_FALSE(comparison->has_value());
  return comparison->error().message();
}

TEST(ComparisonReader, GivesBackWhatReportsAreMadeOf) {
  for (const auto& [name, comparison] : made_up_comparisons()) {
    const std::string written = comparison_json(comparison);
    const auto read = comparison_from_json(written);
    if (name == "hostile" || name == "nan") {
      // No mechanism has such a name, and no rule is no number.
      EXPECT_FALSE(read.has_value() && read->has_value());
      continue;
    }
    ASSERT_TRUE(read.has_value() && read->has_value()) << name << ": " << read->error().message();
    // The written text has no control characters; what is compared was read once, too.
    const auto again = comparison_from_json(comparison_json(**read));
    ASSERT_TRUE(again.has_value() && again->has_value()) << name;
    EXPECT_EQ(comparison_csv(**read), comparison_csv(**again)) << name;
    EXPECT_EQ(figures_of(**read).front().svg, figures_of(**again).front().svg) << name;
    EXPECT_EQ((*read)->verdict, comparison.verdict) << name;
  }
  const Comparison& plain = made_up("plain");
  const auto read = comparison_from_json(comparison_json(plain));
  EXPECT_EQ(comparison_csv(**read), comparison_csv(plain));
  EXPECT_EQ(figures_of(**read).front().svg, figures_of(plain).front().svg);
}

TEST(ComparisonReader, HasNothingToSayAboutOtherDocuments) {
  for (const std::string_view text :
       {"", "[]", "{", R"({"schema":"ipcbench-result"})",
        R"({"schema":"ipcbench-result","suite":"ipcbench-comparison"})"}) {
    EXPECT_FALSE(comparison_from_json(text).has_value()) << text;
  }
}

TEST(ComparisonReader, SaysWhatIsWrongAndWhere) {
  const std::string written = comparison_json(made_up("plain"));
  EXPECT_NE(mistake_in(replaced(written, "\"schema_version\":1", "\"schema_version\":2"))
                .find("made by a newer ipcbench (schema_version 2); this one reads up to 1"),
            std::string::npos);
  EXPECT_EQ(mistake_in(replaced(written, "\"fit\":true", "\"fit\":1")),
            "fit: true or false is wanted");
  EXPECT_EQ(mistake_in(replaced(written, "\"arms\":[", "\"arms\":[1,")),
            "arms: more than 2 elements");
}

}  // namespace
}  // namespace ipcbench
