// What the kernel's files say about this machine: facts that the doctor judges and a result
// records.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/system_files.hpp"

namespace ipcbench {

/// "0-3,8"
[[nodiscard]] std::string cpu_list_text(const std::vector<int>& cpus);
/// The CPUs of "0-3,8"; nothing if it is no such list.
[[nodiscard]] std::optional<std::vector<int>> parse_cpu_list(const std::string& text);

/// "AMD EPYC 9654", or ARM's part number.
[[nodiscard]] std::optional<std::string> cpu_model(const SystemFiles& files);

/// Whether a hypervisor is below us; nothing where the kernel does not show CPU flags.
[[nodiscard]] std::optional<bool> is_virtual(const SystemFiles& files);
/// "KVM", as CPUID and the kernel say it, or both where they disagree; else the firmware's names;
/// nothing if none of them tells.
[[nodiscard]] std::optional<std::string> hypervisor_name(const SystemFiles& files);
/// The same, with the name that CPUID shows: "KVMKVMKVM".
[[nodiscard]] std::optional<std::string> hypervisor_name(const SystemFiles& files,
                                                         std::string_view signature);

/// "docker", "podman", "kubernetes", "lxc"; nothing outside of containers that can be told.
[[nodiscard]] std::optional<std::string> container_kind(const SystemFiles& files);

/// Name and state of each weakness that the kernel knows of: {"meltdown", "Mitigation: PTI"}.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> cpu_vulnerabilities(
    const SystemFiles& files);

/// The governors of these CPUs, each once: "performance", "performance, powersave".
[[nodiscard]] std::optional<std::string> governors(const SystemFiles& files,
                                                   const std::vector<int>& cpus);
/// Whether clock speeds may rise above the base; nothing where that is not to be seen.
[[nodiscard]] std::optional<bool> turbo(const SystemFiles& files);

/// Time since boot, in ticks.
struct CpuTime {
  long long total = 0;
  long long idle = 0;      ///< waiting for a disk, too
  long long programs = 0;  ///< in user and in kernel mode, without interrupts
  long long stolen = 0;    ///< the hypervisor's part

  /// Programs', and the interrupts'.
  [[nodiscard]] long long busy() const { return total - idle - stolen; }
};
/// One entry for each of these CPUs that the kernel tells about.
[[nodiscard]] std::vector<std::pair<int, CpuTime>> cpu_times(const SystemFiles& files,
                                                             const std::vector<int>& cpus);
/// The sum over these CPUs.
[[nodiscard]] std::optional<CpuTime> cpu_time(const SystemFiles& files,
                                              const std::vector<int>& cpus);

}  // namespace ipcbench
