// Checking, calibrating and measuring one session.
#include "harness/trial.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/clock.hpp"
#include "harness/loops.hpp"

namespace ipcbench {

namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

// A slice that takes this much longer than planned is taken for a hang. Generous: two processes
// that spin on one crowded CPU hand over once a time slice, and a wrong alarm costs a result. A
// process that dies is noticed at once anyhow.
constexpr seconds slice_deadline{20};
constexpr std::uint64_t first_guess_messages = 4;
/// On a busy machine two slices in a row may be preempted, hardly four.
constexpr unsigned fewest_slices = 4;
// A slice that is shorter than this says more about the clock than about the mechanism.
constexpr std::int64_t shortest_told_ns = 2'000;
/// Messages at the start of every slice that wake both sides up and are not timed.
constexpr std::uint64_t wake_up_messages = 8;

/// The counted slice: a part of a timed one, but enough to hide its own start.
constexpr std::uint64_t counted_share = 8;
constexpr std::uint64_t fewest_counted = 64;

/// Whether the untimed messages of a slice are really sent: a stream without a peer has nobody to
/// wake up, and of a lossy one nobody could tell when they have arrived.
bool warms_up(const Descriptor& descriptor, Pattern pattern) {
  return pattern == Pattern::round_trip ||
         (descriptor.family != Family::floor && descriptor.delivery == Delivery::reliable);
}

/// A session that is told to run slices of one pattern.
class SliceRunner {
 public:
  /// Adds what the slices use up to the trial's account.
  SliceRunner(Session& session, Pattern pattern, bool warms_up, const TrialPlan& plan, Trial& trial)
      : session_(&session),
        pattern_(pattern),
        warms_up_(warms_up),
        deadline_(slice_deadline + std::max({plan.slice, plan.measured, plan.warmup})),
        trial_(&trial) {}

  Outcome<Slice> run(std::uint64_t messages) {
    const Order order = order_for(messages);
    const std::uint64_t sum_before = session_->control().round_trips.sum();
    const auto replies = session_->obey(order, deadline_);
    if (!replies) return std::unexpected(replies.error());
    trial_->client += replies->client.usage;
    trial_->server += replies->server.usage;
    trial_->usage_messages += messages_moved(order);
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

  /// One more slice, under hardware counters and not timed: they cost something at each switch of
  /// processes.
  Outcome<void> count(std::uint64_t messages) {
    Order order = order_for(messages);
    order.counted = true;
    const auto replies = session_->obey(order, deadline_);
    if (!replies) return std::unexpected(replies.error());
    const auto& [client, server] = *replies;
    if (!client.counters || !server.counters) return {};
    trial_->counters =
        Counters{.messages = messages_moved(order),
                 .cycles = client.counters->cycles + server.counters->cycles,
                 .instructions = client.counters->instructions + server.counters->instructions,
                 .cache_misses = client.counters->cache_misses + server.counters->cache_misses,
                 .kernel = client.counters->kernel && server.counters->kernel};
    return {};
  }

  /// What was used up so far was the warm-up's.
  void forget_usage() {
    trial_->client = trial_->server = {};
    trial_->usage_messages = 0;
  }

 private:
  [[nodiscard]] Order order_for(std::uint64_t messages) const {
    return {.action = pattern_ == Pattern::round_trip ? Action::round_trips : Action::stream,
            .warmup = warms_up_ ? std::min(wake_up_messages, messages) : 0,
            .messages = messages};
  }

  /// Both sides' messages of an order, the untimed ones included; a round trip is two.
  [[nodiscard]] std::uint64_t messages_moved(const Order& order) const {
    const LoopCounts counts{.warmup = order.warmup, .messages = order.messages};
    return pattern_ == Pattern::round_trip ? 2 * round_trips_answered(counts)
                                           : counts.warmup + counts.messages;
  }

  Session* session_;
  Pattern pattern_;
  bool warms_up_;
  nanoseconds deadline_;
  Trial* trial_;
};

double ns_per_message(const Slice& slice) {
  return static_cast<double>(slice.elapsed_ns) /
         static_cast<double>(std::max<std::uint64_t>(slice.sent, 1));
}

/// Runs slices that grow until the warm-up is over; says how many messages fill a measured slice.
/// The fastest of several slices counts: start-up and preemption make a slice slower, and nothing
/// makes one faster than the mechanism is.
Outcome<std::uint64_t> warm_up(SliceRunner& runner, const TrialPlan& plan) {
  const auto target_ns = static_cast<double>(plan.warmup.count()) / 2;
  const std::int64_t began_ns = now_ns();
  std::uint64_t messages = first_guess_messages;
  std::optional<double> fastest;
  for (unsigned slices = 1;; ++slices) {
    const auto slice = runner.run(messages);
    if (!slice) return std::unexpected(slice.error());
    const double each_ns = std::max(ns_per_message(*slice), 0.1);
    if (!fastest || slice->elapsed_ns >= shortest_told_ns) {
      fastest = std::min(fastest.value_or(each_ns), each_ns);
    }
    const bool warm = now_ns() - began_ns >= plan.warmup.count();
    const bool filled = *fastest * static_cast<double>(messages) >= target_ns / 2;
    if (slices >= fewest_slices && warm && filled) break;
    const double wanted =
        std::clamp(target_ns / *fastest, 1.0, 16.0 * static_cast<double>(messages));
    messages = std::max<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1);
  }
  const double fastest_ns = *fastest;
  const auto messages_in = [fastest_ns](nanoseconds time) {
    return std::max<std::uint64_t>(
        static_cast<std::uint64_t>(static_cast<double>(time.count()) / fastest_ns), 1);
  };
  // Every slice begins after a pause, and what follows a pause is slow. In a slice of a hundred
  // messages that would be a percentile.
  return std::max(messages_in(plan.slice),
                  std::min(messages_in(plan.measured), plan.slice_messages));
}

/// Looks at the weather before and after what is measured.
class WeatherWatch {
 public:
  WeatherWatch(Session& session, Cpus cpus) : session_(&session), cpus_(cpus) {}

  Outcome<void> before() {
    const std::int64_t from_ns = now_ns();
    auto distance = measure_distance();
    if (!distance) return std::unexpected(distance.error());
    weather_.distance_before_ns = *distance;
    stolen_before_ns_ = stolen_ns(cpus_);
    took_ns_ += now_ns() - from_ns;
    return {};
  }

  Outcome<void> after() {
    const std::int64_t from_ns = now_ns();
    const auto stolen_after_ns = stolen_ns(cpus_);
    if (stolen_before_ns_ && stolen_after_ns) {
      weather_.steal_ns = std::max<std::int64_t>(*stolen_after_ns - *stolen_before_ns_, 0);
    }
    weather_.frequency_mhz = frequency_mhz(cpus_);
    auto distance = measure_distance();
    if (!distance) return std::unexpected(distance.error());
    weather_.distance_after_ns = *distance;
    took_ns_ += now_ns() - from_ns;
    return {};
  }

  [[nodiscard]] const Weather& weather() const { return weather_; }
  [[nodiscard]] std::int64_t took_ns() const { return took_ns_; }

 private:
  /// Nothing where the processes are not on two CPUs, or one was not there in time.
  Outcome<std::optional<double>> measure_distance() {
    if (!cpus_.client || !cpus_.server || cpus_.client == cpus_.server) return {};
    const auto replies = session_->obey({.action = Action::distance}, slice_deadline);
    if (!replies) return std::unexpected(replies.error());
    if (replies->client.distance_ns <= 0) return {};
    return replies->client.distance_ns;
  }

  Session* session_;
  Cpus cpus_;
  Weather weather_;
  std::optional<std::int64_t> stolen_before_ns_;
  std::int64_t took_ns_ = 0;
};

/// Whether one more slice belongs to the trial; `began_ns` is when the first one began.
bool wants_more(const Trial& trial, Pattern pattern, const TrialPlan& plan,
                std::uint64_t slice_messages, std::int64_t began_ns) {
  if (trial.slices.empty()) return true;
  // A slice that would be less than half inside is left out.
  const double each_ns = static_cast<double>(now_ns() - began_ns) /
                         static_cast<double>(trial.slices.size() * slice_messages);
  const double ends_ns =
      static_cast<double>(now_ns() - began_ns) + each_ns * static_cast<double>(slice_messages) / 2;
  const auto planned_ns = static_cast<double>(plan.measured.count());
  if (ends_ns <= planned_ns) return true;
  return pattern == Pattern::round_trip && trial.received() < plan.round_trips_wanted &&
         ends_ns <= planned_ns * TrialPlan::longest_stretch;
}

}  // namespace

std::uint64_t Trial::sent() const {
  return std::accumulate(slices.begin(), slices.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const Slice& s) { return sum + s.sent; });
}

std::uint64_t Trial::received() const {
  return std::accumulate(slices.begin(), slices.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const Slice& s) { return sum + s.received; });
}

std::int64_t Trial::elapsed_ns() const {
  return std::accumulate(slices.begin(), slices.end(), std::int64_t{0},
                         [](std::int64_t sum, const Slice& s) { return sum + s.elapsed_ns; });
}

Outcome<Trial> run_trial(const Mechanism& mechanism, Pattern pattern, const LinkOptions& options,
                         Cpus cpus, const TrialPlan& plan, const Interrupt* interrupt) {
  const std::int64_t began_ns = now_ns();
  Trial trial;
  std::int64_t at_work_ns = 0;
  {
    auto session = Session::start(mechanism, options, cpus, interrupt);
    if (!session) return std::unexpected(session.error());
    trial.effective = session->effective();
    const auto checked = session->obey({.action = Action::check}, slice_deadline);
    if (!checked) return std::unexpected(checked.error());

    WeatherWatch watch(*session, cpus);
    if (const auto seen = watch.before(); !seen) return std::unexpected(seen.error());
    const std::int64_t warm_from_ns = now_ns();
    SliceRunner runner(*session, pattern, warms_up(*mechanism.descriptor, pattern), plan, trial);
    const auto messages = warm_up(runner, plan);
    if (!messages) return std::unexpected(messages.error());
    session->control().round_trips.clear();
    runner.forget_usage();

    const std::int64_t slices_from_ns = now_ns();
    while (wants_more(trial, pattern, plan, *messages, slices_from_ns)) {
      const auto slice = runner.run(*messages);
      if (!slice) return std::unexpected(slice.error());
      trial.slices.push_back(*slice);
    }
    trial.round_trips.merge(session->control().round_trips);
    if (plan.counters == TrialPlan::Counting::on) {
      const auto some = std::max(*messages / counted_share, std::min(*messages, fewest_counted));
      if (const auto counted = runner.count(some); !counted) {
        return std::unexpected(counted.error());
      }
    }
    at_work_ns = now_ns() - warm_from_ns;
    if (const auto seen = watch.after(); !seen) return std::unexpected(seen.error());
    trial.weather = watch.weather();
    trial.weather_ns = watch.took_ns();
  }
  trial.overhead_ns = now_ns() - began_ns - at_work_ns - trial.weather_ns;
  return trial;
}

}  // namespace ipcbench
