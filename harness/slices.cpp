// Ordering slices and reading what came of them.
#include "harness/slices.hpp"

#include <algorithm>
#include <limits>

#include "base/clock.hpp"
#include "harness/loops.hpp"

namespace ipcbench {

namespace {

using std::chrono::nanoseconds;

constexpr std::uint64_t first_guess_messages = 4;
/// On a busy machine two slices in a row may be preempted, hardly four.
constexpr unsigned fewest_slices = 4;
/// Two that agree with what is known of the cell were not preempted.
constexpr unsigned fewest_expected_slices = 2;
constexpr double agreement = 1.5;
// A slice that is shorter than this says more about the clock than about the mechanism.
constexpr std::int64_t shortest_told_ns = 2'000;
/// Nothing is quicker, a loop without a body neither.
constexpr double least_ns_per_message = 0.1;
/// Of messages, from one slice to the next.
constexpr double most_growth = 16;

double ns_per_message(const Slice& slice) {
  const double each_ns = static_cast<double>(slice.elapsed_ns) /
                         static_cast<double>(std::max<std::uint64_t>(slice.sent, 1));
  return std::max(each_ns, least_ns_per_message);
}

}  // namespace

/// Whether the untimed messages of a slice are really sent: a stream without a peer has nobody to
/// wake up, and of a lossy one nobody could tell when they have arrived.
bool SliceRunner::warms_up(const Descriptor& descriptor, Pattern pattern) {
  return pattern == Pattern::round_trip ||
         (descriptor.family != Family::floor && descriptor.delivery == Delivery::reliable);
}

Order SliceRunner::order_for(std::uint64_t messages, std::uint64_t warmup) const {
  return {.action = pattern_ == Pattern::round_trip ? Action::round_trips : Action::stream,
          .warmup = warms_up_ ? warmup : 0,
          .messages = messages};
}

/// Both sides' messages of an order, the untimed ones included; a round trip is two.
std::uint64_t SliceRunner::messages_moved(const Order& order) const {
  const LoopCounts counts{.warmup = order.warmup, .messages = order.messages};
  return pattern_ == Pattern::round_trip ? 2 * round_trips_answered(counts)
                                         : counts.warmup + counts.messages;
}

Outcome<Slice> SliceRunner::run(std::uint64_t messages, std::uint64_t warmup) {
  const Order order = order_for(messages, warmup);
  const std::uint64_t sum_before = session_->control().round_trips.sum();
  const auto replies = session_->obey(order, deadline_);
  if (!replies) return std::unexpected(replies.error());
  usage_.client += replies->client.usage;
  usage_.server += replies->server.usage;
  usage_.messages += messages_moved(order);
  if (pattern_ == Pattern::round_trip) {
    const std::uint64_t sum = session_->control().round_trips.sum() - sum_before;
    return Slice{.sent = messages,
                 .received = messages - std::min(messages, replies->client.lost),
                 .elapsed_ns = static_cast<std::int64_t>(sum)};
  }
  const std::int64_t client_ns = session_->control().began_ns.load(std::memory_order_relaxed);
  const std::int64_t began_ns =
      replies->server.began_ns != 0 ? replies->server.began_ns : client_ns;
  return Slice{.sent = replies->client.messages,
               .received = replies->server.messages,
               .elapsed_ns = std::max<std::int64_t>(replies->server.ended_ns - began_ns, 0)};
}

Outcome<std::optional<Counters>> SliceRunner::count(std::uint64_t messages) {
  Order order = order_for(messages, std::min(wake_up_messages, messages));
  order.counted = true;
  const auto replies = session_->obey(order, deadline_);
  if (!replies) return std::unexpected(replies.error());
  const auto& [client, server] = *replies;
  if (!client.counters || !server.counters) return {};
  return Counters{.messages = messages_moved(order),
                  .cycles = client.counters->cycles + server.counters->cycles,
                  .instructions = client.counters->instructions + server.counters->instructions,
                  .cache_misses = client.counters->cache_misses + server.counters->cache_misses,
                  .kernel = client.counters->kernel && server.counters->kernel};
}

void SliceRunner::forget() {
  usage_ = {};
  session_->control().round_trips.clear();
}

Outcome<double> warm_up(SliceRunner& runner, nanoseconds warmup,
                        std::optional<double> expected_ns) {
  const double target_ns = static_cast<double>(warmup.count()) / 2;
  const double most_messages = target_ns / least_ns_per_message;
  const std::int64_t began_ns = now_ns();
  auto messages = first_guess_messages;
  if (expected_ns) {
    messages = static_cast<std::uint64_t>(std::clamp(target_ns / *expected_ns, 1.0, most_messages));
  }
  double fastest_ns = std::numeric_limits<double>::infinity();
  for (unsigned slices = 1;; ++slices) {
    const auto slice = runner.run(messages, std::min(wake_up_messages, messages));
    if (!slice) return std::unexpected(slice.error());
    const auto sent = static_cast<double>(messages);
    const bool tells = slice->elapsed_ns >= shortest_told_ns || sent >= most_messages;
    if (tells) fastest_ns = std::min(fastest_ns, ns_per_message(*slice));
    const bool warm = now_ns() - began_ns >= warmup.count();
    const bool filled = tells && fastest_ns * sent >= target_ns / 2;
    const bool as_expected = expected_ns && fastest_ns <= agreement * *expected_ns;
    const unsigned fewest = as_expected ? fewest_expected_slices : fewest_slices;
    if (slices >= fewest && warm && filled) break;
    const double wanted = tells ? target_ns / fastest_ns : most_messages;
    messages = static_cast<std::uint64_t>(std::clamp(wanted, 1.0, most_growth * sent));
  }
  runner.forget();
  return fastest_ns;
}

Outcome<void> check_exchange(Session& session, Thoroughness thoroughness, nanoseconds deadline) {
  const auto checked = session.obey({.action = Action::check, .check = thoroughness}, deadline);
  if (!checked) return std::unexpected(checked.error());
  return {};
}

Outcome<std::optional<double>> measure_distance(Session& session, const Cpus& cpus,
                                                nanoseconds deadline) {
  if (!cpus.client || !cpus.server || cpus.client == cpus.server) return {};
  const auto replies = session.obey({.action = Action::distance}, deadline);
  if (!replies) return std::unexpected(replies.error());
  if (replies->client.distance_ns <= 0) return {};
  return replies->client.distance_ns;
}

}  // namespace ipcbench
