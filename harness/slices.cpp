// Ordering slices and reading what came of them.
#include "harness/slices.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "harness/calibration.hpp"
#include "harness/loops.hpp"

namespace ipcbench {

using std::chrono::nanoseconds;

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
  const std::int64_t began_ns = now_ns();
  Calibration calibration(warmup, expected_ns);
  while (!calibration.over()) {
    const std::uint64_t messages = calibration.messages();
    const auto slice = runner.run(messages, std::min(wake_up_messages, messages));
    if (!slice) return std::unexpected(slice.error());
    calibration.note(*slice, nanoseconds(now_ns() - began_ns));
  }
  runner.forget();
  return calibration.ns_per_message();
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
