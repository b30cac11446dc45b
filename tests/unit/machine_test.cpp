// Facts of made-up machines: what is read, and that nothing is invented.
#include "harness/machine.hpp"

#include <gtest/gtest.h>

#include "harness/cpu_quota.hpp"
#include "tests/unit/made_up_root.hpp"

namespace ipcbench {
namespace {

using testing_machines::MadeUpRoot;

TEST(CpuList, IsWrittenAndRead) {
  EXPECT_EQ(cpu_list_text({0, 1, 2, 3, 8}), "0-3,8");
  EXPECT_EQ(parse_cpu_list("0-3,8"), (std::vector{0, 1, 2, 3, 8}));
  EXPECT_EQ(parse_cpu_list(""), std::vector<int>());
  for (const char* nonsense : {"x", "3-1", "-1", "1,,2", "1-", "0-99999999", "1 2"}) {
    EXPECT_EQ(parse_cpu_list(nonsense), std::nullopt) << nonsense;
  }
}

TEST(Machine, OfWhichNothingIsKnownHasNoFacts) {
  const MadeUpRoot nothing;
  const SystemFiles files = nothing.files();
  EXPECT_EQ(cpu_model(files), std::nullopt);
  EXPECT_EQ(is_virtual(files), std::nullopt);
  EXPECT_EQ(hypervisor_name(files), std::nullopt);
  EXPECT_EQ(container_kind(files), std::nullopt);
  EXPECT_EQ(cpu_quota(files).cpus, std::nullopt);
  EXPECT_EQ(governors(files, {0, 1}), std::nullopt);
  EXPECT_EQ(turbo(files), std::nullopt);
  EXPECT_FALSE(cpu_time(files, {0, 1}));
  EXPECT_TRUE(cpu_vulnerabilities(files).empty());
}

TEST(Machine, IsVirtualWhereACpuSaysSo) {
  MadeUpRoot guest;
  guest.with("/proc/cpuinfo", "model name\t: A CPU\nflags\t\t: fpu hypervisor sse");
  EXPECT_EQ(is_virtual(guest.files()), true);
  EXPECT_EQ(cpu_model(guest.files()), "A CPU");
  MadeUpRoot host;
  host.with("/proc/cpuinfo", "flags\t\t: fpu hypervisors");
  EXPECT_EQ(is_virtual(host.files()), false);
}

TEST(Machine, TakesTheFirmwaresNameForAHypervisor) {
  MadeUpRoot guest;
  guest.with("/sys/class/dmi/id/sys_vendor", "Amazon EC2")
      .with("/sys/class/dmi/id/product_name", "m7i.large");
  EXPECT_EQ(hypervisor_name(guest.files()), "Amazon EC2 m7i.large");
}

TEST(Machine, NamesBothWhereCpuidAndTheKernelNameDifferentHypervisors) {
  MadeUpRoot guest;
  guest.with("/sys/devices/system/clocksource/clocksource0/available_clocksource",
             "tsc kvm-clock acpi_pm");
  EXPECT_EQ(hypervisor_name(guest.files()), "KVM");
  EXPECT_EQ(hypervisor_name(guest.files(), "KVMKVMKVM"), "KVM");
  EXPECT_EQ(hypervisor_name(guest.files(), "bhyve bhyve "), "bhyve by CPUID, KVM by the kernel");
  EXPECT_EQ(hypervisor_name(guest.files(), "nobody knows"), "KVM");
  const MadeUpRoot silent;
  EXPECT_EQ(hypervisor_name(silent.files(), "bhyve bhyve "), "bhyve");
  MadeUpRoot xen;
  xen.with("/sys/hypervisor/type", "xen");
  EXPECT_EQ(hypervisor_name(xen.files(), "XenVMMXenVMM"), "xen");
}

TEST(Machine, TellsContainersApart) {
  MadeUpRoot pod;
  pod.with("/proc/self/cgroup", "0::/kubepods.slice/pod1");
  EXPECT_EQ(container_kind(pod.files()), "kubernetes");
  MadeUpRoot podman;
  podman.with("/run/.containerenv", "");
  EXPECT_EQ(container_kind(podman.files()), "podman");
}

TEST(CpuQuota, OfVersion2IsTheLowestOfAllGroupsAbove) {
  MadeUpRoot root;
  root.with("/proc/self/cgroup", "0::/outer/inner")
      .with("/sys/fs/cgroup/outer/cpu.max", "150000 100000")
      .with("/sys/fs/cgroup/outer/cpu.stat", "usage_usec 5\nnr_throttled 17\nthrottled_usec 9")
      .with("/sys/fs/cgroup/outer/inner/cpu.max", "max 100000");
  EXPECT_EQ(cpu_quota(root.files()).cpus, 1.5);
  EXPECT_EQ(cpu_quota(root.files()).throttled, 17);
}

TEST(CpuQuota, IsFoundWhereAContainerSeesItsGroupAsTheRoot) {
  MadeUpRoot root;
  root.with("/proc/self/cgroup", "0::/").with("/sys/fs/cgroup/cpu.max", "50000 100000");
  EXPECT_EQ(cpu_quota(root.files()).cpus, 0.5);
  MadeUpRoot named_outside;
  named_outside.with("/proc/self/cgroup", "0::/docker/4f2a")
      .with("/sys/fs/cgroup/cpu.max", "50000 100000");
  EXPECT_EQ(cpu_quota(named_outside.files()).cpus, 0.5);
}

TEST(CpuQuota, OfVersion1IsReadToo) {
  MadeUpRoot root;
  root.with("/proc/self/cgroup", "3:cpu,cpuacct:/job\n2:cpuset:/other")
      .with("/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "300000")
      .with("/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000");
  EXPECT_EQ(cpu_quota(root.files()).cpus, 3.0);
  MadeUpRoot unlimited;
  unlimited.with("/proc/self/cgroup", "1:cpu:/")
      .with("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1")
      .with("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
  EXPECT_EQ(cpu_quota(unlimited.files()).cpus, std::nullopt);
}

TEST(CpuTime, CountsTheAskedCpusOnly) {
  MadeUpRoot root;
  root.with("/proc/stat",
            "cpu  9 9 9 9 9 9 9 9 9 9\n"
            "cpu0 10 0 0 80 0 0 0 10 0 0\n"
            "cpu1 1 1 1 1 1 1 1 1 0 0\n"
            "intr 5");
  const auto time = cpu_time(root.files(), {0});
  ASSERT_TRUE(time);
  EXPECT_EQ(time->total, 100);
  EXPECT_EQ(time->stolen, 10);
}

TEST(CpuTime, TellsProgramsIdlenessAndInterruptsApart) {
  MadeUpRoot root;
  root.with("/proc/stat", "cpu3 1 2 4 8 16 32 64 128 1 2");
  const auto times = cpu_times(root.files(), {2, 3});
  ASSERT_EQ(times.size(), 1U);
  EXPECT_EQ(times.front().first, 3);
  const CpuTime& time = times.front().second;
  EXPECT_EQ(time.programs, 1 + 2 + 4) << "a guest's time is in the user's already";
  EXPECT_EQ(time.idle, 8 + 16);
  EXPECT_EQ(time.stolen, 128);
  EXPECT_EQ(time.busy(), 1 + 2 + 4 + 32 + 64);
}

TEST(Turbo, IsToldByIntelAndByTheOthers) {
  EXPECT_EQ(turbo(MadeUpRoot().with("/sys/devices/system/cpu/intel_pstate/no_turbo", "0").files()),
            true);
  EXPECT_EQ(turbo(MadeUpRoot().with("/sys/devices/system/cpu/cpufreq/boost", "0").files()), false);
}

}  // namespace
}  // namespace ipcbench
