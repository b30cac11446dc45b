// The order of cells, and the choice of CPUs.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <thread>

#include "harness/placement.hpp"
#include "harness/schedule.hpp"

namespace ipcbench {
namespace {

TEST(Schedule, VisitsEveryCellOnceARound) {
  for (const auto& round : seeded_rounds(50, 8, 7)) {
    auto sorted = round;
    std::ranges::sort(sorted);
    std::vector<std::size_t> all(50);
    std::iota(all.begin(), all.end(), std::size_t{0});
    EXPECT_EQ(sorted, all);
  }
}

TEST(Schedule, IsTheSameForTheSameSeedOnEveryMachine) {
  const std::vector<std::vector<std::size_t>> golden = seeded_rounds(5, 2, 42);
  EXPECT_EQ(golden, seeded_rounds(5, 2, 42));
  EXPECT_NE(seeded_rounds(30, 2, 42), seeded_rounds(30, 2, 43));
  const auto rounds = seeded_rounds(30, 2, 42);
  EXPECT_NE(rounds[0], rounds[1]);
}

TEST(Placement, CrossTakesAnotherCoreAndNotASibling) {
  const Topology smt({0, 1, 2, 3}, {0, 0, 1, 1});
  const auto cpus = smt.resolve({.kind = PlacementKind::cross});
  ASSERT_TRUE(cpus);
  EXPECT_EQ(cpus->client, 0);
  EXPECT_EQ(cpus->server, 2);
}

TEST(Placement, CrossIsRefusedOnOneCoreWithTheReason) {
  const Topology siblings({4, 5}, {2, 2});
  const auto cpus = siblings.resolve({.kind = PlacementKind::cross});
  ASSERT_FALSE(cpus);
  EXPECT_EQ(cpus.error(), "needs two cores, allowed: cpu 4-5");
  EXPECT_EQ(siblings.usual_placement().kind, PlacementKind::same);
}

TEST(Placement, SameIsOneAllowedCpuAndFreeIsNone) {
  const Topology some({3, 7}, {3, 7});
  EXPECT_EQ(some.resolve({.kind = PlacementKind::same})->client, 3);
  EXPECT_EQ(some.resolve({.kind = PlacementKind::same})->server, 3);
  EXPECT_FALSE(some.resolve({.kind = PlacementKind::free})->client);
}

TEST(Placement, APairMustBeAllowed) {
  const Topology some({0, 1, 2, 8}, {0, 1, 2, 8});
  EXPECT_TRUE(some.resolve({.kind = PlacementKind::pair, .client_cpu = 8, .server_cpu = 0}));
  const auto refused =
      some.resolve({.kind = PlacementKind::pair, .client_cpu = 0, .server_cpu = 5});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), "cpu 5 is not allowed (allowed: 0-2,8)");
}

TEST(Placement, NamesAreReadBack) {
  for (const char* name : {"same", "cross", "free", "0:1", "12:3"}) {
    const auto placement = parse_placement(name);
    ASSERT_TRUE(placement) << name;
    EXPECT_EQ(placement->name(), name);
  }
  for (const char* wrong : {"", "far", "1", "1:", ":1", "a:b", "1:2:3", "-1:0", "0: 1"}) {
    EXPECT_FALSE(parse_placement(wrong)) << wrong;
  }
}

TEST(Placement, ThisMachineAllowsACpuAtLeast) {
  const auto topology = Topology::detect();
  ASSERT_TRUE(topology);
  ASSERT_FALSE(topology->allowed().empty());
  // In a thread of its own, so that the other tests keep their CPUs.
  std::thread pinned([&] { EXPECT_TRUE(pin_to(topology->allowed().front()).ok()); });
  pinned.join();
}

}  // namespace
}  // namespace ipcbench
