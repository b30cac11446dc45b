// Splitting distances, and sorting trials by them.
#include "results/regimes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "results/statistics.hpp"

namespace ipcbench {

namespace {

// What makes two groups two regimes rather than one with a tail. Flips that we saw are a factor of
// two and more; a single regime spreads by some ten per cent.
constexpr double least_ratio = 1.4;
constexpr double least_share = 0.02;
constexpr std::size_t least_members = 3;
/// The middle half of each group is so much narrower than the way between their medians.
constexpr double least_separation = 3;
/// Probes that were preempted lie far out; they shall not be a group.
constexpr double trimmed_share = 0.01;

double at_share(std::span<const double> sorted, double share) {
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::round(share * last))];
}

double middle_half(std::span<const double> sorted) {
  return at_share(sorted, 0.75) - at_share(sorted, 0.25);
}

/// The cut with the least variance within the two parts (Otsu's criterion); values are sorted.
std::size_t best_cut(std::span<const double> sorted) {
  const double total = std::accumulate(sorted.begin(), sorted.end(), 0.0);
  const auto count = static_cast<double>(sorted.size());
  double below = 0;
  double best = -1;
  std::size_t cut = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    below += sorted[i - 1];
    const auto low = static_cast<double>(i);
    const double apart = below / low - (total - below) / (count - low);
    const double between = low * (count - low) * apart * apart;
    if (between > best) {
      best = between;
      cut = i;
    }
  }
  return cut;
}

/// The placement's distances: two of each trial.
std::vector<double> distances_at(const RunResult& run, const std::string& placement) {
  std::vector<double> all;
  const auto collect = [&](const CellResult& cell) {
    if (cell.cell.placement.name() != placement) return;
    for (const TrialRecord& trial : cell.trials) {
      for (const auto& distance :
           {trial.weather.distance_before_ns, trial.weather.distance_after_ns}) {
        if (distance) all.push_back(*distance);
      }
    }
  };
  std::ranges::for_each(run.cells, collect);
  if (run.control) collect(*run.control);
  return all;
}

Regime regime_of(const TrialRecord& trial, const std::optional<double>& boundary) {
  const auto& before = trial.weather.distance_before_ns;
  const auto& after = trial.weather.distance_after_ns;
  if (!before || !after) return Regime::unknown;
  if (!boundary) return Regime::near;
  const bool was_near = *before < *boundary;
  const bool is_near = *after < *boundary;
  if (was_near != is_near) return Regime::flipped;
  return is_near ? Regime::near : Regime::far;
}

/// How many cells have trials enough in a regime; and how many trials there are, for a tie.
std::pair<std::size_t, std::size_t> support(const RunResult& run, const std::string& placement,
                                            Regime regime) {
  std::size_t cells = 0;
  std::size_t trials = 0;
  for (const CellResult& cell : run.cells) {
    if (cell.cell.placement.name() != placement) continue;
    const auto here =
        static_cast<std::size_t>(std::ranges::count(cell.trials, regime, &TrialRecord::regime));
    trials += here;
    if (here >= trials_for_interval) ++cells;
  }
  return {cells, trials};
}

Regime shown_regime(const RunResult& run, const std::string& placement, RegimeChoice choice) {
  switch (choice) {
    case RegimeChoice::near:
      return Regime::near;
    case RegimeChoice::far:
      return Regime::far;
    case RegimeChoice::all:
      return Regime::unknown;
    case RegimeChoice::automatic:
      break;
  }
  return support(run, placement, Regime::far) > support(run, placement, Regime::near)
             ? Regime::far
             : Regime::near;
}

void assign_at(RunResult& run, Regimes& regimes, RegimeChoice choice) {
  const auto each_cell = [&](const auto& action) {
    for (CellResult& cell : run.cells) {
      if (cell.cell.placement.name() == regimes.placement) action(cell);
    }
    if (run.control && run.control->cell.placement.name() == regimes.placement) {
      action(*run.control);
    }
  };
  each_cell([&](CellResult& cell) {
    for (TrialRecord& trial : cell.trials) trial.regime = regime_of(trial, regimes.boundary_ns);
  });
  regimes.shown = shown_regime(run, regimes.placement, choice);
  each_cell([&](CellResult& cell) {
    for (TrialRecord& trial : cell.trials) {
      // A trial whose distance is not known would be a guess in either regime.
      trial.counted = regimes.shown == Regime::unknown || trial.regime == regimes.shown;
    }
  });
}

}  // namespace

std::optional<Split> find_split(std::vector<double> distances) {
  std::erase_if(distances, [](double d) { return !(d > 0); });
  if (distances.size() < 2 * least_members) return {};
  std::ranges::sort(distances);
  // Ratios are what counts, so everything is done in logarithms.
  for (double& distance : distances) distance = std::log(distance);
  const auto trimmed =
      static_cast<std::size_t>(trimmed_share * static_cast<double>(distances.size()));
  const std::span values(distances.data(), distances.size() - trimmed);
  const std::size_t cut = best_cut(values);
  const auto low = values.first(cut);
  const auto high = values.subspan(cut);
  const auto fewest = std::max<std::size_t>(
      least_members,
      static_cast<std::size_t>(std::ceil(least_share * static_cast<double>(values.size()))));
  if (std::min(low.size(), high.size()) < fewest) return {};
  const double way = at_share(high, 0.5) - at_share(low, 0.5);
  if (way < std::log(least_ratio)) return {};
  if (way < least_separation * std::max(middle_half(low), middle_half(high))) return {};
  return Split{.boundary = std::exp(at_share(low, 0.5) + way / 2),
               .low_median = std::exp(at_share(low, 0.5)),
               .high_median = std::exp(at_share(high, 0.5))};
}

void assign_regimes(RunResult& run, RegimeChoice choice) {
  run.regimes.clear();
  for (const CellResult& cell : run.cells) {
    const std::string placement = cell.cell.placement.name();
    if (regimes_of(run, cell) != nullptr) continue;
    auto distances = distances_at(run, placement);
    if (distances.empty()) continue;
    Regimes regimes;
    regimes.placement = placement;
    if (const auto split = find_split(distances)) {
      regimes.boundary_ns = split->boundary;
      regimes.near_ns = split->low_median;
      regimes.far_ns = split->high_median;
    } else {
      regimes.near_ns = median(std::move(distances));
    }
    assign_at(run, regimes, choice);
    run.regimes.push_back(std::move(regimes));
  }
}

const Regimes* regimes_of(const RunResult& run, const CellResult& cell) {
  const auto found =
      std::ranges::find(run.regimes, cell.cell.placement.name(), &Regimes::placement);
  return found == run.regimes.end() ? nullptr : &*found;
}

std::string_view regime_name(const Regimes* regimes) {
  if (regimes == nullptr) return name_of(Regime::unknown);
  return regimes->shown == Regime::unknown ? "all" : name_of(regimes->shown);
}

std::string_view chosen_regime(const Regimes* regimes) {
  if (regimes == nullptr || !regimes->boundary_ns) return {};
  return regime_name(regimes);
}

std::string regime_label(const Regimes* regimes) {
  if (regimes == nullptr) return {};
  if (!regimes->boundary_ns) return fmt::format("{:.0f} ns apart", regimes->near_ns.value_or(0));
  if (regimes->shown == Regime::unknown) return "near and far";
  const auto& distance = regimes->shown == Regime::far ? regimes->far_ns : regimes->near_ns;
  return fmt::format("{} ({:.0f} ns)", name_of(regimes->shown), distance.value_or(0));
}

std::optional<double> distance_ns_of(const CellResult& cell) {
  std::vector<double> distances;
  for (const TrialRecord& trial : cell.trials) {
    const auto& before = trial.weather.distance_before_ns;
    const auto& after = trial.weather.distance_after_ns;
    if (trial.counted && before && after) distances.push_back((*before + *after) / 2);
  }
  if (distances.empty()) return {};
  return median(std::move(distances));
}

std::size_t counted_trials(const CellResult& cell) {
  return static_cast<std::size_t>(std::ranges::count(cell.trials, true, &TrialRecord::counted));
}

}  // namespace ipcbench
