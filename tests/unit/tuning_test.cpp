// What `--set` takes, what it means for each mechanism, and what it refuses.
#include "bench/tuning.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "bench/mechanisms.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {
namespace {

/// "capacity=4096,..." of each variant.
std::vector<std::string> variants(std::string_view mechanism, std::string_view text) {
  std::vector<std::string> all;
  for (const Settings& settings : variants_of(mechanism, parse_tunings(text))) {
    std::string line;
    for (const auto& [name, value] : settings.all()) {
      line += fmt::format("{}{}={}", line.empty() ? "" : ",", name, value);
    }
    all.push_back(line);
  }
  return all;
}

std::string complaint(std::string_view text) {
  try {
    (void)parse_tunings(text);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(none)";
}

using Lines = std::vector<std::string>;

TEST(Tuning, MakesValuesCanonical) {
  EXPECT_EQ(variants("pipe", "pipe.capacity=1M"), Lines{"capacity=1048576"});
  EXPECT_EQ(variants("pipe", "pipe.capacity=64k"), Lines{"capacity=65536"});
  EXPECT_EQ(variants("posix_mq", "posix_mq.depth=7"), Lines{"depth=7"});
  for (const char* off : {"off", "no", "false", "0"}) {
    EXPECT_EQ(variants("tcp", std::string("tcp.nodelay=") + off), Lines{"nodelay=off"}) << off;
  }
  for (const char* on : {"on", "yes", "true", "1"}) {
    EXPECT_EQ(variants("tcp", std::string("tcp.nodelay=") + on), Lines{"nodelay=on"}) << on;
  }
}

TEST(Tuning, OfSeveralValuesIsAVariantEach) {
  EXPECT_EQ(variants("pipe", "pipe.capacity=default,8k,8192,1M"),
            (Lines{"", "capacity=8192", "capacity=1048576"}));
  EXPECT_EQ(variants("tcp", "tcp.nodelay=on,off,tcp.sndbuf=4k"),
            (Lines{"nodelay=on,sndbuf=4096", "nodelay=off,sndbuf=4096"}));
}

TEST(Tuning, LeavesOtherMechanismsAlone) {
  EXPECT_EQ(variants("fifo", "pipe.capacity=8k,1M"), Lines{""});
}

TEST(Tuning, ByAGlobIsForThoseThatHaveTheTunable) {
  const auto tunings = parse_tunings("*.sndbuf=64k");
  ASSERT_EQ(tunings.size(), 1U);
  for (const Mechanism& mechanism : all_mechanisms()) {
    bool has = false;
    for (const Tunable& tunable : mechanism.descriptor->tunables) has |= tunable.name == "sndbuf";
    const std::string_view name = mechanism.descriptor->name;
    const bool meant =
        std::ranges::find(tunings[0].mechanisms, name) != tunings[0].mechanisms.end();
    EXPECT_EQ(meant, has) << name;
  }
  EXPECT_GT(tunings[0].mechanisms.size(), 5U);
}

TEST(Tuning, ThatComesLaterCounts) {
  EXPECT_EQ(variants("udp", "*.sndbuf=64k,udp.sndbuf=4k"), Lines{"sndbuf=4096"});
  EXPECT_EQ(variants("udp", "*.sndbuf=64k,udp.sndbuf=default"), Lines{""});
}

TEST(Tuning, OfWhatIsNotThereIsRefusedWithAHint) {
  EXPECT_EQ(complaint("pip.capacity=1M"),
            "no mechanism 'pip', did you mean 'pipe'? (see: ipcbench list)");
  EXPECT_EQ(complaint("pipe.capcity=1M"),
            "pipe has no 'capcity', did you mean 'capacity'? (it has capacity)");
  EXPECT_EQ(complaint("null.depth=1"), "null has nothing to set (see: ipcbench list)");
  EXPECT_EQ(complaint("unix_*.capacity=1M"),
            "unix_* has no 'capacity' (it has sndbuf, rcvbuf, abstract)");
  EXPECT_EQ(complaint("pipe=1M"), "'pipe' names no tunable of a mechanism (such as pipe.capacity)");
  EXPECT_EQ(complaint(".capacity=1M"),
            "'.capacity' names no tunable of a mechanism (such as pipe.capacity)");
  EXPECT_EQ(complaint("pipe.capacity"), "'pipe.capacity' sets nothing (such as pipe.capacity=1M)");
  EXPECT_EQ(complaint(""), "'' sets nothing (such as pipe.capacity=1M)");
}

TEST(Tuning, ToNoValueOfItsKindIsRefused) {
  for (const char* wrong : {"", "0", "-1", "64q", "1.5k", "2G", "99999999999999999999", "on"}) {
    EXPECT_EQ(complaint(std::string("pipe.capacity=") + wrong),
              "pipe.capacity '" + std::string(wrong) +
                  "': a size such as 8192, 64k or 1M, up to 1G, is wanted");
  }
  for (const char* wrong : {"", "0", "1k", "1000001", "ten"}) {
    EXPECT_EQ(complaint(std::string("posix_mq.depth=") + wrong),
              "posix_mq.depth '" + std::string(wrong) + "': a number from 1 to 1000000 is wanted");
  }
  EXPECT_EQ(complaint("tcp.nodelay=maybe"), "tcp.nodelay 'maybe': on or off is wanted");
}

TEST(Tuning, OfMoreVariantsThanAnybodyReadsIsRefused) {
  std::string text = "tcp.nodelay=on,off,tcp.sndbuf=1";
  for (int i = 2; i <= 51; ++i) text += "," + std::to_string(i);
  EXPECT_THROW((void)variants_of("tcp", parse_tunings(text)), UsageError);
}

// A glob would set two different things otherwise.
TEST(Tunables, OfOneNameAreOfOneKind) {
  std::map<std::string_view, Tunable::Kind> kinds;
  for (const Mechanism& mechanism : all_mechanisms()) {
    for (const Tunable& tunable : mechanism.descriptor->tunables) {
      EXPECT_EQ(kinds.try_emplace(tunable.name, tunable.kind).first->second, tunable.kind)
          << mechanism.descriptor->name << "." << tunable.name;
    }
  }
  EXPECT_GE(kinds.size(), 7U);
}

}  // namespace
}  // namespace ipcbench
