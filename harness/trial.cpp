// Checking, warming up and measuring one session.
#include "harness/trial.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/clock.hpp"
#include "base/system_files.hpp"
#include "harness/company.hpp"

namespace ipcbench {

namespace {

using std::chrono::nanoseconds;

/// The counted slice: a part of a timed one, but enough to hide its own start.
constexpr std::uint64_t counted_share = 8;
constexpr std::uint64_t fewest_counted = 64;

/// How many messages fill a slice of the plan.
std::uint64_t messages_of_slice(const TrialPlan& plan, double ns_per_message) {
  const auto messages_in = [&](nanoseconds time) {
    return std::max<std::uint64_t>(
        static_cast<std::uint64_t>(static_cast<double>(time.count()) / ns_per_message), 1);
  };
  // Every slice begins after a pause, and what follows a pause is slow. In a slice of a hundred
  // messages that would be a percentile.
  return std::max(messages_in(plan.slice),
                  std::min(messages_in(plan.measured), plan.slice_messages));
}

/// Looks at the weather before and after what is measured.
class WeatherWatch {
 public:
  WeatherWatch(Session& session, Cpus cpus)
      : session_(&session), cpus_(cpus), pair_(cpus, session.pids()) {}

  Outcome<void> before() {
    const std::int64_t from_ns = now_ns();
    auto distance = measure_distance(*session_, cpus_);
    if (!distance) return std::unexpected(distance.error());
    weather_.distance_before_ns = *distance;
    pair_.begin();
    took_ns_ += now_ns() - from_ns;
    return {};
  }

  Outcome<void> after() {
    const std::int64_t from_ns = now_ns();
    weather_.cpus = pair_.end();
    if (const auto all = together(weather_.cpus)) {
      weather_.steal_ns = std::max<std::int64_t>(all->stolen_ns, 0);
    }
    weather_.frequency_mhz = frequency_mhz(cpus_);
    auto distance = measure_distance(*session_, cpus_);
    if (!distance) return std::unexpected(distance.error());
    weather_.distance_after_ns = *distance;
    took_ns_ += now_ns() - from_ns;
    return {};
  }

  /// Right before and right after the timed slices.
  void slices_begin() { waited_before_ns_ = waits(); }
  void slices_end() {
    const Waits waited_ns = waits();
    const auto between = [&](std::size_t side) -> std::optional<std::int64_t> {
      if (!waited_before_ns_[side] || !waited_ns[side]) return {};
      return *waited_ns[side] - *waited_before_ns_[side];
    };
    weather_.client_waited_ns = between(0);
    weather_.server_waited_ns = between(1);
  }

  [[nodiscard]] const Weather& weather() const { return weather_; }
  [[nodiscard]] std::int64_t took_ns() const { return took_ns_; }

 private:
  using Waits = std::array<std::optional<std::int64_t>, 2>;

  [[nodiscard]] Waits waits() const {
    const auto [client, server] = session_->pids();
    return {waited_ns(SystemFiles(), client), waited_ns(SystemFiles(), server)};
  }

  Session* session_;
  Cpus cpus_;
  PairWatch pair_;
  Weather weather_;
  Waits waited_before_ns_;
  std::int64_t took_ns_ = 0;
};

/// Whether one more slice belongs to the trial; `began_ns` is when the first one began.
bool wants_more(const Trial& trial, Pattern pattern, const TrialPlan& plan,
                std::uint64_t slice_messages, std::int64_t began_ns) {
  if (trial.slices.empty()) return true;
  if (trial.slices.size() >= TrialPlan::most_slices) return false;
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
                         Cpus cpus, const TrialPlan& plan, const Interrupt* interrupt,
                         const Experience& experience) {
  const std::int64_t began_ns = now_ns();
  Trial trial;
  std::int64_t at_work_ns = 0;
  {
    auto session = Session::start(mechanism, options, cpus, interrupt);
    if (!session) return std::unexpected(session.error());
    trial.effective = session->effective();
    const auto thoroughness =
        experience.ns_per_message ? Thoroughness::brief : Thoroughness::thorough;
    if (const auto checked = check_exchange(*session, thoroughness); !checked) {
      return std::unexpected(checked.error());
    }

    WeatherWatch watch(*session, cpus);
    if (const auto seen = watch.before(); !seen) return std::unexpected(seen.error());
    const std::int64_t warm_from_ns = now_ns();
    SliceRunner runner(*session, *mechanism.descriptor, pattern,
                       slice_deadline + std::max({plan.slice, plan.measured, plan.warmup}));
    const auto warm = warm_up(runner, plan.warmup, experience.ns_per_message);
    if (!warm) return std::unexpected(warm.error());
    const std::uint64_t messages = messages_of_slice(plan, *warm);

    watch.slices_begin();
    const std::int64_t slices_from_ns = now_ns();
    while (wants_more(trial, pattern, plan, messages, slices_from_ns)) {
      const auto slice = runner.run(messages, std::min(wake_up_messages, messages));
      if (!slice) return std::unexpected(slice.error());
      trial.slices.push_back(*slice);
    }
    watch.slices_end();
    trial.round_trips.merge(session->control().round_trips);
    trial.client = runner.usage().client;
    trial.server = runner.usage().server;
    trial.usage_messages = runner.usage().messages;
    if (plan.counters == TrialPlan::Counting::on) {
      const auto some = std::max(messages / counted_share, std::min(messages, fewest_counted));
      const auto counted = runner.count(some);
      if (!counted) return std::unexpected(counted.error());
      trial.counters = *counted;
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
