// What users say of an arm.
#include "bench/arm_text.hpp"

#include <gtest/gtest.h>

#include "bench/usage_error.hpp"

namespace ipcbench {
namespace {

using Words = std::vector<std::string>;

TEST(SplitWords, SeparatesAtBlanksAndKeepsWhatIsQuoted) {
  EXPECT_EQ(split_words("x", "  a  'b c' \"d 'e\" f\\ g '' h\\\\"),
            (Words{"a", "b c", "d 'e", "f g", "", "h\\"}));
  EXPECT_EQ(split_words("x", ""), Words{});
}

TEST(SplitWords, RefusesAQuoteThatNobodyCloses) {
  EXPECT_THROW((void)split_words("--arm-a", "env 'A=1"), UsageError);
}

TEST(ArmText, HasVariablesAWrapperAndSettingsInThisOrder) {
  const ArmText arm =
      parse_arm_text("--arm-a", "LD_PRELOAD=./x.so A= taskset -c 0,1 --set pipe.capacity=4k");
  ASSERT_EQ(arm.environment.size(), 2U);
  EXPECT_EQ(arm.environment[0], std::pair(std::string("LD_PRELOAD"), std::string("./x.so")));
  EXPECT_EQ(arm.environment[1], std::pair(std::string("A"), std::string()));
  EXPECT_EQ(arm.wrapper, (Words{"taskset", "-c", "0,1"}));
  ASSERT_EQ(arm.tunings.size(), 1U);
  EXPECT_EQ(arm.tunings[0].name, "capacity");
}

TEST(ArmText, MayBeOneOfItsPartsOnly) {
  EXPECT_EQ(parse_arm_text("x", "unshare -n").wrapper, (Words{"unshare", "-n"}));
  EXPECT_EQ(parse_arm_text("x", "--set=tcp.nodelay=off --set pipe.capacity=8k").tunings.size(), 2U);
  EXPECT_EQ(parse_arm_text("x", "env A=1 perf").wrapper, (Words{"env", "A=1", "perf"}));
}

TEST(ArmText, RefusesWhatAnArmCannotHave) {
  EXPECT_THROW((void)parse_arm_text("x", "--set pipe.capacity=4k,8k"), UsageError);
  EXPECT_THROW((void)parse_arm_text("x", "--set pipe.capacty=4k"), UsageError);
  EXPECT_THROW((void)parse_arm_text("x", "--set"), UsageError);
  EXPECT_THROW((void)parse_arm_text("x", "--set pipe.capacity=4k taskset"), UsageError);
}

}  // namespace
}  // namespace ipcbench
