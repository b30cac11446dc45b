// How long a warm-up is, and what it says of a mechanism whose speed is known.
#include "harness/calibration.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace ipcbench {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

struct Course {
  unsigned slices = 0;
  std::uint64_t messages = 0;
  double ns_per_message = 0;
};

/// A warm-up of 3 ms of a mechanism that takes `ns` a message in the slice of this number (from 1).
Course warm_up(const std::function<double(unsigned)>& ns, std::optional<double> expected_ns = {}) {
  Calibration calibration(milliseconds(3), expected_ns);
  Course course;
  nanoseconds passed{0};
  while (!calibration.over() && course.slices < 1'000) {
    const std::uint64_t messages = calibration.messages();
    const Slice slice{.sent = messages,
                      .received = messages,
                      .elapsed_ns = static_cast<std::int64_t>(static_cast<double>(messages) *
                                                              ns(++course.slices))};
    course.messages += messages;
    passed += nanoseconds(slice.elapsed_ns) + nanoseconds(100'000);
    calibration.note(slice, passed);
  }
  course.ns_per_message = calibration.ns_per_message();
  return course;
}

std::function<double(unsigned)> always(double ns) {
  return [ns](unsigned) { return ns; };
}

TEST(Calibration, FindsTheSpeedWhateverItIs) {
  for (const double ns : {0.2, 20.0, 2e4, 2e6}) {
    const Course course = warm_up(always(ns));
    EXPECT_NEAR(course.ns_per_message, ns, ns / 100);
    EXPECT_GE(course.slices, 4U);
    EXPECT_GE(static_cast<double>(course.messages) * ns + 1e5 * course.slices, 3e6);
  }
}

TEST(Calibration, NeedsTwoSlicesOfWhatIsKnown) {
  EXPECT_EQ(warm_up(always(2e4), 2e4).slices, 2U);
  EXPECT_EQ(warm_up(always(2e4), 1.9e4).slices, 2U);
}

TEST(Calibration, LooksFourTimesWhereItIsSlowerThanWasKnown) {
  EXPECT_EQ(warm_up(always(4e4), 2e4).slices, 4U);
}

TEST(Calibration, IsNotFooledByWhatWasWronglyExpected) {
  for (const double expected_ns : {1e-3, 1.0, 1e3, 1e5, 1e9}) {
    EXPECT_NEAR(warm_up(always(2e4), expected_ns).ns_per_message, 2e4, 200) << expected_ns;
  }
}

TEST(Calibration, IsNotFooledByPreemptedSlices) {
  const auto preempted_first = [](unsigned slice) { return slice <= 3 ? 5e6 : 2e4; };
  EXPECT_NEAR(warm_up(preempted_first).ns_per_message, 2e4, 200);
  EXPECT_NEAR(warm_up(preempted_first, 2e4).ns_per_message, 2e4, 200);
}

TEST(Calibration, HearsNothingFromASliceThatIsAllClock) {
  // Four messages in 100 ns are the clock; what follows says 0.5 ns.
  const auto clock_first = [](unsigned slice) { return slice == 1 ? 25.0 : 0.5; };
  EXPECT_NEAR(warm_up(clock_first).ns_per_message, 0.5, 0.01);
}

}  // namespace
}  // namespace ipcbench
