// What users type: sizes, times, names, and what they are told when it is wrong.
#include "bench/arguments.hpp"

#include <gtest/gtest.h>

#include <string>

#include "bench/usage_error.hpp"

namespace ipcbench {
namespace {

using Sizes = std::vector<std::size_t>;

template <class Action>
std::string complaint(const Action& action) {
  try {
    action();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(none)";
}

TEST(Sizes, AreReadWithUnitsSortedAndOnce) {
  EXPECT_EQ(parse_sizes("64,4k,1M"), (Sizes{64, 4096, 1048576}));
  EXPECT_EQ(parse_sizes("4K,1,4096,1k"), (Sizes{1, 1024, 4096}));
  EXPECT_EQ(parse_sizes("64M"), (Sizes{67108864}));
}

TEST(Sizes, RangesMultiplyOrAdd) {
  EXPECT_EQ(parse_sizes("1:1k:*4"), (Sizes{1, 4, 16, 64, 256, 1024}));
  EXPECT_EQ(parse_sizes("64:300:+64"), (Sizes{64, 128, 192, 256}));
  EXPECT_EQ(parse_sizes("8:8:*2,3"), (Sizes{3, 8}));
}

TEST(Sizes, AreRefusedWithTheReason) {
  const auto said = [](const char* text) { return complaint([&] { (void)parse_sizes(text); }); };
  EXPECT_EQ(said("0"), "message size 0 is out of range (1 to 64M bytes)");
  EXPECT_EQ(said("65M"), "message size 65M is out of range (1 to 64M bytes)");
  EXPECT_EQ(said("99999999999G"), "message size 99999999999G is out of range (1 to 64M bytes)");
  EXPECT_EQ(said("1:0:*2"), "message size 0 is out of range (1 to 64M bytes)");
  EXPECT_EQ(said("64:8:*2"), "the range 64:8:*2 is empty: 64 is above 8");
  EXPECT_EQ(said("1:8:*1"), "the range 1:8:*1 never ends (a factor is 2 or more)");
  EXPECT_EQ(said("1:8:+0"), "the range 1:8:+0 never ends (a step is 1 or more)");
  EXPECT_EQ(said("1:1M:+1"), "the range 1:1M:+1 has more than 100 sizes");
  for (const char* wrong : {"", "-5", "abc", "4kk", "1.5k", "k", "64,", "99999999999999999999"}) {
    EXPECT_NE(said(wrong).find("is no message size"), std::string::npos) << wrong;
  }
  for (const char* wrong : {"1:2", "1:2:3", "1:2:*", "::", "1:2:/2", "1:2:*2:3"}) {
    EXPECT_NE(said(wrong).find("is no range of sizes"), std::string::npos) << wrong;
  }
}

TEST(Durations, AreReadWithUnits) {
  using namespace std::chrono_literals;
  EXPECT_EQ(parse_duration("60s"), 60s);
  EXPECT_EQ(parse_duration("90"), 90s);
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("1.5m"), 90s);
  EXPECT_EQ(parse_duration("24h"), 24h);
  for (const char* wrong : {"", "0", "0s", "-3s", "nan", "inf", "abc", "5y", "25h", "1e30", "s"}) {
    EXPECT_NE(complaint([&] { (void)parse_duration(wrong); }).find("is no time"), std::string::npos)
        << wrong;
  }
}

TEST(Names, AreSelectedInTheOrderOfTheCatalogue) {
  const std::vector<std::string_view> all = {"pipe", "unix_stream", "unix_dgram", "tcp"};
  EXPECT_EQ(select_names("tcp,unix_*", all),
            (std::vector<std::string_view>{"unix_stream", "unix_dgram", "tcp"}));
  EXPECT_EQ(select_names("*", all), all);
}

TEST(Names, AreRefusedWithTheNearestOne) {
  const std::vector<std::string_view> all = {"pipe", "unix_stream", "posix_mq"};
  const auto said = [&](const char* text) {
    return complaint([&] { (void)select_names(text, all); });
  };
  EXPECT_EQ(said("pip"), "no mechanism 'pip', did you mean 'pipe'? (see: ipcbench list)");
  EXPECT_EQ(said("pipe,posixmq"),
            "no mechanism 'posixmq', did you mean 'posix_mq'? (see: ipcbench list)");
  EXPECT_EQ(said("carrier_pigeon"), "no mechanism 'carrier_pigeon' (see: ipcbench list)");
  EXPECT_EQ(said("zz*"), "no mechanism matches 'zz*' (see: ipcbench list)");
}

TEST(Patterns, AreReadAndRefused) {
  EXPECT_EQ(parse_patterns("stream,round_trip,stream"),
            (std::vector{Pattern::stream, Pattern::round_trip}));
  EXPECT_EQ(complaint([] { (void)parse_patterns("steam"); }),
            "no pattern 'steam' (round_trip, stream), did you mean 'stream'?");
}

TEST(Placements, OfCpusThatAreNotAllowedAreRefused) {
  const Topology two = *Topology::synthetic("core:2 pu:1");
  EXPECT_EQ(parse_placements("same,1:0", two).size(), 2U);
  EXPECT_EQ(complaint([&] { (void)parse_placements("0:7", two); }),
            "placement 0:7: cpu 7 is not allowed (allowed: 0-1)");
}

}  // namespace
}  // namespace ipcbench
