// Does the harness add nothing? The program's own cells against minimal loops, in alternation.
//
//   reference_compare [PAIRS [MILLISECONDS [MECHANISM]]]
//
// A pair counts only where the cache-line distance of the two CPUs was the same before and after
// it. Prints the median ratio of each mechanism; exit 1 if one is out of its bounds.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "base/scratch.hpp"
#include "bench/mechanisms.hpp"
#include "harness/trial.hpp"
#include "results/statistics.hpp"
#include "tests/reference/loops.h"

namespace {

using namespace ipcbench;

constexpr int client_cpu = 0;
constexpr int server_cpu = 1;
// Long enough to see the machine's moods after a start, which last for tens of milliseconds.
int trial_ms = 1000;
// Within one regime the distance varies by a few per cent; a flip is a factor of two or more.
constexpr double same_distance = 0.25;

struct Comparison {
  std::string mechanism;
  Pattern pattern;
  std::size_t bytes;
};

double ours(const Comparison& c, Scratch& scratch) {
  const LinkOptions options{.message_bytes = c.bytes, .scratch = &scratch};
  const TrialPlan plan{.measured = std::chrono::milliseconds(trial_ms),
                       .slice = std::chrono::milliseconds(trial_ms / 2),
                       .warmup = std::chrono::milliseconds(trial_ms / 10)};
  const auto trial = run_trial(*find_mechanism(c.mechanism), c.pattern, options,
                               Cpus{.client = client_cpu, .server = server_cpu}, plan, nullptr);
  if (!trial) {
    fmt::print(stderr, "{}: {}\n", c.mechanism, trial.error().reason);
    std::exit(2);
  }
  if (c.pattern == Pattern::round_trip) return trial->round_trips.quantile(0.5);
  return static_cast<double>(trial->received() * c.bytes) /
         static_cast<double>(trial->elapsed_ns()) * 1e9;
}

double theirs(const Comparison& c) {
  if (c.mechanism == "shm_spin") return reference_distance_ns(client_cpu, server_cpu, trial_ms);
  return c.pattern == Pattern::round_trip
             ? reference_round_trip_ns(c.mechanism.c_str(), c.bytes, client_cpu, server_cpu,
                                       trial_ms)
             : reference_stream_bytes_per_s(c.mechanism.c_str(), c.bytes, client_cpu, server_cpu,
                                            trial_ms);
}

/// The ratio of one pair, unless the weather changed meanwhile.
std::optional<double> ratio_of_pair(const Comparison& c, Scratch& scratch, bool ours_first) {
  const double before = reference_distance_ns(client_cpu, server_cpu, 1);
  double a = 0;
  double b = 0;
  if (ours_first) {
    a = ours(c, scratch);
    b = theirs(c);
  } else {
    b = theirs(c);
    a = ours(c, scratch);
  }
  const double after = reference_distance_ns(client_cpu, server_cpu, 1);
  if (std::abs(after / before - 1) > same_distance) return {};
  return a / b;
}

bool within(const Comparison& c, double ratio) {
  if (c.mechanism == "shm_spin") return ratio <= 1.10;
  if (c.pattern == Pattern::stream) return ratio >= 0.97;
  return ratio >= 0.97 && ratio <= 1.03;
}

bool compare(const Comparison& c, Scratch& scratch, int pairs) {
  std::vector<double> ratios;
  int flipped = 0;
  for (int i = 0; i < pairs; ++i) {
    if (const auto ratio = ratio_of_pair(c, scratch, i % 2 == 0)) {
      ratios.push_back(*ratio);
    } else {
      ++flipped;
    }
  }
  if (ratios.size() < 6) {
    fmt::print("{:<12}{:<22}{:>7} B  only {} of {} pairs in steady weather\n", name_of(c.pattern),
               c.mechanism, c.bytes, ratios.size(), pairs);
    return false;
  }
  const Estimate ratio = median_with_interval(ratios);
  const bool good = within(c, ratio.value);
  fmt::print("{:<12}{:<22}{:>7} B  {:.3f}  [{:.3f}, {:.3f}]  {} pairs, {} flipped  {}\n",
             name_of(c.pattern), c.mechanism, c.bytes, ratio.value, ratio.interval->first,
             ratio.interval->second, ratios.size(), flipped, good ? "ok" : "OUT OF BOUNDS");
  std::fflush(stdout);
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  const int pairs = argc > 1 ? std::atoi(argv[1]) : 15;
  if (argc > 2) trial_ms = std::atoi(argv[2]);
  const char* only = argc > 3 ? argv[3] : nullptr;
  auto scratch = Scratch::create();
  if (!scratch) return 2;
  std::vector<Comparison> comparisons;
  for (const char* mechanism :
       {"pipe", "socketpair_stream", "socketpair_dgram", "socketpair_seqpacket", "unix_stream",
        "tcp", "udp", "posix_mq", "sysv_mq", "posix_shm_sem", "mmap_anon_sem", "sysv_shm_sem"}) {
    comparisons.push_back({mechanism, Pattern::round_trip, 64});
  }
  comparisons.push_back({"shm_spin", Pattern::round_trip, 8});
  for (const char* mechanism :
       {"pipe", "socketpair_stream", "socketpair_dgram", "socketpair_seqpacket", "unix_stream",
        "tcp", "posix_shm_sem", "mmap_anon_sem"}) {
    comparisons.push_back({mechanism, Pattern::stream, 64 * 1024});
  }
  for (const char* mechanism : {"posix_mq", "sysv_mq"}) {  // 8 KiB is the most they carry
    comparisons.push_back({mechanism, Pattern::stream, 8 * 1024});
  }
  bool good = true;
  for (const Comparison& c : comparisons) {
    if (only != nullptr && c.mechanism != only) continue;
    good = compare(c, *scratch, pairs) && good;
  }
  return good ? 0 : 1;
}
