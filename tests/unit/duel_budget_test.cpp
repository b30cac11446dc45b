// How many fresh rounds a duel has time for.
#include "bench/duel_budget.hpp"

#include <gtest/gtest.h>

namespace ipcbench {
namespace {

using std::chrono::seconds;

TEST(FreshRounds, AreThoseOfTheRulesUnlessAnAllClearIsAskedFor) {
  ComparisonRules rules;
  EXPECT_EQ(fresh_rounds(seconds(45), 1, rules), 15U);
  rules.clear = 0.10;
  EXPECT_EQ(fresh_rounds(seconds(45), 1, rules), 30U);
  EXPECT_EQ(fresh_rounds(seconds(45), 10, rules), 26U) << "of 60 ms and eleven visits of 150";
  EXPECT_EQ(fresh_rounds(seconds(45), 30, rules), 15U);
}

}  // namespace
}  // namespace ipcbench
