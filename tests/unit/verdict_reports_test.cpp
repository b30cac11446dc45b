// How comparisons are shown: the same facts in every format, and nothing that breaks out of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/plain_text.hpp"
#include "made_up_comparison.hpp"
#include "plots/verdict_formats.hpp"
#include "plots/verdict_markdown.hpp"
#include "plots/verdict_table.hpp"
#include "results/bencher.hpp"
#include "results/benchstat.hpp"
#include "results/comparison_csv.hpp"
#include "results/comparison_json.hpp"
#include "results/comparison_openmetrics.hpp"
#include "results/github_action_benchmark.hpp"
#include "results/github_annotations.hpp"
#include "results/json_document.hpp"
#include "results/junit.hpp"

namespace ipcbench {
namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::size_t times(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  lines.pop_back();
  return lines;
}

std::string terminal(const Comparison& comparison, Detail detail = Detail::changes) {
  return verdict_table(comparison, 80, Colour::off, detail);
}

Json json_of(const Comparison& comparison) {
  return parse_json(comparison_json(comparison)).value();
}

TEST(VerdictTable, SaysTheVerdictInItsFirstLineAndColoursItWhenAsked) {
  EXPECT_TRUE(terminal(made_up("plain")).starts_with("regression: 2 of 7 cells are slower"));
  const std::string coloured = verdict_table(made_up("plain"), 80, Colour::on, Detail::changes);
  EXPECT_TRUE(coloured.starts_with("\033[1;31mregression\033[0m: 2 of 7")) << coloured;
  EXPECT_EQ(times(terminal(made_up("hostile"), Detail::all), "\033"), 0);
}

TEST(VerdictTable, ShowsWhatChangedAndCountsTheRest) {
  const std::string text = terminal(made_up("plain"));
  EXPECT_TRUE(
      has(text,
          "  round_trip/pipe[capacity=4096]/64/cross\n"
          "    p50          36.0 us   37.8 us  5.1 % slower    +4.2 .. +6.0 % <0.001  2.1 %\n"))
      << text;
  EXPECT_TRUE(has(text, "no change: 1 of 7 cells; skipped: 1 (--all shows each)")) << text;
  EXPECT_TRUE(has(text, "B: the server died: SIGSEGV"));
  EXPECT_FALSE(has(text, "round_trip/tcp/64/cross"));
  EXPECT_FALSE(has(text, "msgsize_max"));
  const std::string all = terminal(made_up("plain"), Detail::all);
  EXPECT_TRUE(has(all, "round_trip/tcp/64/cross")) << all;
  EXPECT_TRUE(has(all, "above fs.mqueue.msgsize_max")) << all;
  EXPECT_TRUE(has(all, "6 rounds, 20 are wanted")) << all;
}

TEST(VerdictTable, PassesAnAllClearAndShowsItsCellsToThoseWhoWantAll) {
  const std::string text = terminal(made_up("clear"));
  EXPECT_TRUE(text.starts_with("clear: no cell is slower by 10 %")) << text;
  EXPECT_TRUE(has(text, "no change: 1 of 2 cells; clear: 1 (--all shows each)")) << text;
  EXPECT_FALSE(has(text, "unix_stream")) << text;
  const std::string all = terminal(made_up("clear"), Detail::all);
  EXPECT_TRUE(has(all, "a slowdown of up to 4.0 % is not excluded")) << all;
}

TEST(VerdictTable, SaysThatNothingWasCompared) {
  EXPECT_TRUE(has(terminal({}), "no cell was compared"));
  EXPECT_FALSE(has(terminal(made_up("incomparable")), "slower"));
}

TEST(VerdictTable, StaysWithinItsWidth) {
  for (const auto& [name, comparison] : made_up_comparisons()) {
    for (const std::string& line : lines_of(terminal(comparison, Detail::all))) {
      EXPECT_LE(characters_of(line), 80) << name << ": " << line;
      EXPECT_FALSE(line.ends_with(' ')) << name << ": " << line;
    }
  }
}

TEST(VerdictMarkdown, SaysTheVerdictAndFoldsWhatDidNotChange) {
  const std::string text = verdict_markdown(made_up("plain"));
  EXPECT_TRUE(text.starts_with("### ipcbench: regression\n\n2 of 7 cells are slower")) << text;
  EXPECT_LT(text.find("| stream/tcp/64/cross |"), text.find("<details>"));
  EXPECT_GT(text.find("| round\\_trip/tcp/64/cross |"), text.find("<details>"));
  EXPECT_TRUE(has(text, "<summary>1 of 7 cells did not change, 1 skipped</summary>"));
  EXPECT_TRUE(has(text, "* **compiler**: A gcc 12; B gcc 13"));
}

TEST(VerdictMarkdown, FoldsWhatIsClear) {
  const std::string text = verdict_markdown(made_up("clear"));
  EXPECT_TRUE(text.starts_with("### ipcbench: clear\n\nno cell is slower by 10 %")) << text;
  EXPECT_TRUE(has(text, "1 of 2 cells did not change, 1 are clear of the limit, 0 skipped"));
  EXPECT_GT(text.find("unix\\_stream"), text.find("<details>")) << text;
}

TEST(VerdictMarkdown, IsNeverTooLongAndCountsWhatItLeavesOut) {
  for (const auto& [name, comparison] : made_up_comparisons()) {
    EXPECT_LT(verdict_markdown(comparison).size(), 65'536) << name;
  }
  const std::string text = verdict_markdown(made_up("many"));
  const std::size_t shown = times(text, "| **regression** |");
  EXPECT_TRUE(has(text, std::to_string(1'501 - shown) + " more rows") ||
              has(text, std::to_string(1'500 - shown) + " more rows"))
      << shown;
  EXPECT_TRUE(has(text, "1501 more rows are not shown here.")) << "those that did not change";
}

TEST(ComparisonJson, HasEverything) {
  const Json json = json_of(made_up("plain"));
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_EQ(json["verdict"], "regression");
  EXPECT_EQ(json["counts"]["regression"], 2);
  const Json& cell = json["cells"][0];
  EXPECT_EQ(cell["settings"]["capacity"], "4096");
  EXPECT_EQ(cell["findings"][0]["change"]["value"], 0.051);
  EXPECT_EQ(cell["rounds"].size(), 12);
  EXPECT_EQ(cell["rounds"][7]["phase"], "confirmation");
  EXPECT_EQ(cell["rounds"][2]["pairs"][1]["flipped"], true);
  EXPECT_EQ(cell["rounds"][0]["pairs"][0]["a"]["p50_ns"], 36'000);
  EXPECT_EQ(json["control"]["rounds"].size(), 6);
  EXPECT_TRUE(json_of(made_up("incomparable"))["verdict"].is_null());
  EXPECT_TRUE(json_of(made_up("nan"))["cells"][0]["findings"][0]["p"].is_null());
}

TEST(ComparisonJson, HasTheLimitOfAnAllClear) {
  const Json json = json_of(made_up("clear"));
  EXPECT_EQ(json["verdict"], "clear");
  EXPECT_EQ(json["counts"]["clear"], 1);
  EXPECT_EQ(json["rules"]["clear"], 0.10);
  EXPECT_TRUE(json_of(made_up("plain"))["rules"]["clear"].is_null());
}

TEST(ComparisonCsv, HasALineAFinding) {
  const auto lines = lines_of(comparison_csv(made_up("plain")));
  ASSERT_EQ(lines.size(), 1 + 9 + 2 + 1);
  EXPECT_EQ(lines[1],
            "cell,round_trip,pipe[capacity=4096],64,cross,rtt_p50,ns,36000,37836,0.051,0.042,0.06,"
            "0.0004,0.02,0.021,15,1,1,regression,");
  EXPECT_TRUE(lines.back().starts_with("control,round_trip,pipe,64,cross,rtt_p50,"));
}

TEST(Junit, FailsForRegressionsOnly) {
  const std::string xml = comparison_junit(made_up("plain"));
  EXPECT_TRUE(has(xml, R"(<testsuites name="ipcbench" tests="12" failures="5" errors="1")"
                       R"( skipped="3" time="88.400">)"))
      << xml;
  EXPECT_TRUE(has(xml, R"(<failure type="regression" message="regression; p50: 36.0 us -&gt; )"
                       R"(37.8 us, 5.1 % slower [+4.2 .. +6.0 %], p &lt;0.001,)"))
      << xml;
  EXPECT_TRUE(has(xml, R"(<error type="error" message="error: B: the server died: SIGSEGV">)"));
  EXPECT_TRUE(has(xml, R"x(<skipped message="skipped: above fs.mqueue.msgsize_max (8192)">)x"));
}

TEST(Junit, SkipsWhatAnUnfitMachineTimedAndNotWhatItCounted) {
  const std::string xml = comparison_junit(made_up("unfit"));
  EXPECT_TRUE(has(xml, R"(<testsuites name="ipcbench" tests="12" failures="1" errors="1")")) << xml;
  EXPECT_TRUE(has(xml, "regression (the machine was unfit)"));
}

TEST(Junit, PassesWhatIsClear) {
  EXPECT_TRUE(has(comparison_junit(made_up("clear")), R"(failures="0" errors="0" skipped="0")"))
      << comparison_junit(made_up("clear"));
}

TEST(Junit, NeverPassesWhatWasNotCompared) {
  EXPECT_TRUE(has(comparison_junit({}), R"(tests="1" failures="0" errors="0" skipped="1")"));
  EXPECT_TRUE(has(comparison_junit(made_up("incomparable")), R"(<error type="not comparable")"));
}

TEST(Annotations, AreASummaryAndTheWorstEight) {
  const auto plain = lines_of(github_annotations(made_up("plain")));
  EXPECT_EQ(plain[0],
            "::error title=ipcbench::regression: 2 of 7 cells are slower, the worst by 11.0 %25");
  EXPECT_EQ(plain[1],
            "::error title=error%3A round_trip/fifo/64/cross::p50: not measured%0AB: the server "
            "died: SIGSEGV");
  EXPECT_EQ(plain.size(), 1 + 1 + 4 + 1);
  EXPECT_TRUE(plain.back().starts_with("::warning title=inconclusive%3A round_trip/unix_stream"));
  EXPECT_EQ(lines_of(github_annotations(made_up("many"))).size(), 9);
  for (const std::string& line : lines_of(github_annotations(made_up("hostile")))) {
    EXPECT_TRUE(line.starts_with("::")) << line;
  }
}

TEST(Annotations, AreNoErrorsWhereNothingIsWrong) {
  EXPECT_TRUE(github_annotations(made_up("fine")).starts_with("::notice title=ipcbench::no reg"));
  EXPECT_EQ(lines_of(github_annotations(made_up("clear"))).size(), 1);
  EXPECT_TRUE(github_annotations(made_up("clear")).starts_with("::notice title=ipcbench::clear"));
  EXPECT_TRUE(github_annotations({}).starts_with("::warning title=ipcbench::inconclusive"));
  EXPECT_EQ(lines_of(github_annotations(made_up("incomparable"))).size(), 1);
  const std::string unfit = github_annotations(made_up("unfit"));
  EXPECT_EQ(times(unfit, "::error"), 2) << "the cell that failed, and a count: " << unfit;
}

TEST(ComparisonOpenMetrics, HasChangesAsRatiosAndLevelsInBaseUnits) {
  const std::string text = comparison_openmetrics(made_up("plain"));
  const std::string cell =
      R"(of="cell",pattern="stream",mechanism="tcp",size_bytes="64",placement="cross",)"
      R"(metric="throughput"})";
  EXPECT_TRUE(has(text, "\nipcbench_change_ratio{" + cell + " 0.11\n")) << text;
  EXPECT_TRUE(has(text, "\nipcbench_compared_bytes_per_second{arm=\"A\"," + cell + " 268000000\n"));
  EXPECT_TRUE(has(text, "\nipcbench_comparison_cells{verdict=\"regression\"} 2\n"));
  EXPECT_TRUE(text.ends_with("# EOF\n"));
}

TEST(Bencher, HasBsFiguresWithTheirBounds) {
  const Json json = parse_json(comparison_bencher(made_up("plain"))).value();
  const Json& cell = json["round_trip/pipe[capacity=4096]/64/cross"];
  EXPECT_NEAR(cell["rtt_p50"]["value"].get<double>(), 36'055 * 1.051, 1);
  EXPECT_LT(cell["rtt_p50"]["lower_value"], cell["rtt_p50"]["value"]);
  EXPECT_NEAR(cell["rtt_p50_change"]["upper_value"].get<double>(), 6.0, 1e-9);
  EXPECT_EQ(cell["syscalls"]["value"], 3);
  EXPECT_FALSE(cell.contains("syscalls_change"));
  EXPECT_FALSE(json.contains("round_trip/fifo/64/cross"));
}

TEST(ActionBenchmark, KeepsTimesAndThroughputApart) {
  const auto [smaller, bigger] = github_action_benchmark(made_up("plain"));
  EXPECT_TRUE(has(smaller, R"("name": "round_trip/pipe[capacity=4096]/64/cross p50")")) << smaller;
  EXPECT_TRUE(has(smaller, "\"range\": \"± "));
  EXPECT_FALSE(has(smaller, "MB/s"));
  EXPECT_TRUE(has(bigger, R"("unit": "MB/s")"));
  EXPECT_FALSE(has(bigger, "round_trip"));
}

TEST(Benchstat, HasALineARoundForEachArm) {
  const auto [a, b] = comparison_benchstat(made_up("plain"));
  const std::string name =
      "BenchmarkRoundTrip/mechanism=pipe[capacity=4096]/bytes=64/placement=cross ";
  EXPECT_EQ(times(a, name), 12);
  EXPECT_TRUE(has(a, "\n" + name + "3000 36000 ns/op 54000 p99-ns/op\n")) << a;
  EXPECT_TRUE(has(a, "\n" + name + "2000 36020 ns/op")) << "without the pair that flipped";
  EXPECT_TRUE(has(b, "\n" + name + "3000 37836 ns/op")) << b;
  EXPECT_TRUE(has(a,
                  "BenchmarkStream/mechanism=tcp/bytes=64/placement=cross 3000 36000 ns/op "
                  "1.77777778 MB/s"))
      << a;
  const auto configuration = [](const std::string& text) {
    auto lines = lines_of(text);
    std::erase_if(lines, [](const std::string& line) { return line[0] == '#' || line[0] == 'B'; });
    return lines;
  };
  EXPECT_EQ(configuration(a), configuration(b)) << "benchstat would not compare them";
}

TEST(Benchstat, MakesDoWithMediansOfStoredResults) {
  const auto [a, b] = comparison_benchstat(made_up("stored"));
  EXPECT_TRUE(has(b, "/placement=cross 1 37836 ns/op 75400 p99-ns/op\n")) << b;
  EXPECT_TRUE(has(a, " 268 MB/s\n")) << a;
}

TEST(VerdictFormats, AreFoundByNameAndEachSaysItsSecondFile) {
  std::set<std::string_view> names;
  for (const VerdictFormat& format : verdict_formats()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
    EXPECT_EQ(find_verdict_format(format.name), &format);
    const auto files = format.files(made_up("plain"));
    ASSERT_FALSE(files.empty());
    EXPECT_EQ(files[0].suffix, "");
    for (const VerdictFile& file : files) {
      EXPECT_FALSE(file.text.empty()) << format.name;
      const std::string second = "FILE" + std::string(file.suffix);
      EXPECT_TRUE(file.suffix.empty() || has(format.summary, second)) << format.name;
    }
  }
  EXPECT_EQ(find_verdict_format("pdf"), nullptr);
}

TEST(VerdictFormats, WriteValidUtf8WhateverTheNamesAre) {
  for (const auto& [name, comparison] : made_up_comparisons()) {
    for (const VerdictFormat& format : verdict_formats()) {
      // JSON keeps U+FFFF, which only XML forbids; its readers' tests read it.
      if (format.name == "json" || format.name == "gbench") continue;
      for (const VerdictFile& file : format.files(comparison)) {
        EXPECT_TRUE(valid_utf8(file.text) == file.text) << name << "." << format.name;
        EXPECT_FALSE(has(file.text, "\x01")) << name << "." << format.name;
      }
    }
  }
}

}  // namespace
}  // namespace ipcbench
