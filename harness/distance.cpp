// Passing a cache line back and forth.
#include "harness/distance.hpp"

#include <sched.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/clock.hpp"
#include "base/cpu_relax.hpp"

namespace ipcbench {

namespace {

constexpr std::uint64_t over = std::numeric_limits<std::uint64_t>::max();
constexpr unsigned passes_a_batch = 16;
// The first batches find cold caches and, on the other side, a process that is just waking up.
constexpr std::size_t unsettled_batches = 4;
constexpr std::size_t most_batches = 512;
/// A peer that is not scheduled for so long has lost its CPU; a probe would say nothing.
constexpr std::int64_t patience_ns = 20'000'000;
// Between looks at the clock, which costs as much as a near pass.
constexpr unsigned looks_between_clocks = 1024;

/// Waits for the peer's turn; false at the deadline.
bool wait_for(const std::atomic<std::uint64_t>& turn, std::uint64_t expected,
              std::int64_t give_up_ns) {
  for (unsigned looks = 1;; ++looks) {
    // Acquire, as a mechanism would: the pass includes what ordering costs.
    if (turn.load(std::memory_order_acquire) == expected) return true;
    if (looks % looks_between_clocks == 0 && now_ns() > give_up_ns) return false;
    cpu_relax();
  }
}

}  // namespace

std::optional<double> probe_distance_as_client(DistanceLine& line) {
  std::array<double, most_batches> batches{};
  std::size_t count = 0;
  std::uint64_t turn = 0;
  const std::int64_t began_ns = now_ns();
  const std::int64_t give_up_ns = began_ns + patience_ns;
  std::int64_t batch_began_ns = began_ns;
  const std::int64_t ends_ns = began_ns + std::chrono::nanoseconds(distance_probe_time).count();
  bool answered = true;
  while (answered && count < most_batches && batch_began_ns < ends_ns) {
    for (unsigned pass = 0; answered && pass < passes_a_batch; ++pass) {
      line.turn.store(++turn, std::memory_order_release);
      ++turn;
      answered = wait_for(line.turn, turn, give_up_ns);
    }
    const std::int64_t ended_ns = now_ns();
    batches[count++] = static_cast<double>(ended_ns - batch_began_ns) / passes_a_batch;
    batch_began_ns = ended_ns;
  }
  line.turn.store(over, std::memory_order_release);
  if (!answered || count <= unsettled_batches) return {};
  const auto first = batches.begin() + unsettled_batches;
  const auto last = batches.begin() + static_cast<std::ptrdiff_t>(count);
  const auto middle = first + (last - first) / 2;
  std::nth_element(first, middle, last);
  return *middle;
}

void probe_distance_as_server(DistanceLine& line) {
  // The coordinator may have been on this CPU and still has to order the client. A spinning process
  // would keep it from that for a whole time slice.
  while (line.turn.load(std::memory_order_acquire) == 0) ::sched_yield();
  // No deadline of its own: a client that is dead ends the session, and this process with it.
  for (std::uint64_t expected = 1;;) {
    std::uint64_t turn = line.turn.load(std::memory_order_acquire);
    if (turn == over) return;
    // Not a plain store: while this side was preempted the client may have given up, and its last
    // word must not be overwritten.
    if (turn == expected && line.turn.compare_exchange_strong(turn, turn + 1)) {
      expected += 2;
    } else {
      cpu_relax();
    }
  }
}

}  // namespace ipcbench
