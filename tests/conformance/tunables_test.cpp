// What is set is in effect, read back from the kernel; what is not set is left alone.
#include <algorithm>

#include "harness/effective.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

constexpr std::size_t message_bytes = 1'000;

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

constexpr auto has_tunables = []<class T>() { return !T::descriptor.tunables.empty(); };
constexpr auto has_lossless_tunables = []<class T>() {
  return has_tunables.operator()<T>() && is_reliable.operator()<T>();
};

template <class T>
using Tunables = Conformance<T>;
TYPED_TEST_SUITE(Tunables, Those<has_tunables>, ByName);

template <class T>
using StreamTunables = Conformance<T>;
TYPED_TEST_SUITE(StreamTunables, Those<has_lossless_tunables>, ByName);

template <class T>
using Untouched = Conformance<T>;
TYPED_TEST_SUITE(Untouched, All, ByName);

TYPED_TEST(Tunables, AreDescribedForPeople) {
  for (const Tunable& tunable : TypeParam::descriptor.tunables) {
    EXPECT_FALSE(tunable.name.empty());
    EXPECT_FALSE(tunable.usually.empty()) << tunable.name;
    EXPECT_FALSE(tunable.summary.empty()) << tunable.name;
    EXPECT_EQ(tunable.name.find_first_of("=,;.[]/ "), std::string::npos)
        << tunable.name << ": these separate names";
  }
}

TYPED_TEST(Tunables, AreInEffectOnBothSidesWhenSet) {
  for (const Tunable& tunable : TypeParam::descriptor.tunables) {
    SCOPED_TRACE(tunable.name);
    const std::string set = unusual(tunable);
    LinkOptions options = this->options(message_bytes);
    options.settings.set(tunable.name, set);
    if (!this->supported(options)) continue;
    Pair<TypeParam> pair(options, [&](auto& end, Side side) {
      const std::string effective = value_in(end.effective(), tunable.name);
      require(effective == effect_of(tunable, set),
              fmt::format("{} was set to {} and is {}", tunable.name, set, effective));
      Correspondent(end, message_bytes, side).converse(1, 3);
    });
    EXPECT_EQ(pair.complaint(), "");
  }
}

// Otherwise the test above would pass without anything being set.
TYPED_TEST(Tunables, AreSomethingElseWhenNotSet) {
  const LinkOptions options = this->options(message_bytes);
  if (const auto reason = unsupported_reason<TypeParam>(options)) GTEST_SKIP() << *reason;
  Pair<TypeParam> pair(options, [&](auto& end, Side side) {
    for (const Tunable& tunable : TypeParam::descriptor.tunables) {
      const std::string usual = value_in(end.effective(), tunable.name);
      require(usual != "(none)", fmt::format("{} is not read back", tunable.name));
      require(usual != effect_of(tunable, unusual(tunable)),
              fmt::format("{} is {} without being set", tunable.name, usual));
    }
    Correspondent(end, message_bytes, side).converse(1, 3);
  });
  EXPECT_EQ(pair.complaint(), "");
}

TYPED_TEST(StreamTunables, LetMessagesArriveWholeAndInOrder) {
  for (const Tunable& tunable : TypeParam::descriptor.tunables) {
    SCOPED_TRACE(tunable.name);
    LinkOptions options = this->options(message_bytes);
    options.settings.set(tunable.name, unusual(tunable));
    if (!this->supported(options)) continue;
    Pair<TypeParam> pair(options, [&](auto& end, Side side) {
      Correspondent(end, message_bytes, side).stream_both_ways(1, 200);
    });
    EXPECT_EQ(pair.complaint(), "");
  }
}

TYPED_TEST(StreamTunables, CarryAStreamWithTheSmallestValue) {
  constexpr std::size_t bytes = 8;
  for (const Tunable& tunable : TypeParam::descriptor.tunables) {
    if (tunable.kind == Tunable::Kind::on_off) continue;
    SCOPED_TRACE(tunable.name);
    LinkOptions options = this->options(bytes);
    // A System V queue holds what it is set to, to the byte.
    options.settings.set(tunable.name, tunable.name == "queue_bytes" ? "8" : "1");
    if (!this->supported(options)) continue;
    Pair<TypeParam> pair(options, [&](auto& end, Side side) {
      Correspondent(end, bytes, side).stream_both_ways(1, 200);
    });
    EXPECT_EQ(pair.complaint(), "");
  }
}

TYPED_TEST(Tunables, BeyondTheLimitOfTheMachineAreRefusedWithTheLimit) {
  for (const Tunable& tunable : TypeParam::descriptor.tunables) {
    if (tunable.kind == Tunable::Kind::on_off) continue;
    SCOPED_TRACE(tunable.name);
    LinkOptions options = this->options(1024 * 1024);
    const bool bytes = tunable.kind == Tunable::Kind::bytes;
    options.settings.set(tunable.name, bytes ? "1073741824" : "1000000");
    const auto reason = unsupported_reason<TypeParam>(options);
    ASSERT_TRUE(reason);
    EXPECT_TRUE(std::ranges::any_of(*reason, [](char c) { return c >= '0' && c <= '9'; }))
        << *reason;
  }
}

// What a participant answers has no room for more, and nothing of it may be cut off.
TYPED_TEST(Untouched, TellsItsLongestAnswerWhole) {
  using End = typename TypeParam::End;
  if constexpr (requires(const End& end) { end.effective(); }) {
    LinkOptions options = this->options(1);
    if (const auto reason = unsupported_reason<TypeParam>(options)) GTEST_SKIP() << *reason;
    Pair<TypeParam> pair(options, [&](auto& end, Side side) {
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
  } else {
    EXPECT_TRUE(TypeParam::descriptor.tunables.empty()) << "tunables that are not read back";
  }
}

}  // namespace ipcbench::conformance
