// Measuring the machine's noise with threads; nothing of it outlives a call.
#include "harness/noise.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <memory>
#include <system_error>
#include <thread>

#include "base/clock.hpp"
#include "base/cpu_relax.hpp"
#include "base/futex.hpp"
#include "base/histogram.hpp"
#include "harness/machine.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

/// Two cache lines: processors fetch them in pairs.
constexpr std::size_t line_bytes = 128;

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

/// Whose turn it is, in a word that threads sleep on.
enum class Turn : std::uint32_t { a, b, over };

struct alignas(line_bytes) Table {
  std::atomic<std::uint32_t> turn{static_cast<std::uint32_t>(Turn::a)};

  void give(Turn next) {
    turn.store(static_cast<std::uint32_t>(next), std::memory_order_release);
    futex_wake(turn, 1);
  }
  /// Sleeps until it is somebody else's turn; says whose.
  Turn await_other_than(Turn now) {
    const auto old = static_cast<std::uint32_t>(now);
    for (;;) {
      const std::uint32_t seen = turn.load(std::memory_order_acquire);
      if (seen != old) return static_cast<Turn>(seen);
      futex_wait(turn, old);
    }
  }
};

struct EndOfGame {
  Table* table;
  ~EndOfGame() { table->give(Turn::over); }
};

std::optional<WakeUpNoise> look_at_wake_ups(int cpu_a, int cpu_b, nanoseconds budget) {
  Table table;
  bool pinned_b = false;
  bool pinned_a = false;
  Histogram there_and_back;
  {
    const std::jthread b([&] {
      pinned_b = pin_to(cpu_b).ok();
      while (table.await_other_than(Turn::a) == Turn::b) table.give(Turn::a);
    });
    // Also when there is no second thread to be had: the first one must not wait for it for ever.
    const EndOfGame end{.table = &table};
    // Not in this thread, which must stay where it may be.
    const std::jthread a([&] {
      pinned_a = pin_to(cpu_a).ok();
      const std::int64_t give_up_ns = now_ns() + budget.count();
      for (std::int64_t began_ns = now_ns(); began_ns < give_up_ns;) {
        table.give(Turn::b);
        table.await_other_than(Turn::b);
        const std::int64_t ended_ns = now_ns();
        there_and_back.record(static_cast<std::uint64_t>(ended_ns - began_ns));
        began_ns = ended_ns;
      }
    });
  }
  if (!pinned_a || !pinned_b) return {};
  return WakeUpNoise{.cpu_a = cpu_a,
                     .cpu_b = cpu_b,
                     .p50_ns = there_and_back.quantile(0.5),
                     .p99_ns = there_and_back.quantile(0.99)};
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

/// A line that two threads throw to each other.
struct Ball {
  alignas(line_bytes) std::atomic<std::uint32_t> count{0};
  alignas(line_bytes) std::atomic<bool> dropped{false};

  /// Waits until the other one has thrown so often. False if it does not.
  bool wait_for(std::uint32_t wanted, std::int64_t give_up_ns) {
    constexpr int looks = 2'000;
    for (;;) {
      for (int i = 0; i < looks; ++i) {
        if (count.load(std::memory_order_acquire) == wanted) return true;
      }
      // The other one may be waiting for a CPU, or have none.
      if (dropped.load(std::memory_order_relaxed)) return false;
      if (now_ns() > give_up_ns) {
        dropped = true;
        return false;
      }
    }
  }
};

constexpr std::uint32_t throws_in_batch = 100;
constexpr std::uint32_t batches = 9;

/// The side that times: the median of its batches, so that one interruption does not count.
std::optional<double> throw_and_time(Ball& ball, std::int64_t give_up_ns) {
  std::vector<double> each_ns;
  for (std::uint32_t batch = 0; batch < batches; ++batch) {
    const std::int64_t began_ns = now_ns();
    for (std::uint32_t i = 0; i < throws_in_batch; ++i) {
      const std::uint32_t number = 2 * (batch * throws_in_batch + i);
      ball.count.store(number + 1, std::memory_order_release);
      if (!ball.wait_for(number + 2, give_up_ns)) return {};
    }
    each_ns.push_back(static_cast<double>(now_ns() - began_ns) / throws_in_batch);
  }
  std::ranges::nth_element(each_ns, each_ns.begin() + batches / 2);
  return each_ns[batches / 2];
}

void throw_back(Ball& ball, std::int64_t give_up_ns) {
  for (std::uint32_t number = 1; number < 2 * throws_in_batch * batches; number += 2) {
    if (!ball.wait_for(number, give_up_ns)) return;
    ball.count.store(number + 1, std::memory_order_release);
  }
}

std::optional<double> look_at_distance(int cpu_a, int cpu_b) {
  constexpr milliseconds patience{20};
  const std::int64_t give_up_ns = now_ns() + nanoseconds(patience).count();
  const auto ball = std::make_unique<Ball>();
  std::optional<double> found;
  std::atomic<int> pinned{0};
  const auto ready = [&](int cpu) {
    pinned += pin_to(cpu).ok() ? 1 : -2;
    // Nobody throws before both are where they belong.
    while (pinned == 1 && now_ns() < give_up_ns) cpu_relax();
    return pinned == 2;
  };
  {
    const std::jthread b([&] {
      if (ready(cpu_b)) throw_back(*ball, give_up_ns);
    });
    const std::jthread a([&] {
      if (ready(cpu_a)) found = throw_and_time(*ball, give_up_ns);
    });
  }
  return found;
}

std::vector<PairDistance> look_at_distances(const std::vector<int>& cpus, nanoseconds budget) {
  constexpr std::size_t most_in_matrix = 12;
  constexpr milliseconds between_looks{10};
  const std::vector<int> some = some_of(cpus, most_in_matrix);
  std::vector<PairDistance> pairs;
  for (std::size_t i = 0; i < some.size(); ++i) {
    for (std::size_t j = i + 1; j < some.size(); ++j) {
      pairs.push_back({.cpu_a = some[i], .cpu_b = some[j]});
    }
  }
  const std::int64_t give_up_ns = now_ns() + budget.count();
  while (!pairs.empty() && now_ns() < give_up_ns) {
    const auto next_look = std::chrono::steady_clock::now() + between_looks;
    for (PairDistance& pair : pairs) {
      if (now_ns() >= give_up_ns) break;
      if (const auto ns = look_at_distance(pair.cpu_a, pair.cpu_b)) pair.samples_ns.push_back(*ns);
    }
    std::this_thread::sleep_until(next_look);
  }
  return pairs;
}

}  // namespace

std::vector<int> some_of(const std::vector<int>& cpus, std::size_t most) {
  if (cpus.size() <= most) return cpus;
  std::vector<int> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(cpus[i * cpus.size() / most]);
  return some;
}

double PairDistance::quantile(double q) const {
  if (samples_ns.empty()) return 0;
  std::vector<double> sorted = samples_ns;
  std::ranges::sort(sorted);
  return sorted[static_cast<std::size_t>(std::round(q * static_cast<double>(sorted.size() - 1)))];
}

bool PairDistance::changes() const {
  return flips() != 0;
}

unsigned PairDistance::flips() const {
  constexpr double noticeable = 1.4;
  constexpr double tail = 0.05;
  const double near_ns = quantile(tail);
  const double far_ns = quantile(1 - tail);
  if (far_ns < noticeable * near_ns) return 0;
  const double middle_ns = std::sqrt(near_ns * far_ns);
  unsigned flips = 0;
  std::optional<bool> was_far;
  for (std::size_t i = 1; i < samples_ns.size(); ++i) {
    const bool far = samples_ns[i] > middle_ns;
    if (far != (samples_ns[i - 1] > middle_ns)) continue;  // one sample is not a stay
    if (was_far && *was_far != far) ++flips;
    was_far = far;
  }
  return flips;
}

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
