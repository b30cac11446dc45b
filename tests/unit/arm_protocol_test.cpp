// The lines between a controller and its arms: what is written is read back, rubbish is refused.
#include "harness/arm_protocol.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <random>

#include "base/plain_text.hpp"

namespace ipcbench {
namespace {

/// What is wrong with a line, or nothing.
std::string complaint(std::string_view text) {
  const auto line = parse_arm_line(text);
  return line ? "" : line.error();
}

TEST(ArmLine, EveryLineOfTheReferenceIsReadBackAsItWasWritten) {
  const ArmLine lines[] = {
      {.word = "hello", .values = {{"oldest", "1"}, {"newest", "1"}}},
      {.word = "warm_up", .values = {{"ns", "3000000"}, {"deadline_ns", "30000000000"}}},
      {.word = "slice", .values = {{"warmup", "16"}, {"messages", "1060"}}},
      {.word = "distance"},
      {.word = "count"},
      {.word = "close"},
      {.word = "quit"},
      {.word = "ok", .values = {{"protocol", "1"}, {"commit", "6cc4 with changes"}}},
      {.word = "ok", .values = {{"build_flags", "-O3 -DX=\"50 %\"\n"}, {"empty", ""}}},
      {.word = "unsupported", .text = "no mechanism 'pie'"},
      {.word = "error", .text = "client killed by signal 9 (Killed): 100% = a b"},
      {.word = "error"},
  };
  for (const ArmLine& line : lines) {
    const std::string text = to_text(line);
    const auto again = parse_arm_line(text);
    ASSERT_TRUE(again) << text << ": " << again.error();
    EXPECT_EQ(*again, line) << text;
  }
}

TEST(ArmLine, TheConversationInTheReferenceIsOne) {
  std::ifstream reference(IPCBENCH_SOURCE "/docs/arm-protocol.md");
  std::size_t questions = 0, answers = 0;
  for (std::string text; std::getline(reference, text);) {
    const bool asks = text.starts_with("    > ");
    if (!asks && !text.starts_with("    < ")) continue;
    const auto line = parse_arm_line(std::string_view(text).substr(6));
    ASSERT_TRUE(line) << text << ": " << line.error();
    ++(asks ? questions : answers);
    EXPECT_TRUE(line->word != "open" || open_request_of(*line)) << text;
    EXPECT_TRUE(asks || !line->find("messages") || slice_of(*line)) << text;
  }
  EXPECT_GE(questions, 9U);
  EXPECT_EQ(answers, questions - 1) << "all but quit are answered";
}

TEST(ArmLine, AnyValueOfAnyBytesIsReadBackAsItWasWritten) {
  std::mt19937 random(1);
  for (int i = 0; i < 5'000; ++i) {
    ArmLine line{.word = "ok"};
    for (auto key = random() % 5; key > 0; --key) {
      std::string value(random() % 40, '\0');
      for (char& c : value) c = static_cast<char>(random());
      line.values.emplace_back("key." + std::to_string(key), value);
    }
    const std::string text = to_text(line);
    for (const char c : text) ASSERT_TRUE(c >= 0x20 && c < 0x7f);
    const auto again = parse_arm_line(text);
    ASSERT_TRUE(again) << again.error();
    ASSERT_EQ(*again, line);
  }
}

TEST(ArmLine, AReasonIsTheRestOfTheLineAndKeepsItsSignsOfEqualityAndSpaces) {
  const auto line = parse_arm_line("error a=1  a=1 is 100% wrong");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->text, "a=1  a=1 is 100% wrong");
  EXPECT_TRUE(line->values.empty());
}

TEST(ArmLine, AReasonOfSeveralLinesBecomesOneThatFits) {
  const ArmLine line{.word = "error", .text = "first\nsecond\t" + std::string(10'000, 'x')};
  const std::string text = to_text(line);
  EXPECT_EQ(text.size(), longest_arm_line);
  EXPECT_TRUE(text.starts_with("error first second x"));
  EXPECT_TRUE(parse_arm_line(text));
}

TEST(ArmLine, KeysThatNobodyKnowsArePassedOver) {
  const auto line = parse_arm_line("warm_up colour=blue ns=5 set.x=1");
  ASSERT_TRUE(line);
  EXPECT_EQ(count_in(*line, "ns"), 5U);
}

TEST(ArmLine, RubbishIsRefusedWithTheReason) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(complaint(""), "an empty line");
  EXPECT_EQ(complaint(" "), "it does not begin with a word");
  EXPECT_EQ(complaint(" ok"), "it does not begin with a word");
  EXPECT_EQ(complaint("Segmentation fault (core dumped)"), "'fault' is no key=value");
  EXPECT_EQ(complaint("{\"ok\":1}"), "it does not begin with a word");
  EXPECT_EQ(complaint("ok "), "a space at its end");
  EXPECT_EQ(complaint("ok a=1 "), "a space at its end");
  EXPECT_EQ(complaint("ok  a=1"), "'' is no key=value");
  EXPECT_EQ(complaint("ok a"), "'a' is no key=value");
  EXPECT_EQ(complaint("ok =1"), "'=1' is no key=value");
  EXPECT_EQ(complaint("ok a=1 b=2 a=3"), "'a' twice");
  EXPECT_EQ(complaint("ok\ta=1"), "a control character");
  EXPECT_EQ(complaint("ok a=1\r"), "a control character");
  EXPECT_EQ(complaint("ok a=\0"sv), "a control character");
  EXPECT_EQ(complaint("error red \033[31m"), "a control character");
  EXPECT_EQ(complaint("ok a=50%"), "a '%' of 'a' is not followed by two hex digits");
  EXPECT_EQ(complaint("ok a=%4"), "a '%' of 'a' is not followed by two hex digits");
  EXPECT_EQ(complaint("ok a=%x4"), "a '%' of 'a' is not followed by two hex digits");
  EXPECT_EQ(complaint("ok a=%-4"), "a '%' of 'a' is not followed by two hex digits");
}

TEST(ArmLine, TheLongestLineIsReadAndOneByteMoreIsNot) {
  const std::string longest = "ok a=" + std::string(longest_arm_line - 5, 'x');
  EXPECT_EQ(complaint(longest), "");
  EXPECT_EQ(complaint(longest + "x"), "longer than 4096 bytes");
}

TEST(ArmLine, ALineOfNothingButKeysIsRefused) {
  std::string text = "ok";
  for (int i = 0; i < 200; ++i) text += " k" + std::to_string(i) + "=";
  EXPECT_EQ(complaint(text), "more than 128 keys");
}

ArmLine with_value(std::string value) {
  return {.word = "ok", .values = {{"n", std::move(value)}}};
}

TEST(ArmNumbers, AreReadWholeOrNotAtAll) {
  EXPECT_EQ(count_in(with_value("18446744073709551615"), "n"),
            std::numeric_limits<std::uint64_t>::max());
  for (const char* text :
       {"", "18446744073709551616", "-1", "+1", "1.5", "1e3", "0x10", " 1", "1 ", "1k", "nan"}) {
    EXPECT_FALSE(count_in(with_value(text), "n")) << text;
  }
  EXPECT_EQ(amount_in(with_value("1.5e3"), "n"), 1500.0);
  for (const char* text : {"", "nan", "inf", "-inf", "-1", "1e999", "1,5", "1.5x", "infinity"}) {
    EXPECT_FALSE(amount_in(with_value(text), "n")) << text;
  }
  EXPECT_EQ(count_in({.word = "slice"}, "n").error(), "'slice' has no n");
  EXPECT_EQ(count_in(with_value("\033[2J"), "n").error(),
            "n is '\xef\xbf\xbd[2J', which is no number that it can be");
}

SliceFigures some_slice(std::mt19937_64& random) {
  std::lognormal_distribution<double> time(8, 4);
  const std::uint64_t messages = random() % 100'000 + 1;
  return {.messages = messages,
          .received = messages - random() % messages,
          .elapsed_ns = time(random),
          .p50_ns = time(random),
          .p90_ns = time(random),
          .p99_ns = time(random),
          .mean_ns = time(random),
          .cpu_ns = time(random),
          .voluntary_switches = random(),
          .involuntary_switches = random(),
          .faults = random(),
          .moved = random(),
          .pooled_messages = random(),
          .pooled_p99_ns = time(random)};
}

TEST(SliceFigures, CrossTheLineToTheLastBit) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 1'000; ++i) {
    const SliceFigures slice = some_slice(random);
    const auto line = parse_arm_line(to_text({.word = "ok", .values = values_of(slice)}));
    ASSERT_TRUE(line) << line.error();
    const auto again = slice_of(*line);
    ASSERT_TRUE(again) << again.error();
    ASSERT_EQ(*again, slice);
  }
}

TEST(SliceFigures, AreRefusedWithoutOneOfThemOrWithOneThatCannotBe) {
  std::mt19937_64 random(2);
  const auto values = values_of(some_slice(random));
  for (std::size_t i = 0; i < values.size(); ++i) {
    ArmLine line{.word = "ok", .values = values};
    line.values[i].second = "nan";
    EXPECT_NE(slice_of(line).error().find(values[i].first), std::string::npos);
    line.values.erase(line.values.begin() + static_cast<std::ptrdiff_t>(i));
    const auto without = slice_of(line);
    const bool may_be_left_out =
        values[i].first == "moved" || values[i].first.starts_with("pooled_");
    ASSERT_EQ(without.has_value(), may_be_left_out) << values[i].first;
    if (may_be_left_out) continue;
    EXPECT_EQ(without.error(), "'ok' has no " + values[i].first);
  }
  const auto more = values_of({.messages = 5, .received = 6});
  EXPECT_EQ(slice_of({.word = "ok", .values = more}).error(), "6 of 5 messages received");
}

Cell some_cell() {
  Cell cell{.pattern = Pattern::stream,
            .mechanism = "unix_stream",
            .message_bytes = 65'536,
            .placement = {}};
  cell.settings.set("sndbuf", "4096");
  cell.settings.set("odd", "a b=c%");
  return cell;
}

TEST(OpenLine, SaysTheCellAndTheCpus) {
  const std::string text = to_text(open_line(some_cell(), {.client = 0, .server = 7}));
  EXPECT_EQ(text,
            "open pattern=stream mechanism=unix_stream size=65536 client=0 server=7 "
            "set.odd=a%20b=c%25 set.sndbuf=4096");
  const auto request = open_request_of(*parse_arm_line(text));
  ASSERT_TRUE(request) << request.error();
  EXPECT_EQ(request->cell.name(), some_cell().name());
  EXPECT_EQ(request->cell.settings, some_cell().settings);
  EXPECT_EQ(request->cpus.client, 0);
  EXPECT_EQ(request->cpus.server, 7);
}

TEST(OpenLine, NamesNoCpusWhereTheSchedulerIsFree) {
  const auto line = open_line(some_cell(), {});
  EXPECT_FALSE(line.find("client") || line.find("server"));
  EXPECT_FALSE(open_request_of(line)->cpus.client);
}

TEST(OpenLine, IsRefusedWithTheReasonIfSomethingIsMissingOrWrong) {
  const auto why = [](std::string_view text) {
    const auto request = open_request_of(*parse_arm_line(text));
    return request ? "" : request.error();
  };
  EXPECT_EQ(why("open mechanism=pipe size=64"), "'open' has no pattern");
  EXPECT_EQ(why("open pattern=zigzag mechanism=pipe size=64"), "no pattern 'zigzag'");
  EXPECT_EQ(why("open pattern=stream size=64"), "'open' has no mechanism");
  EXPECT_EQ(why("open pattern=stream mechanism=pipe"), "'open' has no size");
  EXPECT_EQ(why("open pattern=stream mechanism=pipe size=4k"),
            "size is '4k', which is no number that it can be");
  EXPECT_EQ(why("open pattern=stream mechanism=pipe size=4 client=99999999999"),
            "no cpu is called 99999999999");
}

TEST(ArmLine, ATextIsCutBetweenCharacters) {
  std::string text;
  while (text.size() < longest_arm_line) text += "é";
  const std::string line = to_text({.word = "error", .text = text});
  EXPECT_LE(line.size(), longest_arm_line);
  EXPECT_GE(line.size(), longest_arm_line - 1);
  EXPECT_EQ(valid_utf8(line), line);
}

}  // namespace
}  // namespace ipcbench
