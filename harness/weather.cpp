// Reading the weather.
#include "harness/weather.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>

#include "base/system_files.hpp"

namespace ipcbench {

namespace {

/// Steal is the eighth number of a CPU's line in /proc/stat, see proc(5).
constexpr std::size_t steal_field = 8;

std::optional<std::int64_t> steal_ticks(const std::string& line) {
  std::istringstream fields(line);
  std::string label;
  fields >> label;
  std::int64_t ticks = 0;
  for (std::size_t field = 0; field < steal_field; ++field) fields >> ticks;
  if (!fields) return {};
  return ticks;
}

}  // namespace

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

std::optional<std::int64_t> stolen_ns(const Cpus& cpus) {
  std::ifstream stat("/proc/stat");
  const std::int64_t tick_ns = 1'000'000'000 / ::sysconf(_SC_CLK_TCK);
  std::optional<std::int64_t> sum;
  const bool all = !cpus.client || !cpus.server;
  const std::array<std::string, 2> wanted = {fmt::format("cpu{} ", cpus.client.value_or(-1)),
                                             fmt::format("cpu{} ", cpus.server.value_or(-1))};
  for (std::string line; std::getline(stat, line) && line.starts_with("cpu");) {
    const bool ours = all ? line.starts_with("cpu ")
                          : std::ranges::any_of(
                                wanted, [&](const auto& label) { return line.starts_with(label); });
    if (!ours) continue;
    const auto ticks = steal_ticks(line);
    if (ticks) sum = sum.value_or(0) + *ticks * tick_ns;
  }
  return sum;
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
