// Which regimes of two runs are the same distance, and choosing among them.
#include "results/common_regime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <tuple>

#include "results/disturbance.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

/// What a cache line takes more than this is another way through the machine; one regime's median
/// moves by some ten per cent from run to run.
constexpr double same_distance_ratio = 1.4;

struct Distance {
  Regime regime;
  double ns;
};

Regimes* regimes_at(RunResult& run, const std::string& placement) {
  const auto found = std::ranges::find(run.regimes, placement, &Regimes::placement);
  return found == run.regimes.end() ? nullptr : &*found;
}

const Regimes* regimes_at(const RunResult& run, const std::string& placement) {
  const auto found = std::ranges::find(run.regimes, placement, &Regimes::placement);
  return found == run.regimes.end() ? nullptr : &*found;
}

std::vector<Distance> distances_of(const Regimes& regimes) {
  std::vector<Distance> distances;
  if (regimes.near_ns) distances.push_back({.regime = Regime::near, .ns = *regimes.near_ns});
  if (regimes.far_ns) distances.push_back({.regime = Regime::far, .ns = *regimes.far_ns});
  return distances;
}

bool same_distance(double a_ns, double b_ns) {
  return std::max(a_ns, b_ns) <= same_distance_ratio * std::min(a_ns, b_ns);
}

/// Cells at the placement that have trials enough in the regime.
std::size_t cells_with_trials(const RunResult& run, const std::string& placement, Regime regime) {
  return static_cast<std::size_t>(std::ranges::count_if(run.cells, [&](const CellResult& cell) {
    return cell.cell.placement.name() == placement &&
           static_cast<std::size_t>(std::ranges::count(
               cell.trials, regime, &TrialRecord::regime)) >= trials_for_interval;
  }));
}

/// Without a regime none counts.
void count_only(RunResult& run, const std::string& placement, std::optional<Regime> regime) {
  const auto count_in = [&](CellResult& cell) {
    if (cell.cell.placement.name() != placement) return;
    for (TrialRecord& trial : cell.trials) trial.counted = regime && trial.regime == *regime;
  };
  std::ranges::for_each(run.cells, count_in);
  if (run.control) count_in(*run.control);
  Regimes* regimes = regimes_at(run, placement);
  if (regimes != nullptr && regime) regimes->shown = *regime;
}

std::string distances_text(const Regimes& regimes) {
  std::string text;
  for (const Distance& distance : distances_of(regimes)) {
    text += fmt::format("{}{:.0f} ns", text.empty() ? "" : " and ", distance.ns);
  }
  return text;
}

using RegimePair = std::pair<Regime, Regime>;

std::optional<RegimePair> best_pair(const RunResult& a, const RunResult& b,
                                    const std::string& placement) {
  const Regimes& in_a = *regimes_at(a, placement);
  const Regimes& in_b = *regimes_at(b, placement);
  std::optional<RegimePair> best;
  std::tuple<std::size_t, int> most{0, -1};
  for (const Distance& of_a : distances_of(in_a)) {
    for (const Distance& of_b : distances_of(in_b)) {
      if (!same_distance(of_a.ns, of_b.ns)) continue;
      const auto cells = std::min(cells_with_trials(a, placement, of_a.regime),
                                  cells_with_trials(b, placement, of_b.regime));
      // Between equals, what the runs themselves show.
      const std::tuple worth{cells,
                             int{of_a.regime == in_a.shown} + int{of_b.regime == in_b.shown}};
      if (worth <= most) continue;
      most = worth;
      best = {of_a.regime, of_b.regime};
    }
  }
  return best;
}

/// Why the two have no distance in common; nothing: they have, and only its trials count now.
std::optional<std::string> count_common(RunResult& a, RunResult& b, const std::string& placement) {
  const Regimes* in_a = regimes_at(a, placement);
  const Regimes* in_b = regimes_at(b, placement);
  if (in_a == nullptr && in_b == nullptr) return {};
  if (in_a == nullptr || in_b == nullptr) {
    return fmt::format("{}: {} does not say how far apart its CPUs were", placement,
                       in_a == nullptr ? "A" : "B");
  }
  const auto regimes = best_pair(a, b, placement);
  if (!regimes) {
    return fmt::format("{}: the CPUs of A were {} apart, those of B {}", placement,
                       distances_text(*in_a), distances_text(*in_b));
  }
  count_only(a, placement, regimes->first);
  count_only(b, placement, regimes->second);
  return {};
}

std::vector<std::string> placements_of(const RunResult& run) {
  std::vector<std::string> placements;
  for (const CellResult& cell : run.cells) {
    const std::string name = cell.cell.placement.name();
    if (std::ranges::find(placements, name) == placements.end()) placements.push_back(name);
  }
  return placements;
}

}  // namespace

std::vector<ApartPlacement> count_common_regimes(RunResult& a, RunResult& b) {
  std::vector<ApartPlacement> apart;
  const auto in_b = placements_of(b);
  for (const std::string& placement : placements_of(a)) {
    if (std::ranges::find(in_b, placement) == in_b.end()) continue;
    if (auto why = count_common(a, b, placement)) {
      apart.push_back({.placement = placement, .why = std::move(*why)});
    }
  }
  judge_noise(a);
  judge_noise(b);
  return apart;
}

void count_regimes_like(RunResult& run, const RunResult& base) {
  for (const std::string& placement : placements_of(run)) {
    const Regimes* wanted = regimes_at(base, placement);
    const Regimes* here = regimes_at(std::as_const(run), placement);
    if (wanted == nullptr && here == nullptr) continue;
    std::optional<Regime> regime;
    if (wanted != nullptr && here != nullptr) {
      const auto wanted_ns = wanted->shown == Regime::far ? wanted->far_ns : wanted->near_ns;
      for (const Distance& distance : distances_of(*here)) {
        if (wanted_ns && same_distance(distance.ns, *wanted_ns)) regime = distance.regime;
      }
    }
    count_only(run, placement, regime);
  }
}

}  // namespace ipcbench
