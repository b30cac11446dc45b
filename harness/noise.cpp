// Measuring the machine's noise with threads; nothing of it outlives a call.
#include "harness/noise.hpp"

#include <algorithm>
#include <limits>
#include <system_error>
#include <thread>

#include "base/clock.hpp"
#include "harness/machine.hpp"
#include "harness/noise_between_cpus.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

namespace {

using std::chrono::nanoseconds;

ClockNoise look_at_clock(nanoseconds budget) {
  constexpr int batch = 1'000;
  ClockNoise found{.cost_ns = std::numeric_limits<double>::max(),
                   .step_ns = std::numeric_limits<std::int64_t>::max()};
  const std::int64_t give_up_ns = now_ns() + budget.count();
  do {
    const std::int64_t began_ns = now_ns();
    std::int64_t last_ns = began_ns;
    for (int i = 0; i < batch; ++i) {
      const std::int64_t read_ns = now_ns();
      if (read_ns > last_ns) found.step_ns = std::min(found.step_ns, read_ns - last_ns);
      last_ns = read_ns;
    }
    // The quickest batch is the one that nobody interrupted.
    found.cost_ns = std::min(found.cost_ns, static_cast<double>(last_ns - began_ns) / batch);
  } while (now_ns() < give_up_ns);
  return found;
}

LostTime watch_the_clock(int cpu, nanoseconds budget) {
  LostTime lost{.cpu = cpu};
  const std::int64_t began_ns = now_ns();
  const std::int64_t give_up_ns = began_ns + budget.count();
  std::int64_t gone_ns = 0;
  std::int64_t last_ns = began_ns;
  while (last_ns < give_up_ns) {
    const std::int64_t read_ns = now_ns();
    const std::int64_t gap_ns = read_ns - last_ns;
    last_ns = read_ns;
    if (gap_ns < noticeable_gap_ns) continue;
    ++lost.gaps;
    gone_ns += gap_ns;
    lost.longest_ns = std::max(lost.longest_ns, gap_ns);
  }
  lost.share = static_cast<double>(gone_ns) / static_cast<double>(last_ns - began_ns);
  return lost;
}

/// On all of these CPUs at once, as both sides of a spinning mechanism are.
std::vector<LostTime> look_for_gaps(const std::vector<int>& cpus, nanoseconds budget) {
  std::vector<std::optional<LostTime>> seen(cpus.size());
  {
    std::vector<std::jthread> watchers;
    for (std::size_t i = 0; i < cpus.size(); ++i) {
      watchers.emplace_back([&, i] {
        if (pin_to(cpus[i]).ok()) seen[i] = watch_the_clock(cpus[i], budget);
      });
    }
  }
  std::vector<LostTime> lost;
  for (const auto& one : seen) {
    if (one) lost.push_back(*one);
  }
  return lost;
}

}  // namespace

Noise measure_noise(const std::vector<int>& allowed_cpus, int cpu_a, int cpu_b,
                    nanoseconds budget) {
  const SystemFiles files;
  const std::int64_t began_ns = now_ns();
  const auto before = cpu_time(files, allowed_cpus);
  Noise noise;
  try {
    noise.clock = look_at_clock(budget / 40);
    noise.wake_up = look_at_wake_ups(cpu_a, cpu_b, budget / 5);
    noise.lost =
        look_for_gaps(cpu_a == cpu_b ? std::vector{cpu_a} : std::vector{cpu_a, cpu_b}, budget / 4);
    noise.distances = look_at_distances(allowed_cpus, budget / 2);
  } catch (const std::system_error&) {
    // No thread to be had: what has been measured so far is all there is.
  }
  const auto after = cpu_time(files, allowed_cpus);
  // The kernel's count of stolen time has been seen to go back.
  if (before && after && after->total > before->total && after->stolen >= before->stolen) {
    noise.stolen_share = static_cast<double>(after->stolen - before->stolen) /
                         static_cast<double>(after->total - before->total);
  }
  noise.seconds = static_cast<double>(now_ns() - began_ns) / 1e9;
  return noise;
}

}  // namespace ipcbench
