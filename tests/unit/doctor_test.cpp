// The doctor on made-up machines: what it finds, how bad that is, and what it does not know.
#include "harness/doctor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <sstream>

#include "harness/noise.hpp"
#include "plots/doctor_text.hpp"
#include "results/doctor_json.hpp"
#include "tests/unit/made_up_root.hpp"

namespace ipcbench {
namespace {

using testing_machines::MadeUpRoot;

/// A machine with two CPUs and these files.
Machine machine_with(const MadeUpRoot& root) {
  return {.files = root.files(), .allowed_cpus = {0, 1}};
}

std::optional<Symptom> find(const std::vector<Symptom>& findings, std::string_view name) {
  const auto found = std::ranges::find(findings, name, &Symptom::name);
  return found == findings.end() ? std::nullopt : std::optional(*found);
}

/// One file, one finding.
struct Case {
  std::string path;
  std::string text;
  std::string finding;
  Severity severity;
  std::string value;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.path << ": " << c.text;
}

class DoctorFinds : public testing::TestWithParam<Case> {};

TEST_P(DoctorFinds, WhatAFileSays) {
  MadeUpRoot root;
  root.with(GetParam().path, GetParam().text);
  const auto finding = find(examine(machine_with(root)), GetParam().finding);
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->severity, GetParam().severity);
  EXPECT_NE(finding->value.find(GetParam().value), std::string::npos) << finding->value;
  EXPECT_EQ(finding->effect.empty(), finding->severity == Severity::good);
}

using enum Severity;
const std::string cpu_folder = "/sys/devices/system/cpu/";
const std::string clock_file = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

INSTANTIATE_TEST_SUITE_P(
    Files, DoctorFinds,
    testing::Values(
        Case{cpu_folder + "cpu1/cpufreq/scaling_governor", "powersave", "governor", warning,
             "powersave"},
        Case{cpu_folder + "cpu0/cpufreq/scaling_governor", "performance", "governor", good,
             "performance"},
        Case{cpu_folder + "intel_pstate/no_turbo", "0", "turbo", note, "on"},
        Case{cpu_folder + "smt/active", "1", "smt", note, "on"},
        Case{cpu_folder + "online", "0-7", "cpuset", note, "0-1 of 0-7"},
        Case{cpu_folder + "vulnerabilities/meltdown", "Mitigation: PTI", "mitigations", note,
             "meltdown"},
        Case{cpu_folder + "vulnerabilities/meltdown", "Not affected", "mitigations", good, "no "},
        Case{clock_file, "tsc", "clock_source", good, "tsc"},
        Case{clock_file, "kvm-clock", "clock_source", good, "kvm-clock"},
        Case{clock_file, "hpet", "clock_source", bad, "hpet"},
        Case{clock_file, "a_new_one", "clock_source", warning, "a_new_one"},
        Case{"/sys/devices/system/node/online", "0-1", "numa", note, "2 memory nodes"},
        Case{"/proc/cpuinfo", "flags : fpu hypervisor", "hypervisor", warning, "virtual machine"},
        Case{"/proc/cpuinfo", "flags : fpu", "hypervisor", good, "no hypervisor"},
        Case{"/proc/stat", "cpu0 90 0 0 900 0 0 0 10 0 0", "steal", note, "1.00 %"},
        Case{"/proc/stat", "cpu0 90 0 0 810 0 0 0 100 0 0", "steal", warning, "10.00 %"},
        Case{"/proc/meminfo", "MemAvailable:  102400 kB", "memory", warning, "100 MiB"},
        Case{"/run/systemd/container", "systemd-nspawn", "container", note, "systemd-nspawn"},
        Case{"/proc/sys/fs/mqueue/msgsize_max", "8192", "mqueue_msgsize_max", note, "8192"},
        Case{"/proc/sys/fs/mqueue/msg_max", "3", "mqueue_msg_max", note, "3"},
        Case{"/proc/sys/kernel/msgmax", "1048576", "msgmax", good, "1048576"},
        Case{"/proc/sys/kernel/msgmnb", "16384", "msgmnb", note, "16384"},
        Case{"/proc/sys/fs/pipe-max-size", "65536", "pipe_max_size", note, "65536"},
        Case{"/proc/sys/net/core/wmem_default", "8192", "wmem_default", note, "8192"},
        Case{"/proc/sys/net/ipv4/tcp_congestion_control", "bbr", "tcp_congestion_control", note,
             "bbr"},
        Case{"/proc/sys/net/unix/max_dgram_qlen", "10", "max_dgram_qlen", note, "10"}),
    [](const auto& tested) { return tested.param.finding + "_" + std::to_string(tested.index); });

TEST(Doctor, InventsNothingAboutAMachineThatHidesEverything) {
  const MadeUpRoot nothing;
  const auto findings = examine({.files = nothing.files(), .allowed_cpus = {}});
  EXPECT_TRUE(findings.empty()) << findings.front().name;
  EXPECT_EQ(verdict(findings), "fit");
}

TEST(Doctor, IsNotLedAstrayByFilesFullOfNonsense) {
  MadeUpRoot root;
  for (const char* path : {"/proc/pressure/cpu", "/proc/stat", "/proc/self/cgroup", "/proc/meminfo",
                           "/proc/cpuinfo", "/sys/devices/system/cpu/online",
                           "/sys/devices/system/cpu/smt/active", "/proc/sys/kernel/msgmax"}) {
    root.with(path, std::string("\xff\x00 :::,-", 8));
  }
  for (const Symptom& finding : examine(machine_with(root))) {
    EXPECT_EQ(finding.name, "cpus") << finding.value;
  }
}

/// Two CPUs of which others used such shares in the last second.
CompanyLoad others_on(double first, double second, std::optional<double> waiting_share = {}) {
  CompanyLoad load{.cpus = {}, .waiting_share = waiting_share};
  for (const double share : {first, second}) {
    constexpr std::int64_t second_ns = 1'000'000'000;
    const auto used_ns = static_cast<std::int64_t>(share * second_ns);
    load.cpus.push_back({.cpu = static_cast<int>(load.cpus.size()),
                         .watched_ns = second_ns,
                         .idle_ns = second_ns - used_ns,
                         .programs_ns = used_ns});
  }
  return load;
}

TEST(Doctor, JudgesWhatOthersUseNow) {
  const MadeUpRoot root;
  Machine machine = machine_with(root);
  const auto load = [&](const CompanyLoad& company) {
    machine.company = company;
    return find(examine(machine), "load").value();
  };
  EXPECT_EQ(load(others_on(0.03, 0)).severity, good);
  EXPECT_EQ(load(others_on(0.03, 0)).value, "others use 0.03 of 2 CPUs");
  EXPECT_EQ(load(others_on(0.2, 0.2)).severity, warning);
  EXPECT_EQ(load(others_on(0.97, 0.03)).severity, bad);
  EXPECT_EQ(load(others_on(0.03, 0.97)).value, "others use 1.00 of 2 CPUs (97 % of cpu 1)");
  // Many short programs, each of which waits for a moment.
  const Symptom waiting = load(others_on(0.05, 0.05, 0.25));
  EXPECT_EQ(waiting.severity, warning);
  EXPECT_EQ(waiting.value,
            "others use 0.10 of 2 CPUs, and somebody waits for one 25 % of the time");
  EXPECT_EQ(load(others_on(0.05, 0.05, 0.01)).severity, good);
}

TEST(Doctor, SeesOneBusyCpuAmongMany) {
  const MadeUpRoot root;
  Machine machine = machine_with(root);
  machine.company = others_on(0, 0.97);
  machine.company->cpus.resize(64, machine.company->cpus.front());
  const Symptom load = find(examine(machine), "load").value();
  EXPECT_EQ(load.severity, warning);
  EXPECT_EQ(load.value, "others use 0.97 of 64 CPUs (97 % of cpu 1)");
}

TEST(Doctor, DoesNotCountTheLoadOfARunThatIsOver) {
  MadeUpRoot root;
  root.with("/proc/loadavg", "2.00 0 0 1/100 42");
  EXPECT_FALSE(find(examine(machine_with(root)), "load"));
}

TEST(Doctor, WarnsOfASingleCpu) {
  const MadeUpRoot root;
  const auto finding = find(examine({.files = root.files(), .allowed_cpus = {3}}), "cpus");
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->severity, warning);
  EXPECT_EQ(finding->value, "1 CPU allowed (3)");
}

TEST(Doctor, CallsAQuotaBadThatTwoProcessesUseUp) {
  MadeUpRoot root;
  root.with("/proc/self/cgroup", "0::/").with("/sys/fs/cgroup/cpu.max", "200000 100000");
  const auto tight = find(examine(machine_with(root)), "cpu_quota");
  ASSERT_TRUE(tight);
  EXPECT_EQ(tight->severity, bad);
  EXPECT_FALSE(tight->remedy.empty());
  root.with("/sys/fs/cgroup/cpu.max", "800000 100000");
  EXPECT_EQ(find(examine(machine_with(root)), "cpu_quota")->severity, warning);
  root.with("/sys/fs/cgroup/cpu.max", "max 100000");
  EXPECT_EQ(find(examine(machine_with(root)), "cpu_quota")->severity, good);
}

TEST(Doctor, OffersTheTscOnlyWhereThereIsOne) {
  MadeUpRoot root;
  root.with(clock_file, "hpet");
  EXPECT_NE(find(examine(machine_with(root)), "clock_source")->remedy.find("boot with"),
            std::string::npos);
  root.with("/sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet");
  EXPECT_NE(find(examine(machine_with(root)), "clock_source")->remedy.find("echo tsc"),
            std::string::npos);
}

TEST(Doctor, NamesTheDeepestSleepThatIsSwitchedOn) {
  MadeUpRoot root;
  const std::string idle = cpu_folder + "cpu0/cpuidle/";
  root.with(idle + "state0/name", "POLL").with(idle + "state0/latency", "0");
  root.with(idle + "state1/name", "C1").with(idle + "state1/latency", "2");
  root.with(idle + "state2/name", "C6").with(idle + "state2/latency", "133");
  EXPECT_EQ(find(examine(machine_with(root)), "idle_states")->severity, note);
  root.with(idle + "state2/disable", "1");
  const auto shallow = find(examine(machine_with(root)), "idle_states");
  EXPECT_EQ(shallow->severity, good);
  EXPECT_NE(shallow->value.find("C1 (2 us"), std::string::npos) << shallow->value;
}

TEST(Doctor, PassesRefusalsOn) {
  const MadeUpRoot root;
  Machine machine = machine_with(root);
  machine.refusals = Refusals{.counters = "perf_event_open: no", .tracing = "", .io_uring = "off"};
  const auto findings = examine(machine);
  EXPECT_EQ(find(findings, "perf")->severity, note);
  EXPECT_EQ(find(findings, "perf")->value, "perf_event_open: no");
  EXPECT_EQ(find(findings, "ptrace")->severity, good);
  EXPECT_EQ(find(findings, "io_uring")->severity, note);
}

TEST(Doctor, LooksAtRoomForSharedMemoryAndQueues) {
  const MadeUpRoot root;
  Machine machine = machine_with(root);
  machine.shared_memory = Room{.total_bytes = 64 << 20, .free_bytes = 1 << 20};
  machine.queue_bytes = 1'000;
  const auto findings = examine(machine);
  EXPECT_EQ(find(findings, "dev_shm")->severity, note);
  EXPECT_EQ(find(findings, "queue_bytes")->severity, note);
}

TEST(Doctor, PutsTheWorstFirstAndCountsWarnings) {
  std::vector<Symptom> findings = {{.name = "a", .severity = good, .value = ""},
                                   {.name = "b", .severity = warning, .value = ""},
                                   {.name = "c", .severity = bad, .value = ""},
                                   {.name = "d", .severity = warning, .value = ""}};
  EXPECT_EQ(verdict(findings), "unfit: c");
  sort_worst_first(findings);
  EXPECT_EQ(findings[0].name + findings[1].name + findings[2].name + findings[3].name, "cbda");
  findings.erase(findings.begin());
  EXPECT_EQ(verdict(findings), "usable, with 2 warnings");
  findings.erase(findings.begin());
  EXPECT_EQ(verdict(findings), "usable, with 1 warning");
}

TEST(Doctor, TellsARunTheWorstOnly) {
  for (const std::string& line : worst_of_machine({0}, {0}, 2)) {
    EXPECT_TRUE(line.starts_with("warning: ") || line.starts_with("bad: ")) << line;
  }
  EXPECT_LE(worst_of_machine({0}, {0}, 2).size(), 2U);
  EXPECT_TRUE(worst_of_machine({0}, {0}, 0).empty());
}

TEST(DoctorText, FitsIntoItsWidthAndKeepsCommandsWhole) {
  const std::string command = "echo " + std::string(100, 'x');
  const std::vector<Symptom> findings = {{.name = "a",
                                          .severity = bad,
                                          .value = "something that is bad",
                                          .effect = "a long story about what it does to which of "
                                                    "the figures of all the mechanisms there are",
                                          .remedy = command}};
  const std::string text = doctor_text(findings, {}, 40, Colour::off);
  EXPECT_TRUE(text.starts_with("unfit: a\n\nbad      something that is bad\n")) << text;
  EXPECT_NE(text.find("> " + command + "\n"), std::string::npos);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(command) != std::string::npos) continue;
    EXPECT_LE(line.size(), 40U) << line;
  }
}

TEST(DoctorText, MarksADistanceThatChanged) {
  const Noise noise{
      .clock = {.cost_ns = 20, .step_ns = 1},
      .distances = {{.cpu_a = 0, .cpu_b = 1, .samples_ns = {60, 61, 200, 201, 60, 60}},
                    {.cpu_a = 0, .cpu_b = 2, .samples_ns = {70, 70, 70}},
                    {.cpu_a = 1, .cpu_b = 2}}};
  const std::string text = doctor_text({}, noise, 80, Colour::off);
  EXPECT_NE(text.find("    0         "), std::string::npos) << text;
  EXPECT_NE(text.find("*    70\n"), std::string::npos) << text;
  EXPECT_NE(text.find("     -\n"), std::string::npos) << text;
}

TEST(DoctorJson, HasEveryFindingAndNullForWhatWasNotMeasured) {
  const std::vector<Symptom> findings = {
      {.name = "load", .severity = bad, .value = "load \"9\"", .effect = "e", .remedy = "r"}};
  const std::string json = doctor_json(findings, {});
  for (const char* part :
       {R"("verdict": "unfit: load")", R"("fit": false)", R"("name": "load")",
        R"("severity": "bad")", R"("value": "load \"9\"")", R"("noise": null)"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << " in " << json;
  }
}

}  // namespace
}  // namespace ipcbench
