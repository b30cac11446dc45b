// Turning a trial into its record.
#include "results/model.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace ipcbench {

namespace {

template <class Number, class Of>
Number total(const std::vector<Slice>& slices, Of of) {
  return std::accumulate(slices.begin(), slices.end(), Number{0},
                         [&](Number sum, const Slice& slice) { return sum + of(slice); });
}

}  // namespace

MechanismInfo MechanismInfo::of(const Descriptor& descriptor) {
  std::vector<std::string> leaves_nothing_with;
  for (const Tunable& tunable : descriptor.tunables) {
    if (tunable.leaves_if_on == Leaves::nothing) leaves_nothing_with.emplace_back(tunable.name);
  }
  return {.name = std::string(descriptor.name),
          .summary = std::string(descriptor.summary),
          .family = descriptor.family,
          .framing = descriptor.framing,
          .delivery = descriptor.delivery,
          .reach = descriptor.reach,
          .waiting = descriptor.waiting,
          .peer_loss = descriptor.peer_loss,
          .leaves = descriptor.leaves,
          .copies = descriptor.copies,
          .senders = descriptor.senders,
          .leaves_nothing_with = std::move(leaves_nothing_with)};
}

Leaves MechanismInfo::leaves_with(const Settings& settings) const {
  const bool nothing = std::ranges::any_of(
      leaves_nothing_with, [&](const std::string& name) { return settings.on(name) == true; });
  return nothing ? Leaves::nothing : leaves;
}

TrialRecord TrialRecord::of(const Trial& trial, std::uint64_t round) {
  TrialRecord record{.round = round, .slices = trial.slices, .histogram = {}};
  record.overhead_ns = trial.overhead_ns;
  record.weather_ns = trial.weather_ns;
  record.client = trial.client;
  record.server = trial.server;
  record.usage_messages = trial.usage_messages;
  record.counters = trial.counters;
  record.weather = trial.weather;
  const Histogram& rounds = trial.round_trips;
  record.round_trips = rounds.count();
  for (std::size_t i = 0; i < Histogram::bucket_count; ++i) {
    if (rounds.buckets()[i] != 0) record.histogram.emplace_back(i, rounds.buckets()[i]);
  }
  record.p50_ns = rounds.quantile(0.5);
  record.p90_ns = rounds.quantile(0.9);
  record.p99_ns = rounds.quantile(0.99);
  record.p999_ns = rounds.quantile(0.999);
  record.mean_ns = rounds.mean();
  record.min_ns = static_cast<double>(rounds.min());
  record.max_ns = static_cast<double>(rounds.max());
  return record;
}

std::uint64_t TrialRecord::sent() const {
  return total<std::uint64_t>(slices, [](const Slice& s) { return s.sent; });
}

std::uint64_t TrialRecord::received() const {
  return total<std::uint64_t>(slices, [](const Slice& s) { return s.received; });
}

std::int64_t TrialRecord::elapsed_ns() const {
  return total<std::int64_t>(slices, [](const Slice& s) { return s.elapsed_ns; });
}

std::string fact_of(const RunResult& run, std::string_view name) {
  const auto found = std::ranges::find(
      run.environment, name, [](const auto& fact) { return std::string_view(fact.first); });
  return found == run.environment.end() ? "unknown" : found->second;
}

std::size_t RunResult::count(CellStatus status) const {
  return static_cast<std::size_t>(std::ranges::count(cells, status, &CellResult::status));
}

}  // namespace ipcbench
