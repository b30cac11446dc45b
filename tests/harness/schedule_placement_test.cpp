// The order of cells, and the choice of CPUs.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <thread>

#include "harness/own_cpus.hpp"
#include "harness/placement.hpp"
#include "harness/schedule.hpp"

namespace ipcbench {
namespace {

std::vector<std::size_t> first_numbers(std::size_t count) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

TEST(Schedule, VisitsEveryCellOnceARound) {
  Schedule schedule(7);
  for (int round = 0; round < 8; ++round) {
    auto sorted = schedule.shuffled(first_numbers(50));
    std::ranges::sort(sorted);
    EXPECT_EQ(sorted, first_numbers(50));
  }
}

TEST(Schedule, IsTheSameForTheSameSeedOnEveryMachine) {
  Schedule a(42), same(42), other(43);
  const auto first = a.shuffled(first_numbers(30));
  EXPECT_EQ(first, same.shuffled(first_numbers(30)));
  EXPECT_NE(first, other.shuffled(first_numbers(30)));
  EXPECT_NE(first, a.shuffled(first_numbers(30)));
  // Golden: another library would draw the same.
  EXPECT_EQ(Schedule(1).shuffled(first_numbers(6)), (std::vector<std::size_t>{1, 3, 0, 4, 5, 2}));
}

/// The CPUs of a placement on a machine in hwloc's words, "client,server", or why there are none.
std::string chosen(const std::string& machine, PlacementKind kind,
                   const std::vector<int>& allowed = {}) {
  const auto topology = Topology::synthetic(machine, allowed);
  if (!topology) return topology.error().message();
  const auto cpus = topology->resolve({.kind = kind});
  if (!cpus) return cpus.error();
  return std::to_string(cpus->client.value_or(-1)) + "," +
         std::to_string(cpus->server.value_or(-1));
}

// 2 sockets, each with 2 last-level caches of 2 cores of 2 threads: 16 CPUs.
const std::string server = "pack:2 l3:2 core:2 pu:2";

TEST(Placement, TellsThreadsCoresCachesAndSocketsApart) {
  EXPECT_EQ(chosen(server, PlacementKind::same), "0,0");
  EXPECT_EQ(chosen(server, PlacementKind::smt), "0,1");
  EXPECT_EQ(chosen(server, PlacementKind::llc), "0,2");
  EXPECT_EQ(chosen(server, PlacementKind::cross), "0,2");
  EXPECT_EQ(chosen(server, PlacementKind::socket), "0,8");
  EXPECT_EQ(chosen(server, PlacementKind::free), "-1,-1");
}

TEST(Placement, KeepsToTheAllowedCpus) {
  EXPECT_EQ(chosen(server, PlacementKind::smt, {1, 2, 3}), "2,3") << "cpu 1 has lost its sibling";
  EXPECT_EQ(chosen(server, PlacementKind::cross, {1, 4, 6}), "4,6") << "near before far";
  EXPECT_EQ(chosen(server, PlacementKind::cross, {1, 4}), "1,4") << "another cache is another core";
  EXPECT_EQ(chosen(server, PlacementKind::socket, {5, 7, 12}), "5,12");
  EXPECT_EQ(chosen(server, PlacementKind::same, {9}), "9,9");
}

TEST(Placement, WhatAMachineLacksIsRefusedWithTheReason) {
  EXPECT_EQ(chosen("core:2 pu:1", PlacementKind::smt),
            "needs two hardware threads of one core, allowed: cpu 0-1");
  EXPECT_EQ(chosen("core:2 pu:1", PlacementKind::socket), "needs two sockets, allowed: cpu 0-1");
  EXPECT_EQ(chosen(server, PlacementKind::cross, {4, 5}), "needs two cores, allowed: cpu 4-5");
  EXPECT_EQ(chosen("pack:2 l3:1 core:1 pu:1", PlacementKind::llc),
            "needs two cores with a common cache, allowed: cpu 0-1");
}

TEST(Placement, KnowsMachinesWithNumaNodesAndWithoutALastLevelCache) {
  EXPECT_EQ(chosen("numa:2 pack:1 l3:1 core:2 pu:1", PlacementKind::socket), "0,2");
  EXPECT_EQ(chosen("pack:1 numa:2 l3:1 core:2 pu:1", PlacementKind::llc), "0,1");
  EXPECT_EQ(chosen("pack:1 core:4 pu:1", PlacementKind::llc), "0,1");
}

TEST(Placement, WithOneCoreTheUsualPlacementIsOneCpu) {
  EXPECT_EQ(Topology::synthetic(server)->usual_placement().kind, PlacementKind::cross);
  EXPECT_EQ(Topology::synthetic(server, {4, 5})->usual_placement().kind, PlacementKind::same);
}

TEST(Placement, APairMustBeAllowed) {
  const Topology some = *Topology::synthetic(server, {0, 1, 2, 8});
  EXPECT_TRUE(some.resolve({.kind = PlacementKind::pair, .client_cpu = 8, .server_cpu = 0}));
  const auto refused =
      some.resolve({.kind = PlacementKind::pair, .client_cpu = 0, .server_cpu = 5});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), "cpu 5 is not allowed (allowed: 0-2,8)");
}

TEST(Placement, NamesAreReadBack) {
  for (const char* name : {"same", "smt", "llc", "cross", "socket", "free", "0:1", "12:3"}) {
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

TEST(ForbiddenCpu, IsOneThatThisProcessWasNotGiven) {
  const int mine = Topology::detect().value().allowed().front();
  EXPECT_FALSE(forbidden_cpu({}));
  EXPECT_FALSE(forbidden_cpu({.client = mine, .server = mine}));
  const auto reason = forbidden_cpu({.client = mine, .server = 8'191});
  ASSERT_TRUE(reason);
  EXPECT_TRUE(reason->starts_with("cpu 8191 is not among those that this process may use ("))
      << *reason;
}

}  // namespace
}  // namespace ipcbench
