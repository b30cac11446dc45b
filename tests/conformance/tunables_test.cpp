// What is set is in effect, read back from the kernel; what is not set is left alone.
#include <algorithm>

#include "harness/effective.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

constexpr std::size_t message_bytes = 1'000;

bool has_tunables(const MechanismUnderTest& mechanism) {
  return !mechanism.descriptor->tunables.empty();
}

/// A legal value that is nobody's default.
std::string unusual(const Tunable& tunable) {
  switch (tunable.kind) {
    case Tunable::Kind::bytes:
      return "8192";
    case Tunable::Kind::count:
      return "5";
    case Tunable::Kind::on_off:
      break;
  }
  return tunable.usually == "on" ? "off" : "on";
}

std::string value_in(const EffectiveSettings& effective, std::string_view name) {
  const auto found = std::ranges::find(effective, name, &Settings::Setting::first);
  return found == effective.end() ? "(none)" : found->second;
}

bool is_number(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// What the kernel says when this was set. Of a socket's buffer it reports twice the size.
std::string effect_of(const Tunable& tunable, const std::string& set) {
  const bool doubled = tunable.name == "sndbuf" || tunable.name == "rcvbuf";
  return doubled ? std::to_string(2 * std::stoull(set)) : set;
}

}  // namespace

using Tunables = Conformance;
INSTANTIATE_TEST_SUITE_P(, Tunables, each_that(has_tunables), by_name);

using StreamTunables = Conformance;
INSTANTIATE_TEST_SUITE_P(, StreamTunables, each_that(has_tunables, has_peer, is_reliable), by_name);

using Untouched = Conformance;
INSTANTIATE_TEST_SUITE_P(, Untouched, each_that(has_peer), by_name);

TEST_P(Tunables, AreDescribedForPeople) {
  for (const Tunable& tunable : descriptor().tunables) {
    EXPECT_FALSE(tunable.name.empty());
    EXPECT_FALSE(tunable.usually.empty()) << tunable.name;
    EXPECT_FALSE(tunable.summary.empty()) << tunable.name;
    EXPECT_EQ(tunable.name.find_first_of("=,;.[]/ "), std::string::npos)
        << tunable.name << ": these separate names";
  }
}

TEST_P(Tunables, AreInEffectOnBothSidesWhenSet) {
  for (const Tunable& tunable : descriptor().tunables) {
    SCOPED_TRACE(tunable.name);
    const std::string set = unusual(tunable);
    LinkOptions options = link_options(message_bytes);
    options.settings.set(tunable.name, set);
    if (!supported(options)) continue;
    Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
      const std::string effective = value_in(end.effective(), tunable.name);
      require(effective == effect_of(tunable, set),
              fmt::format("{} was set to {} and is {}", tunable.name, set, effective));
      Correspondent(end, message_bytes, side).converse(1, 3);
    });
    EXPECT_EQ(pair.complaint(), "");
  }
}

// Otherwise the test above would pass without anything being set.
TEST_P(Tunables, AreSomethingElseWhenNotSet) {
  const LinkOptions options = link_options(message_bytes);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
    for (const Tunable& tunable : descriptor().tunables) {
      const std::string usual = value_in(end.effective(), tunable.name);
      require(usual != "(none)", fmt::format("{} is not read back", tunable.name));
      require(usual != effect_of(tunable, unusual(tunable)),
              fmt::format("{} is {} without being set", tunable.name, usual));
    }
    Correspondent(end, message_bytes, side).converse(1, 3);
  });
  EXPECT_EQ(pair.complaint(), "");
}

TEST_P(StreamTunables, LetMessagesArriveWholeAndInOrder) {
  for (const Tunable& tunable : descriptor().tunables) {
    SCOPED_TRACE(tunable.name);
    LinkOptions options = link_options(message_bytes);
    options.settings.set(tunable.name, unusual(tunable));
    if (!supported(options)) continue;
    Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
      Correspondent(end, message_bytes, side).stream_both_ways(1, 200);
    });
    EXPECT_EQ(pair.complaint(), "");
  }
}

TEST_P(StreamTunables, CarryAStreamWithTheSmallestValue) {
  constexpr std::size_t bytes = 8;
  for (const Tunable& tunable : descriptor().tunables) {
    if (tunable.kind == Tunable::Kind::on_off) continue;
    SCOPED_TRACE(tunable.name);
    LinkOptions options = link_options(bytes);
    // A System V queue holds what it is set to, to the byte.
    options.settings.set(tunable.name, tunable.name == "queue_bytes" ? "8" : "1");
    if (!supported(options)) continue;
    Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
      Correspondent(end, bytes, side).stream_both_ways(1, 200);
    });
    EXPECT_EQ(pair.complaint(), "");
  }
}

TEST_P(Tunables, BeyondTheLimitOfTheMachineAreRefusedWithTheLimit) {
  for (const Tunable& tunable : descriptor().tunables) {
    if (tunable.kind == Tunable::Kind::on_off) continue;
    SCOPED_TRACE(tunable.name);
    LinkOptions options = link_options(1024 * 1024);
    const bool bytes = tunable.kind == Tunable::Kind::bytes;
    options.settings.set(tunable.name, bytes ? "1073741824" : "1000000");
    const auto reason = unsupported(options);
    ASSERT_TRUE(reason);
    EXPECT_TRUE(std::ranges::any_of(*reason, [](char c) { return c >= '0' && c <= '9'; }))
        << *reason;
  }
}

// What a participant answers has no room for more, and nothing of it may be cut off.
TEST_P(Untouched, TellsItsLongestAnswerWhole) {
  if (mechanism().end->effective == nullptr) {
    EXPECT_TRUE(descriptor().tunables.empty()) << "tunables that are not read back";
    return;
  }
  const LinkOptions options = link_options(1);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
    EffectiveSettings longest = end.effective();
    require(!longest.empty(), "nothing was read back");
    for (auto& [name, value] : longest) {
      if (is_number(value)) value = "18446744073709551615";
    }
    const Reply reply = reply_with(longest);
    require(reply.ok, reply.text);
    require(effective_in(reply) == longest, "it came back as something else");
    Correspondent(end, 1, side).converse(1, 3);
  });
  EXPECT_EQ(pair.complaint(), "");
}

}  // namespace ipcbench::conformance
