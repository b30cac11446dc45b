// Text from outside: valid UTF-8, and nothing that a terminal obeys.
#include "base/plain_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace ipcbench {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view replaced = "\xef\xbf\xbd";

TEST(PlainText, ReplacesWhatIsNoUtf8AndKeepsTheRest) {
  EXPECT_EQ(valid_utf8("aé€😀"), "aé€😀");
  const std::string bad = "\xef\xbf\xbd";
  EXPECT_EQ(valid_utf8("\xff|\xc0\x80|\xe2\x82"), bad + "|" + bad + bad + "|" + bad + bad);
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), bad + bad + bad);
  EXPECT_EQ(valid_utf8("\xf4\x90\x80\x80"), bad + bad + bad + bad);
  EXPECT_EQ(valid_utf8("\xef\xbf\xbf"), bad);
}

TEST(PlainText, IsOneLineAndCutBetweenCharacters) {
  EXPECT_EQ(plain_line("a\nb\x01"), "a b\xef\xbf\xbd");
  EXPECT_EQ(plain_line("éééééé", 5), "éé...");
  EXPECT_EQ(plain_line("ééééé", 5), "ééééé");
}

TEST(PlainText, KeepsATerminalFromBeingDrivenByAnotherProgram) {
  const std::string bad(replaced);
  EXPECT_EQ(printable("a\033[31mb\x7f"), "a" + bad + "[31mb" + bad);
  EXPECT_EQ(printable("nul\0"sv), "nul" + bad);
  // Some terminals obey U+009B, and others the bare byte.
  EXPECT_EQ(printable("\xc2\x9b|\x9b|\xc2\xa0"), bad + "|" + bad + "|\xc2\xa0");
}

TEST(PlainText, BlanksOfALineArePlainOnesUnlessLinesAreAskedFor) {
  EXPECT_EQ(printable("a\tb\r\nc"), "a b  c");
  EXPECT_EQ(printable_lines("a\tb\r\nc\033"), "a\tb \nc" + std::string(replaced));
}

TEST(PlainText, WhatFitsIntoBytesEndsBetweenCharacters) {
  EXPECT_EQ(bytes_that_fit("aé€", 9), 6U);
  EXPECT_EQ(bytes_that_fit("aé€", 5), 3U);
  EXPECT_EQ(bytes_that_fit("aé€", 2), 1U);
  EXPECT_EQ(bytes_that_fit("€", 2), 0U);
}

}  // namespace
}  // namespace ipcbench
