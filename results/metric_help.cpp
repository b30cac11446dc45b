// The sentences.
#include "results/metric_help.hpp"

#include <algorithm>
#include <iterator>

namespace ipcbench {

namespace {

struct Help {
  std::string_view metric;
  std::string_view text;
};

constexpr Help helps[] = {
    {"rtt_p50", "Half of the round trips took at most this: median over the trials."},
    {"rtt_p90", "90 of 100 round trips took at most this: median over the trials."},
    {"rtt_p99", "99 of 100 round trips took at most this: median over the trials."},
    {"rtt_p999", "999 of 1000 round trips took at most this: median over the trials."},
    {"rtt_mean", "Mean time of a round trip: median over the trials."},
    {"rtt_min", "The shortest round trip of all trials."},
    {"rtt_max", "The longest round trip of all trials."},
    {"throughput", "Bytes that arrived, one way: median over the trials."},
    {"rtt_p50_to_best",
     "Times the median of the best of those that wait alike, from rounds that both count in."},
    {"throughput_to_best",
     "Times the throughput of the best of those that wait alike, from rounds that both count in."},
    {"messages", "Messages that arrived, one way: median over the trials."},
    {"loss", "Part of the sent messages that did not arrive: median over the trials."},
    {"cpu_per_message", "CPU time of both sides for a message: median over the trials."},
    {"user_per_message", "CPU time of both sides for a message, user: median over the trials."},
    {"system_per_message", "CPU time of both sides for a message, kernel: median over the trials."},
    {"voluntary_switches_per_message",
     "Times that a side gave its CPU up, for a message: median over the trials."},
    {"involuntary_switches_per_message",
     "Times that a side lost its CPU, for a message: median over the trials."},
    {"faults_per_message", "Page faults of both sides for a message: median over the trials."},
    {"cycles_per_message", "CPU cycles of both sides for a message: median over the trials."},
    {"instructions_per_message",
     "Instructions of both sides for a message: median over the trials."},
    {"cache_misses_per_message",
     "Cache misses of both sides for a message: median over the trials."},
    {"user_cycles_per_message",
     "CPU cycles of both sides for a message, without the kernel's: median over the trials."},
    {"user_instructions_per_message",
     "Instructions of both sides for a message, without the kernel's: median over the trials."},
    {"user_cache_misses_per_message",
     "Cache misses of both sides for a message, without the kernel's: median over the trials."},
    {"syscalls_per_message",
     "System calls of both sides for a message, counted once, in a pass that is not timed."},
};

}  // namespace

std::string_view help_of(std::string_view metric) {
  const auto* const found = std::ranges::find(helps, metric, &Help::metric);
  return found == std::end(helps) ? std::string_view() : found->text;
}

}  // namespace ipcbench
