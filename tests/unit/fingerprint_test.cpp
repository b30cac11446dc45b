// What keeps two results from being compared, and what does not.
#include "results/fingerprint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_up_runs.hpp"

namespace ipcbench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

RunResult with(std::string_view fact, const std::string& value) {
  RunResult run = RunMaker(1).run(0);
  for (auto& [name, was] : run.environment) {
    if (name == fact) was = value;
  }
  return run;
}

RunResult plain() {
  return RunMaker(1).run(0);
}

TEST(Fingerprint, IsTheSameWhereOnlyBuildAndHourDiffer) {
  for (const char* fact : {"ipcbench", "commit", "load_average"}) {
    const auto differences = fingerprint_differences(plain(), with(fact, "another"));
    EXPECT_THAT(differences.fatal, IsEmpty()) << fact;
    EXPECT_THAT(differences.noted, IsEmpty()) << fact;
    EXPECT_EQ(fingerprint_of(plain().environment), fingerprint_of(with(fact, "x").environment));
  }
}

TEST(Fingerprint, DiffersWithTheMachine) {
  for (const char* fact : {"cpu", "kernel", "governor"}) {
    EXPECT_FALSE(fingerprint_differences(plain(), with(fact, "another")).comparable()) << fact;
    EXPECT_NE(fingerprint_of(plain().environment), fingerprint_of(with(fact, "x").environment));
  }
  EXPECT_THAT(fingerprint_differences(plain(), with("kernel", "6.1.0")).fatal,
              ElementsAre("kernel: A has 6.18.44, B has 6.1.0"));
}

TEST(Fingerprint, DiffersWithAMitigationAndALimit) {
  for (const char* fact : {"vulnerability.spectre_v2", "net.core.wmem_default"}) {
    RunResult a = plain();
    RunResult b = plain();
    a.environment.emplace_back(fact, "1");
    b.environment.emplace_back(fact, "2");
    EXPECT_FALSE(fingerprint_differences(a, b).comparable()) << fact;
  }
}

TEST(Fingerprint, NotesAnotherHostAndGoesOn) {
  const auto differences = fingerprint_differences(plain(), with("host", "other"));
  EXPECT_TRUE(differences.comparable());
  EXPECT_THAT(differences.noted, ElementsAre("host: A has vm, B has other"));
  EXPECT_EQ(fingerprint_of(plain().environment), fingerprint_of(with("host", "o").environment));
}

TEST(Fingerprint, OfAnOlderBuildMayLackFacts) {
  RunResult newer = plain();
  newer.environment.emplace_back("smt", "on");
  newer.environment.emplace_back("something.new", "7");
  const auto differences = fingerprint_differences(plain(), newer);
  EXPECT_TRUE(differences.comparable());
  EXPECT_THAT(differences.noted,
              ElementsAre("smt: not recorded in A", "something.new: not recorded in A"));
}

TEST(Fingerprint, WithoutACpuIsNone) {
  RunResult a = plain();
  a.environment.clear();
  EXPECT_FALSE(fingerprint_differences(a, plain()).comparable());
  EXPECT_FALSE(fingerprint_differences(a, a).comparable());
}

TEST(Fingerprint, ForbidsTrialsOfVeryDifferentLength) {
  RunResult a = plain();
  RunResult b = plain();
  a.settings.plan.measured = 20ms;
  b.settings.plan.measured = 25ms;
  EXPECT_TRUE(fingerprint_differences(a, b).comparable());
  EXPECT_THAT(fingerprint_differences(a, b).noted,
              ElementsAre("length of a trial: A has 20 ms, B has 25 ms"));
  b.settings.plan.measured = 200ms;
  EXPECT_FALSE(fingerprint_differences(a, b).comparable());
}

TEST(Fingerprint, DoesNotDependOnTheOrderOfFacts) {
  Environment turned = plain().environment;
  std::ranges::reverse(turned);
  EXPECT_EQ(fingerprint_of(plain().environment), fingerprint_of(turned));
  EXPECT_EQ(fingerprint_of(turned).size(), 12U);
}

}  // namespace
}  // namespace ipcbench
