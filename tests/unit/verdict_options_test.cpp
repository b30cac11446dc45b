// What was typed about a verdict, and the exit code that follows.
#include "bench/verdict_options.hpp"

#include <gtest/gtest.h>

#include "bench/baselines.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {
namespace {

VerdictOptions parsed(const std::vector<std::string>& arguments) {
  VerdictOptions options;
  CommandLine app("compare", "");
  add_verdict_options(app, options);
  add_test_options(app, options);
  EXPECT_FALSE(app.parse(arguments));
  return options;
}

Comparison with(Verdict verdict) {
  Comparison comparison;
  comparison.verdict = verdict;
  return comparison;
}

Cell cell(const char* mechanism, Pattern pattern = Pattern::round_trip) {
  return {.pattern = pattern, .mechanism = mechanism, .message_bytes = 64, .placement = {}};
}

TEST(VerdictOptions, HaveOneDeltaForAllOrOneForEach) {
  const ComparisonRules all = parsed({"--delta", "3%"}).rules;
  EXPECT_DOUBLE_EQ(all.delta_p50, 0.03);
  EXPECT_DOUBLE_EQ(all.delta_throughput, 0.03);
  EXPECT_DOUBLE_EQ(all.delta_p99, 0.03);
  const ComparisonRules some = parsed({"--delta", "rtt_p50=4%,throughput=8"}).rules;
  EXPECT_DOUBLE_EQ(some.delta_p50, 0.04);
  EXPECT_DOUBLE_EQ(some.delta_throughput, 0.08);
  EXPECT_DOUBLE_EQ(some.delta_p99, ComparisonRules{}.delta_p99);
}

TEST(VerdictOptions, RefuseWhatMakesNoSense) {
  for (const char* delta : {"", "x", "0", "-1%", "100%", "rtt_p50", "rtt_p5=3%", "syscalls=1%",
                            "rtt_p50=", "3%,", "nan", "inf"}) {
    EXPECT_THROW((void)parsed({"--delta", delta}), UsageError) << delta;
  }
  for (const char* alpha : {"0", "1", "0.5", "-0.1", "x", "60%"}) {
    EXPECT_THROW((void)parsed({"--alpha", alpha}), UsageError) << alpha;
  }
  EXPECT_THROW((void)parsed({"--inconclusive", "maybe"}), UsageError);
  EXPECT_THROW((void)parsed({"--report", "text"}), UsageError);
  EXPECT_THROW((void)parsed({"--report", "xml=file"}), UsageError);
  EXPECT_THROW((void)parsed({"--only", "pipe,"}), UsageError);
}

TEST(VerdictOptions, TakeAlphaAsAPartOrInPercent) {
  EXPECT_DOUBLE_EQ(parsed({"--alpha", "0.01"}).rules.alpha, 0.01);
  EXPECT_DOUBLE_EQ(parsed({"--alpha", "1%"}).rules.alpha, 0.01);
}

TEST(VerdictOptions, AskForAnAllClearOnlyWhenTold) {
  EXPECT_FALSE(parsed({}).rules.clear);
  EXPECT_DOUBLE_EQ(parsed({"--clear", "10%"}).rules.clear.value(), 0.10);
  for (const char* limit : {"", "x", "0", "-1%", "100%", "inf"}) {
    EXPECT_THROW((void)parsed({"--clear", limit}), UsageError) << limit;
  }
}

TEST(VerdictOptions, RefuseAnAllClearBelowADelta) {
  const auto check = [](const std::vector<std::string>& arguments) {
    require_clear_above_deltas(parsed(arguments).rules);
  };
  EXPECT_NO_THROW(check({"--clear", "5%"}));
  EXPECT_THROW(check({"--clear", "4%"}), UsageError) << "a stream may change by 5 %";
  EXPECT_NO_THROW(check({"--clear", "4%", "--delta", "throughput=4%"}));
  EXPECT_THROW(check({"--clear", "4%", "--delta", "rtt_p50=6%,throughput=4%"}), UsageError);
}

TEST(VerdictOptions, TakeSeveralReports) {
  const auto reports = parsed({"--report", "text=a", "--report", "text=b"}).reports;
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_EQ(reports[1].file, "b");
}

TEST(Only, SelectsCellsAndMetrics) {
  const Only only = parsed({"--only", "unix_*,stream/tcp/*,rtt_*"}).only;
  EXPECT_TRUE(only.wants(cell("unix_stream")));
  EXPECT_TRUE(only.wants(cell("tcp", Pattern::stream)));
  EXPECT_FALSE(only.wants(cell("tcp")));
  EXPECT_TRUE(only.wants_metric("rtt_p99"));
  EXPECT_FALSE(only.wants_metric("throughput"));
}

TEST(Only, WantsEverythingOfAKindThatIsNotNamed) {
  EXPECT_TRUE(parsed({"--only", "rtt_p50"}).only.wants(cell("pipe")));
  EXPECT_TRUE(parsed({"--only", "pipe"}).only.wants_metric("syscalls"));
}

TEST(Only, KnowsARowWithSettingsByItsName) {
  Cell with_capacity = cell("pipe");
  with_capacity.settings.set("capacity", "4096");
  EXPECT_TRUE(parsed({"--only", "pipe[capacity=4096]"}).only.wants(with_capacity));
  EXPECT_FALSE(parsed({"--only", "pipe[capacity=4096]"}).only.wants(cell("pipe")));
}

TEST(Only, MustMatchSomething) {
  const Only only = parsed({"--only", "pip"}).only;
  EXPECT_THROW(only.require_matches({cell("pipe")}), UsageError);
  EXPECT_NO_THROW(parsed({"--only", "pipe"}).only.require_matches({cell("pipe")}));
}

TEST(Only, OfStoredResultsMustBeWhatTheyHave) {
  EXPECT_THROW(parsed({"--only", "switches"}).only.require_stored_metrics(), UsageError);
  EXPECT_THROW(parsed({"--only", "rtt_p50,faul*"}).only.require_stored_metrics(), UsageError);
  // syscalls is one of those that it matches.
  EXPECT_NO_THROW(parsed({"--only", "s*"}).only.require_stored_metrics());
  EXPECT_NO_THROW(parsed({"--only", "pipe"}).only.require_stored_metrics());
}

TEST(ExitCode, FollowsTheVerdict) {
  EXPECT_EQ(exit_code_of(with(Verdict::equivalent), {}), 0);
  EXPECT_EQ(exit_code_of(with(Verdict::improvement), {}), 0);
  EXPECT_EQ(exit_code_of(with(Verdict::regression), {}), 1);
  EXPECT_EQ(exit_code_of(with(Verdict::error), {}), 2);
  EXPECT_EQ(exit_code_of(with(Verdict::inconclusive), {}), 3);
  EXPECT_EQ(exit_code_of(with(Verdict::skipped), {}), 3);
}

TEST(ExitCode, PrefersErrorsThenWhatIsNotComparable) {
  Comparison comparison = with(Verdict::regression);
  comparison.incomparable = {"kernel"};
  EXPECT_EQ(exit_code_of(comparison, {}), 4);
  comparison.verdict = Verdict::error;
  EXPECT_EQ(exit_code_of(comparison, {}), 2);
  comparison.interrupted_by = 15;
  EXPECT_EQ(exit_code_of(comparison, {}), 143);
}

TEST(ExitCode, IsChangedByThePolicyWhichIsSaid) {
  const VerdictOptions warn{.warn_only = true};
  EXPECT_EQ(exit_code_of(with(Verdict::regression), warn), 0);
  EXPECT_NE(policy_note(with(Verdict::regression), warn), "");
  EXPECT_EQ(policy_note(with(Verdict::equivalent), warn), "");
  EXPECT_EQ(exit_code_of(with(Verdict::inconclusive), warn), 3);
  EXPECT_EQ(exit_code_of(with(Verdict::error), warn), 2);
  const VerdictOptions pass{.inconclusive = VerdictOptions::Inconclusive::pass};
  EXPECT_EQ(exit_code_of(with(Verdict::inconclusive), pass), 0);
  EXPECT_NE(policy_note(with(Verdict::inconclusive), pass), "");
  EXPECT_EQ(exit_code_of(with(Verdict::regression), pass), 1);
}

TEST(Baselines, HaveNamesThatCannotBePaths) {
  for (const char* name : {"main", "v1.2_x-3", "0"}) {
    EXPECT_NO_THROW(require_baseline_name("--baseline", name)) << name;
  }
  for (const char* name :
       {"", ".", "..", "../x", "a/b", "/etc", ".hidden", "-x", "a b", "a\n", "\xc3\xa4"}) {
    EXPECT_THROW(require_baseline_name("--baseline", name), UsageError) << name;
  }
  EXPECT_THROW(require_baseline_name("--baseline", std::string(101, 'a')), UsageError);
}

}  // namespace
}  // namespace ipcbench
