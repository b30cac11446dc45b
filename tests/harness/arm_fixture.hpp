// Arms under test: started in one line, and nothing of them may be left after it.
#pragma once

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "harness/arm.hpp"

namespace ipcbench {

/// Before what a fake arm does wrong: it says hello, and `ok` to the first question.
inline constexpr std::string_view greets = "read hello; echo 'ok protocol=1'; ";
inline constexpr std::string_view opens = "read open; echo ok; ";

inline std::size_t open_descriptors() {
  const auto entries = std::filesystem::directory_iterator("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

class ArmTest : public testing::Test {
 protected:
  void SetUp() override {
    // Orphans of an arm become ours, so that we see whether they live.
    ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    descriptors_before = open_descriptors();
  }
  void TearDown() override {
    // What lives on keeps this waiting for ever.
    while (::waitpid(-1, nullptr, 0) > 0) {
    }
    EXPECT_EQ(errno, ECHILD);
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
    EXPECT_EQ(open_descriptors(), descriptors_before);
  }

  static ArmCommand shell(std::string_view first, std::string_view second = {},
                          std::string_view third = {}) {
    std::string script(first);
    script += second;
    script += third;
    return {.name = "B", .argv = {"sh", "-c", script}};
  }
  static ArmCommand real() { return {.name = "A", .argv = {IPCBENCH_EXECUTABLE, "arm"}}; }
  static ArmOutcome<Arm> start(const ArmCommand& command, const Interrupt* interrupt = nullptr) {
    return Arm::start(command, interrupt, std::chrono::seconds(20));
  }
  static Cell cell(std::string mechanism = "pipe", Pattern pattern = Pattern::round_trip) {
    return {.pattern = pattern,
            .mechanism = std::move(mechanism),
            .message_bytes = 64,
            .placement = {}};
  }

  static ArmFailure failure_of_start(const ArmCommand& command) {
    const auto arm = start(command);
    return arm ? ArmFailure{.reason = "it was started"} : arm.error();
  }
  /// Of the first slice, after a greeting and an opening that were fine.
  static ArmFailure failure_of_slice(const ArmCommand& command) {
    auto arm = start(command);
    if (!arm) return arm.error();
    if (const auto opened = arm->open(cell(), {}); !opened) return opened.error();
    const auto slice = arm->slice(0, 100);
    if (slice) return {.reason = "it was measured"};
    // Whatever was wrong, it is over, and says the same again.
    if (slice.error().kind == ArmFailure::Kind::dead) {
      EXPECT_FALSE(arm->alive());
      EXPECT_EQ(arm->distance_ns().error().reason, slice.error().reason);
    }
    return slice.error();
  }

  std::size_t descriptors_before = 0;
};

inline void expect_dead(const ArmFailure& failure, std::string_view reason) {
  EXPECT_EQ(failure.kind, ArmFailure::Kind::dead);
  EXPECT_EQ(failure.reason, reason);
}

}  // namespace ipcbench
