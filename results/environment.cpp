// Asking the kernel who it is.
#include "results/environment.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <gnu/libc-version.h>
#include <string_view>

#include "harness/cpu_quota.hpp"
#include "harness/doctor.hpp"
#include "harness/machine.hpp"
#include "harness/placement.hpp"
#include "harness/topology_facts.hpp"
#include "results/build_info.hpp"

namespace ipcbench {

namespace {

std::string or_unknown(const std::optional<std::string>& value) {
  return value && !value->empty() ? *value : "unknown";
}

std::string yes_or_no(std::optional<bool> value, const char* yes, const char* no) {
  return value ? (*value ? yes : no) : "unknown";
}

template <class Number>
std::string number_or_unknown(const std::optional<Number>& value) {
  return value ? fmt::format("{}", *value) : "unknown";
}

/// The kernel's options that change figures; others may say more of the machine than its owner
/// wants to publish.
std::string options_that_matter(const SystemFiles& files) {
  constexpr std::array<std::string_view, 36> prefixes = {
      "amd_pstate", "clocksource", "cpuidle",     "cpufreq",      "default_hugepagesz",
      "hugepage",   "idle=",       "intel_idle",  "intel_pstate", "irqaffinity",
      "isolcpus",   "kpti",        "l1tf",        "maxcpus",      "mce=",
      "mds",        "mem=",        "mitigations", "mmio_stale",   "nmi_watchdog",
      "no_timer",   "nohlt",       "nohz",        "nopti",        "nosmt",
      "nospec",     "nr_cpus",     "numa",        "preempt",      "processor.",
      "pti",        "rcu_nocb",    "retbleed",    "spec",         "transparent_hugepage",
      "tsc"};
  const auto line = files.line("/proc/cmdline");
  if (!line) return "unknown";
  std::string text;
  for (const std::string& word : words_of(*line)) {
    if (word == "--") break;
    const bool matters =
        std::ranges::any_of(prefixes, [&](auto prefix) { return word.starts_with(prefix); });
    if (matters) text += (text.empty() ? "" : " ") + word;
  }
  return text.empty() ? "none" : text;
}

void add_build(Environment& facts) {
  facts.insert(facts.end(), {{"ipcbench", IPCBENCH_VERSION},
                             {"commit", std::string(build_info.commit)},
                             {"compiler", std::string(build_info.compiler)},
                             {"build_type", std::string(build_info.type)},
                             {"build_flags", std::string(build_info.flags)},
                             {"libc", fmt::format("glibc {}", ::gnu_get_libc_version())}});
}

void add_kernel(Environment& facts, const SystemFiles& files) {
  utsname names{};
  ::uname(&names);
  facts.insert(facts.end(), {{"host", names.nodename},
                             {"kernel", fmt::format("{} {}", names.release, names.version)},
                             {"kernel_options", options_that_matter(files)},
                             {"architecture", names.machine}});
}

void add_processors(Environment& facts, const SystemFiles& files) {
  const auto topology = Topology::detect();
  const auto online = files.line("/sys/devices/system/cpu/online");
  const auto cpus = online ? parse_cpu_list(*online) : std::nullopt;
  const auto counts = cpus ? core_counts(files, *cpus) : std::nullopt;
  const int first = topology && !topology->allowed().empty() ? topology->allowed().front() : 0;
  const auto allowed = topology ? topology->allowed() : std::vector<int>();
  const std::string smt_control = "/sys/devices/system/cpu/smt/control";
  facts.insert(
      facts.end(),
      {{"cpu", or_unknown(cpu_model(files))},
       {"microcode", or_unknown(files.value_of("/proc/cpuinfo", "microcode"))},
       {"cpus_online", cpus ? std::to_string(cpus->size()) : "unknown"},
       {"cpus_allowed", topology ? topology->allowed_text() : "unknown"},
       {"packages", counts ? std::to_string(counts->packages) : "unknown"},
       {"cores", counts ? std::to_string(counts->cores) : "unknown"},
       {"memory_nodes", or_unknown(files.line("/sys/devices/system/node/online"))},
       {"caches", or_unknown(caches_text(files, first))},
       {"smt", or_unknown(files.line(smt_control))},
       {"governor", or_unknown(governors(files, allowed))},
       {"frequency_driver", or_unknown(files.line(fmt::format(
                                "/sys/devices/system/cpu/cpu{}/cpufreq/scaling_driver", first)))},
       {"turbo", yes_or_no(turbo(files), "on", "off")},
       {"idle_driver", or_unknown(files.line("/sys/devices/system/cpu/cpuidle/current_driver"))},
       {"clock_source", or_unknown(files.line(
                            "/sys/devices/system/clocksource/clocksource0/current_clocksource"))}});
  for (const auto& [name, state] : cpu_vulnerabilities(files)) {
    facts.emplace_back("vulnerability." + name, state);
  }
}

std::string quota_text(const SystemFiles& files) {
  const CpuQuota quota = cpu_quota(files);
  if (quota.cpus) return fmt::format("{:.2f}", *quota.cpus);
  return quota.known ? "none" : "unknown";
}

void add_company(Environment& facts, const SystemFiles& files) {
  const auto guest = is_virtual(files);
  facts.insert(facts.end(),
               {{"virtual_machine", yes_or_no(guest, "yes", "no")},
                {"hypervisor", guest == false ? "none" : or_unknown(hypervisor_name(files))},
                // Outside of a container there is no mark of not being in one.
                {"container", container_kind(files).value_or("none seen")},
                {"cpu_quota", quota_text(files)},
                {"memory", or_unknown(files.value_of("/proc/meminfo", "MemTotal"))},
                {"swap", or_unknown(files.value_of("/proc/meminfo", "SwapTotal"))},
                {"transparent_hugepages",
                 or_unknown(files.line("/sys/kernel/mm/transparent_hugepage/enabled"))},
                {"load_average", or_unknown(files.line("/proc/loadavg"))}});
}

void add_limits(Environment& facts, const SystemFiles& files) {
  for (const std::string_view name : {"fs.mqueue.msg_default",
                                      "fs.mqueue.msg_max",
                                      "fs.mqueue.msgsize_default",
                                      "fs.mqueue.msgsize_max",
                                      "fs.mqueue.queues_max",
                                      "fs.pipe-max-size",
                                      "fs.pipe-user-pages-soft",
                                      "kernel.io_uring_disabled",
                                      "kernel.msgmax",
                                      "kernel.msgmnb",
                                      "kernel.msgmni",
                                      "kernel.numa_balancing",
                                      "kernel.perf_event_paranoid",
                                      "kernel.sem",
                                      "kernel.yama.ptrace_scope",
                                      "net.core.rmem_default",
                                      "net.core.rmem_max",
                                      "net.core.wmem_default",
                                      "net.core.wmem_max",
                                      "net.ipv4.tcp_congestion_control",
                                      "net.ipv4.tcp_rmem",
                                      "net.ipv4.tcp_wmem",
                                      "net.unix.max_dgram_qlen"}) {
    std::string path = "/proc/sys/" + std::string(name);
    std::ranges::replace(path, '.', '/');
    facts.emplace_back(name, or_unknown(files.line(path)));
  }
  if (!files.are_real()) return;
  const Machine machine = inspect({});
  facts.emplace_back("limit_msgqueue_bytes", number_or_unknown(machine.queue_bytes));
  facts.emplace_back("dev_shm_free_bytes", machine.shared_memory
                                               ? std::to_string(machine.shared_memory->free_bytes)
                                               : "unknown");
}

}  // namespace

std::string host_name() {
  utsname names{};
  return ::uname(&names) == 0 ? names.nodename : "unknown";
}

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

Environment describe_environment(const SystemFiles& files) {
  Environment facts;
  add_build(facts);
  add_kernel(facts, files);
  add_processors(facts, files);
  add_company(facts, files);
  add_limits(facts, files);
  return facts;
}

}  // namespace ipcbench
