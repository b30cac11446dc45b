// Measuring what two threads on two CPUs are to each other; nothing of it outlives a call.
#include "harness/noise_between_cpus.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <latch>
#include <memory>
#include <thread>

#include "base/clock.hpp"
#include "base/futex.hpp"
#include "base/histogram.hpp"
#include "harness/distance.hpp"
#include "harness/placement.hpp"

namespace ipcbench {

namespace {

/// One of the two threads that wait for each other, if there is no second one to be had.
class Place {
 public:
  explicit Place(std::latch& arrived) : arrived_(&arrived) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    if (arrived_ != nullptr) arrived_->count_down();
  }
  void taken() { arrived_ = nullptr; }

 private:
  std::latch* arrived_;
};

/// Each on a thread of its own, pinned, at the same time. False, and nothing is done, if one of the
/// CPUs is not to be had.
template <class First, class Second>
bool on_two_cpus(int cpu_a, const First& first, int cpu_b, const Second& second) {
  std::latch arrived(2);
  std::atomic<int> pinned{0};
  const auto play = [&](int cpu, const auto& part) {
    if (pin_to(cpu).ok()) ++pinned;
    arrived.arrive_and_wait();
    if (pinned == 2) part();
  };
  {
    // Not in this thread, which must stay where it may be.
    const std::jthread a([&] { play(cpu_a, first); });
    Place place(arrived);
    const std::jthread b([&] { play(cpu_b, second); });
    place.taken();
  }
  return pinned == 2;
}

/// Whose turn it is, in a word that threads sleep on.
enum class Turn : std::uint32_t { a, b, over };

struct Table {
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

/// As the two sides of a trial measure it.
std::optional<double> look_at_distance(int cpu_a, int cpu_b) {
  const auto line = std::make_unique<DistanceLine>();
  std::optional<double> found;
  on_two_cpus(
      cpu_a, [&] { found = probe_distance_as_client(*line); }, cpu_b,
      [&] { probe_distance_as_server(*line); });
  return found;
}

}  // namespace

std::optional<WakeUpNoise> look_at_wake_ups(int cpu_a, int cpu_b, std::chrono::nanoseconds budget) {
  Table table;
  Histogram there_and_back;
  const auto call = [&] {
    const std::int64_t give_up_ns = now_ns() + budget.count();
    for (std::int64_t began_ns = now_ns(); began_ns < give_up_ns;) {
      table.give(Turn::b);
      table.await_other_than(Turn::b);
      const std::int64_t ended_ns = now_ns();
      there_and_back.record(static_cast<std::uint64_t>(ended_ns - began_ns));
      began_ns = ended_ns;
    }
    table.give(Turn::over);
  };
  const auto answer = [&] {
    while (table.await_other_than(Turn::a) == Turn::b) table.give(Turn::a);
  };
  if (!on_two_cpus(cpu_a, call, cpu_b, answer)) return {};
  return WakeUpNoise{.cpu_a = cpu_a,
                     .cpu_b = cpu_b,
                     .p50_ns = there_and_back.quantile(0.5),
                     .p99_ns = there_and_back.quantile(0.99)};
}

std::vector<PairDistance> look_at_distances(const std::vector<int>& cpus,
                                            std::chrono::nanoseconds budget) {
  constexpr std::size_t most_in_matrix = 12;
  constexpr std::chrono::milliseconds between_looks{10};
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

}  // namespace ipcbench
