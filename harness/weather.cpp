// Reading the weather.
#include "harness/weather.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "base/system_files.hpp"

namespace ipcbench {

Usage& Usage::operator+=(const Usage& other) {
  cpu_ns += other.cpu_ns;
  user_ns += other.user_ns;
  system_ns += other.system_ns;
  voluntary_switches += other.voluntary_switches;
  involuntary_switches += other.involuntary_switches;
  minor_faults += other.minor_faults;
  major_faults += other.major_faults;
  migrations += other.migrations;
  return *this;
}

WatchedCpu& WatchedCpu::operator+=(const WatchedCpu& other) {
  watched_ns += other.watched_ns;
  idle_ns += other.idle_ns;
  stolen_ns += other.stolen_ns;
  programs_ns += other.programs_ns;
  ours_ns += other.ours_ns;
  return *this;
}

std::optional<double> frequency_mhz(const Cpus& cpus) {
  std::optional<double> slowest;
  for (const auto& cpu : {cpus.client, cpus.server}) {
    if (!cpu) continue;
    const auto khz = SystemFiles().number(
        fmt::format("/sys/devices/system/cpu/cpu{}/cpufreq/scaling_cur_freq", *cpu));
    if (!khz) continue;
    const double mhz = static_cast<double>(*khz) / 1e3;
    slowest = std::min(slowest.value_or(mhz), mhz);
  }
  return slowest;
}

}  // namespace ipcbench
