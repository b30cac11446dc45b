// Slices in turn.
#include "bench/duel_visit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "base/clock.hpp"

namespace ipcbench {

namespace {

using std::chrono::nanoseconds;

/// The CPUs were moved if the distance changed by more than this factor; within one regime a probe
/// repeats itself within a few percent.
constexpr double moved_by = 1.5;
/// A slice of fewer messages is a few samples of the scheduler.
constexpr std::uint64_t fewest_messages = 20;
/// The arm that has waited finds its caches cold and its processes asleep.
constexpr std::uint64_t share_to_warm_up = 10;
constexpr std::uint64_t fewest_to_warm_up = 8;
/// Ending both sessions, as a guess.
constexpr nanoseconds closing = std::chrono::milliseconds(4);

bool moved(double before, double after) {
  return std::max(before, after) > moved_by * std::min(before, after);
}

class Visit {
 public:
  Visit(std::array<Arm, 2>& arms, const std::array<Cell, 2>& cells, const VisitPlan& plan,
        std::mt19937_64& random)
      : arms_(arms), cells_(cells), plan_(plan), random_(random), began_ns_(now_ns()) {}

  std::expected<VisitOutcome, VisitFailure> run(const Cpus& cpus) {
    VisitOutcome outcome;
    DuelRound& round = outcome.round;
    // Who opens first gets the lower process numbers and the emptier caches.
    if (auto failure = open(cpus, outcome.effective)) return std::unexpected(*failure);
    if (plan_.counts_syscalls) {
      if (auto failure = count_syscalls(outcome)) return std::unexpected(*failure);
    }
    if (auto failure = warm_up()) return std::unexpected(*failure);
    if (auto failure = run_pairs(round)) return std::unexpected(*failure);
    for (const unsigned arm : {0U, 1U}) {
      if (auto closed = arms_[arm].close(plan_.patience); !closed) return failed(arm, closed);
    }
    return outcome;
  }

 private:
  template <class Result>
  std::unexpected<VisitFailure> failed(unsigned arm, const Result& result) {
    return std::unexpected(VisitFailure{.arm = arm, .failure = result.error()});
  }

  std::array<unsigned, 2> in_random_order() {
    const unsigned first = random_() & 1U;
    return {first, 1U - first};
  }

  /// What neither can do is nobody's fault, so A is asked, too, when B cannot.
  std::optional<VisitFailure> open(const Cpus& cpus, std::array<EffectiveSettings, 2>& effective) {
    std::array<bool, 2> opened{};
    for (const unsigned arm : in_random_order()) {
      auto result = arms_[arm].open(cells_[arm], cpus, plan_.patience);
      opened[arm] = result.has_value();
      if (result) {
        effective[arm] = std::move(*result);
        continue;
      }
      const bool unsupported = result.error().kind == ArmFailure::Kind::unsupported;
      if (arm == 1 && unsupported && !opened[0]) {
        const auto of_a = arms_[0].open(cells_[0], cpus, plan_.patience);
        if (!of_a) return failed(0, of_a).error();
      }
      return failed(arm, result).error();
    }
    return {};
  }

  std::optional<VisitFailure> count_syscalls(VisitOutcome& outcome) {
    std::array<std::optional<double>, 2> counts;
    for (const unsigned arm : in_random_order()) {
      auto counted = arms_[arm].count(plan_.patience);
      if (!counted) return failed(arm, counted).error();
      // A count that varies within a pass is none, and keeps the others from passing for exact.
      const bool varies = !counted->per_message && counted->unavailable.empty();
      counts[arm] = varies ? std::nan("") : counted->per_message;
      outcome.uncounted[arm] = std::move(counted->unavailable);
    }
    outcome.round.syscalls_a = counts[0];
    outcome.round.syscalls_b = counts[1];
    return {};
  }

  /// The same number of messages for both, such that the slower one takes a slice's time.
  std::optional<VisitFailure> warm_up() {
    double slowest_ns = 0;
    for (const unsigned arm : in_random_order()) {
      const auto each_ns = arms_[arm].warm_up_ns_per_message(plan_.warmup, plan_.patience);
      if (!each_ns) return failed(arm, each_ns).error();
      slowest_ns = std::max(slowest_ns, *each_ns);
    }
    const double wanted = static_cast<double>(plan_.slice.count()) / std::max(slowest_ns, 0.1);
    messages_ = std::max(static_cast<std::uint64_t>(wanted), fewest_messages);
    warmup_ = std::max(messages_ / share_to_warm_up, fewest_to_warm_up);
    slice_time_ = nanoseconds(
        static_cast<std::int64_t>(slowest_ns * static_cast<double>(messages_ + warmup_)));
    return {};
  }

  std::optional<VisitFailure> run_pairs(DuelRound& round) {
    auto before = distance();
    if (!before) return before.error();
    const std::int64_t from_ns = now_ns();
    std::size_t planned = fewest_pairs;
    std::size_t usable = 0;
    // As many again may be lost to a machine that moves.
    for (std::size_t run = 0; usable < planned && run < 2 * planned; ++run) {
      SlicePair pair{.a_first = false, .a = {}, .b = {}};
      if (auto failure = run_pair(pair)) return failure;
      auto after = distance();
      if (!after) return after.error();
      pair.distance_before_ns = *before;
      pair.distance_after_ns = *after;
      round.pairs.push_back(pair);
      usable = mark_flipped(round.pairs);
      // The first pair shows what one takes, and nothing about who is faster is asked.
      if (run == 0) planned = pairs_in_time(now_ns() - from_ns);
      before = std::move(after);
    }
    return {};
  }

  [[nodiscard]] std::size_t pairs_in_time(std::int64_t pair_ns) const {
    const std::int64_t left_ns = plan_.time.count() - closing.count() - (now_ns() - began_ns_);
    const std::int64_t more =
        std::max<std::int64_t>(left_ns, 0) / std::max<std::int64_t>(pair_ns, 1);
    return std::clamp(static_cast<std::size_t>(more) + 1, fewest_pairs, most_pairs);
  }

  std::optional<VisitFailure> run_pair(SlicePair& pair) {
    const auto order = in_random_order();
    pair.a_first = order[0] == 0;
    for (const unsigned arm : order) {
      const auto slice = arms_[arm].slice(warmup_, messages_, plan_.patience + 10 * slice_time_);
      if (!slice) return failed(arm, slice).error();
      if (slice->received == 0) {
        return VisitFailure{
            .arm = arm,
            .failure = {.kind = ArmFailure::Kind::cell,
                        .reason = fmt::format("arm {}: not one message of a slice arrived",
                                              arms_[arm].name())}};
      }
      (arm == 0 ? pair.a : pair.b) = *slice;
    }
    return {};
  }

  /// Of the two CPUs, which both arms share.
  std::expected<std::optional<double>, VisitFailure> distance() {
    auto distance_ns = arms_[prober_].distance_ns(plan_.patience);
    if (!distance_ns) return failed(prober_, distance_ns);
    if (*distance_ns) has_distance_ = true;
    return *distance_ns;
  }

  /// All of them again, for the first answer may come after pairs that had none. How many are left.
  [[nodiscard]] std::size_t mark_flipped(std::vector<SlicePair>& pairs) const {
    for (SlicePair& pair : pairs) {
      pair.flipped = !stood_still(pair.distance_before_ns, pair.distance_after_ns);
    }
    return static_cast<std::size_t>(std::ranges::count(pairs, false, &SlicePair::flipped));
  }

  /// Where there is a distance, a probe without an answer leaves open whether it changed.
  [[nodiscard]] bool stood_still(std::optional<double> before, std::optional<double> after) const {
    if (!before || !after) return !has_distance_;
    return !moved(*before, *after);
  }

  std::array<Arm, 2>& arms_;
  const std::array<Cell, 2>& cells_;
  const VisitPlan& plan_;
  std::mt19937_64& random_;
  std::int64_t began_ns_;
  /// Its processes are woken just before each pair: half of the visits it is A, half B.
  unsigned prober_ = static_cast<unsigned>(random_() & 1U);
  bool has_distance_ = false;  // none on one CPU, and none of an arm that does not measure it
  std::uint64_t messages_ = 0, warmup_ = 0;
  nanoseconds slice_time_{};
};

}  // namespace

std::expected<VisitOutcome, VisitFailure> visit(std::array<Arm, 2>& arms,
                                                const std::array<Cell, 2>& cells, const Cpus& cpus,
                                                const VisitPlan& plan, std::mt19937_64& random) {
  auto outcome = Visit(arms, cells, plan, random).run(cpus);
  if (!outcome) {
    // Whoever is still in order must be free for the next cell. A failure here is the next one's.
    for (Arm& arm : arms) {
      [[maybe_unused]] const auto closed = arm.close(plan.patience);
    }
  }
  return outcome;
}

}  // namespace ipcbench
