// An arm's own side, without a process around it: what it answers to which line.
#include "harness/arm_server.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>

#include "bench/mechanisms.hpp"
#include "tests/harness/fake_transports.hpp"

namespace ipcbench {
namespace {

using namespace testing_fakes;

class ArmServerTest : public testing::Test {
 protected:
  void SetUp() override { EXPECT_TRUE(ask("hello oldest=1 newest=1").starts_with("ok ")); }
  void TearDown() override {
    EXPECT_FALSE(server_.answer_to("quit"));
    EXPECT_TRUE(::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD);
  }

  std::string ask(std::string_view line) { return server_.answer_to(line).value_or("(nothing)"); }
  ArmLine read(std::string_view line) { return parse_arm_line(ask(line)).value_or(ArmLine{}); }

  static const Mechanism* find(std::string_view name) {
    static const Mechanism hangs = erase<Fake<Hangs>>();
    static const Mechanism crashes = erase<Fake<Crashes>>();
    static const Mechanism corrupts = erase<Fake<Corrupts>>();
    if (name == "hangs") return &hangs;
    if (name == "crashes") return &crashes;
    if (name == "corrupts") return &corrupts;
    return find_mechanism(name);
  }

  Scratch scratch_ = *Scratch::create();
  ArmServer server_{
      {.find_mechanism = find, .scratch = &scratch_, .facts = {{"commit", "abc with changes"}}}};
};

constexpr std::string_view opens_pipe = "open pattern=round_trip mechanism=pipe size=64";

TEST_F(ArmServerTest, GreetsWithTheNewestVersionThatBothSpeak) {
  EXPECT_EQ(ask("hello oldest=1 newest=1"),
            "ok protocol=1 oldest=1 newest=1 commit=abc%20with%20changes");
  EXPECT_EQ(read("hello oldest=1 newest=7").find("protocol"), "1");
}

TEST(ArmServerFacts, ThatAreLongAreCutSoThatTheLineIsNot) {
  Scratch scratch = *Scratch::create();
  // A blank takes three bytes of a line.
  const std::string flags(3'000, ' ');
  ArmServer server({.find_mechanism = find_mechanism,
                    .scratch = &scratch,
                    .facts = {{"version", flags},
                              {"commit", flags},
                              {"compiler", flags},
                              {"build_type", flags},
                              {"build_flags", "-O3 " + flags}}});
  const auto hello = parse_arm_line(server.answer_to("hello oldest=1 newest=1").value_or(""));
  ASSERT_TRUE(hello) << hello.error();
  const auto told = hello->find("build_flags").value_or("");
  EXPECT_TRUE(told.starts_with("-O3 ") && told.ends_with(" ...")) << told;
  EXPECT_GT(told.size(), 200U);
}

TEST_F(ArmServerTest, NamesItsVersionsWhereNoneIsInCommonAndServesNobody) {
  const ArmLine answer = read("hello oldest=2 newest=7 tongue=latin");
  EXPECT_EQ(answer.word, "ok");
  EXPECT_FALSE(answer.find("protocol"));
  EXPECT_EQ(answer.find("newest"), "1");
  EXPECT_EQ(ask(opens_pipe), "error 'open' before hello");
  EXPECT_EQ(ask("hello oldest=1"), "error 'hello' has no newest");
}

TEST_F(ArmServerTest, MeasuresSlicesWhoseQuantilesAreInOrder) {
  ASSERT_EQ(read(opens_pipe).word, "ok");
  EXPECT_GT(*amount_in(read("warm_up ns=1000000"), "ns_per_message"), 0);
  for (const std::uint64_t messages : {1U, 500U}) {
    const auto slice = slice_of(read("slice warmup=16 messages=" + std::to_string(messages)));
    ASSERT_TRUE(slice) << slice.error();
    EXPECT_EQ(slice->messages, messages);
    EXPECT_EQ(slice->received, messages);
    EXPECT_LE(slice->p50_ns, slice->p90_ns);
    EXPECT_LE(slice->p90_ns, slice->p99_ns);
    // Who waits for an answer sleeps.
    EXPECT_GT(slice->voluntary_switches, 0U);
    // The sum of all times is what has elapsed: nothing of the warm-up or an earlier slice is in
    // it.
    EXPECT_NEAR(slice->mean_ns * static_cast<double>(messages), slice->elapsed_ns, 1);
  }
}

TEST_F(ArmServerTest, PoolsTheSlicesOfACellAndNoOther) {
  for (const bool is_first : {true, false}) {
    ASSERT_EQ(read(opens_pipe).word, "ok") << is_first;
    for (const std::uint64_t so_far : {300U, 600U}) {
      const auto slice = slice_of(read("slice warmup=16 messages=300"));
      ASSERT_TRUE(slice) << slice.error();
      EXPECT_EQ(slice->pooled_messages, so_far);
      EXPECT_GE(slice->pooled_p99_ns, slice->p50_ns / 2);
      // The untimed ones cost switches, too; a round trip is two messages.
      EXPECT_GE(slice->moved, 2 * (300U + 16U));
    }
    ASSERT_EQ(read("close").word, "ok");
  }
}

TEST_F(ArmServerTest, CanDoEveryMechanismInBothPatterns) {
  for (const Mechanism& mechanism : all_mechanisms()) {
    // Two that spin may have one cpu here.
    if (mechanism.descriptor->waiting == Waiting::spins) continue;
    for (const char* pattern : {"round_trip", "stream"}) {
      const std::string cell = std::string("open pattern=") + pattern +
                               " mechanism=" + std::string(mechanism.descriptor->name) + " size=64";
      const ArmLine opened = read(cell);
      if (opened.word == "unsupported") continue;
      ASSERT_EQ(opened.word, "ok") << cell << ": " << opened.text;
      const auto slice = slice_of(read("slice warmup=4 messages=20"));
      ASSERT_TRUE(slice) << cell << ": " << slice.error();
      EXPECT_EQ(slice->messages, 20U) << cell;
      EXPECT_EQ(ask("close"), "ok");
    }
  }
}

TEST_F(ArmServerTest, SaysWhichPartOfACellItCannotDo) {
  EXPECT_EQ(ask("open pattern=stream mechanism=pie size=64"), "unsupported no mechanism 'pie'");
  EXPECT_EQ(ask("open pattern=stream mechanism=pipe size=0"),
            "unsupported a message of 0 bytes, not 1 to 67108864");
  EXPECT_EQ(ask("open pattern=stream mechanism=pipe size=99999999999"),
            "unsupported a message of 99999999999 bytes, not 1 to 67108864");
  EXPECT_EQ(ask("open pattern=stream mechanism=pipe size=64 set.colour=red"),
            "unsupported pipe has no setting 'colour'");
  EXPECT_EQ(ask("open pattern=stream mechanism=pipe size=64 set.capacity=large"),
            "unsupported capacity of pipe cannot be 'large'");
  EXPECT_EQ(ask("open pattern=stream mechanism=tcp size=64 set.nodelay=yes"),
            "unsupported nodelay of tcp cannot be 'yes'");
  // Above what the kernel allows to anybody.
  EXPECT_TRUE(ask("open pattern=stream mechanism=pipe size=64 set.capacity=1099511627776")
                  .starts_with("unsupported "));
}

TEST_F(ArmServerTest, SetsWhatItIsToldAndSaysWhatIsInEffect) {
  EXPECT_EQ(ask("open pattern=stream mechanism=pipe size=64 set.capacity=4096"),
            "ok effective.capacity=4096");
}

TEST_F(ArmServerTest, RefusesWhatMakesNoSenseAndGoesOn) {
  EXPECT_EQ(ask("slice warmup=1 messages=1"), "error 'slice' without an open cell");
  EXPECT_EQ(ask("dance"), "error 'dance' is not in this protocol");
  EXPECT_EQ(ask("ok"), "error 'ok' is not in this protocol");
  EXPECT_EQ(ask(""), "error not understood: an empty line");
  EXPECT_EQ(ask(std::string(10'000, 'x')), "error not understood: longer than 4096 bytes");
  EXPECT_EQ(ask("close"), "ok");
  for (const char* line :
       {"slice messages=1", "slice warmup=1", "slice warmup=0 messages=0",
        "slice warmup=0 messages=18446744073709551615", "warm_up", "warm_up ns=0",
        "warm_up ns=18446744073709551615", "distance deadline_ns=0", "slice warmup=-1 messages=1",
        "slice warmup=0 messages=nan"}) {
    ASSERT_EQ(read(opens_pipe).word, "ok");
    EXPECT_EQ(read(line).word, "error") << line;
    EXPECT_EQ(ask("distance"), "error 'distance' without an open cell") << line;
  }
  EXPECT_EQ(read(opens_pipe).word, "ok");
}

TEST_F(ArmServerTest, OneCellIsOpenAtATime) {
  ASSERT_EQ(read(opens_pipe).word, "ok");
  EXPECT_EQ(ask(opens_pipe), "error a cell is open already");
}

TEST_F(ArmServerTest, AFaultOfTheMechanismIsAnErrorOfTheCell) {
  EXPECT_EQ(ask("open pattern=round_trip mechanism=crashes size=64"),
            "error server exited with status 7");
  EXPECT_TRUE(ask("open pattern=round_trip mechanism=corrupts size=64")
                  .starts_with("error server: byte 32 of message 1 is "));
  EXPECT_EQ(read(opens_pipe).word, "ok");
}

TEST_F(ArmServerTest, AHangEndsAtTheDeadlineThatTheControllerNamed) {
  const std::string answer =
      ask("open pattern=round_trip mechanism=hangs size=64 deadline_ns=200000000");
  EXPECT_TRUE(answer.starts_with("error no answer from the ")) << answer;
  EXPECT_NE(answer.find("within 0.2 s"), std::string::npos) << answer;
}

}  // namespace
}  // namespace ipcbench
