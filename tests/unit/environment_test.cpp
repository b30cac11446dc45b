// The record of the machine: facts from files, "unknown" where there is none.
#include "results/environment.hpp"

#include <gtest/gtest.h>

#include <set>

#include "harness/topology_facts.hpp"
#include "results/build_info.hpp"
#include "tests/unit/made_up_root.hpp"

namespace ipcbench {
namespace {

using testing_machines::MadeUpRoot;

std::string fact(const Environment& facts, std::string_view name) {
  for (const auto& [key, value] : facts) {
    if (key == name) return value;
  }
  return "no such key";
}

TEST(Environment, OfThisMachineHasEachKeyOnceAndNoEmptyValue) {
  std::set<std::string> keys;
  for (const auto& [key, value] : describe_environment()) {
    EXPECT_TRUE(keys.insert(key).second) << key << " twice";
    EXPECT_FALSE(value.empty() && key != "build_flags") << key;
  }
  for (const char* key : {"kernel", "cpu", "cpus_allowed", "commit", "libc", "load_average"}) {
    EXPECT_TRUE(keys.contains(key)) << key;
  }
}

TEST(Environment, SaysUnknownOfWhatAMachineHides) {
  const MadeUpRoot nothing;
  const Environment facts = describe_environment(nothing.files());
  for (const char* key : {"cpu", "microcode", "cores", "caches", "governor", "turbo", "smt",
                          "virtual_machine", "hypervisor", "cpu_quota", "memory", "clock_source",
                          "kernel_options", "kernel.msgmax", "load_average"}) {
    EXPECT_EQ(fact(facts, key), "unknown") << key;
  }
}

TEST(Environment, KeepsTheKernelOptionsThatMatterOnly) {
  MadeUpRoot root;
  root.with("/proc/cmdline", "root=/dev/secret isolcpus=2-3 token=1 mitigations=off -- tsc=not");
  EXPECT_EQ(fact(describe_environment(root.files()), "kernel_options"),
            "isolcpus=2-3 mitigations=off");
  root.with("/proc/cmdline", "quiet");
  EXPECT_EQ(fact(describe_environment(root.files()), "kernel_options"), "none");
}

TEST(Environment, ReadsLimitsWhereTheKernelHasThem) {
  MadeUpRoot root;
  root.with("/proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456")
      .with("/proc/sys/fs/pipe-max-size", "1048576")
      .with("/sys/devices/system/cpu/vulnerabilities/meltdown", "Mitigation: PTI");
  const Environment facts = describe_environment(root.files());
  EXPECT_EQ(fact(facts, "net.ipv4.tcp_rmem"), "4096\t131072\t6291456");
  EXPECT_EQ(fact(facts, "fs.pipe-max-size"), "1048576");
  EXPECT_EQ(fact(facts, "vulnerability.meltdown"), "Mitigation: PTI");
}

TEST(Environment, CountsCoresOfSiblings) {
  MadeUpRoot root;
  root.with("/sys/devices/system/cpu/online", "0-3");
  for (int cpu = 0; cpu < 4; ++cpu) {
    const std::string folder = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    root.with(folder + "physical_package_id", "0").with(folder + "core_id", cpu < 2 ? "0" : "1");
  }
  const Environment facts = describe_environment(root.files());
  EXPECT_EQ(fact(facts, "cpus_online"), "4");
  EXPECT_EQ(fact(facts, "cores"), "2");
  EXPECT_EQ(fact(facts, "packages"), "1");
}

TEST(Caches, AreListedWithWhoSharesThem) {
  MadeUpRoot root;
  const std::string folder = "/sys/devices/system/cpu/cpu0/cache/";
  root.with(folder + "index0/level", "1")
      .with(folder + "index0/type", "Data")
      .with(folder + "index0/size", "48K")
      .with(folder + "index0/shared_cpu_list", "0")
      .with(folder + "index1/level", "3")
      .with(folder + "index1/type", "Unified")
      .with(folder + "index1/size", "32768K")
      .with(folder + "index1/shared_cpu_list", "0-7");
  EXPECT_EQ(caches_text(root.files(), 0), "L1d 48K (cpus 0), L3 32768K (cpus 0-7)");
}

TEST(BuildInfo, IsFilledIn) {
  EXPECT_FALSE(build_info.commit.empty());
  EXPECT_NE(build_info.compiler.find(' '), std::string_view::npos);
  EXPECT_EQ(build_info.compiler.find('@'), std::string_view::npos);
}

}  // namespace
}  // namespace ipcbench
