// Ratios within rounds where there are rounds enough, separate intervals where there are not.
#include "results/row_order.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "results/figures.hpp"

namespace ipcbench {

namespace {

std::vector<RoundCosts> costs_of(const std::vector<RankedRow>& rows) {
  std::vector<RoundCosts> costs;
  std::ranges::transform(rows, std::back_inserter(costs), &RankedRow::costs);
  return costs;
}

std::optional<bool> are_apart(const Estimate& a, const Estimate& b) {
  if (!a.interval || !b.interval) return {};
  return a.interval->second < b.interval->first || b.interval->second < a.interval->first;
}

}  // namespace

RowOrder::RowOrder(std::vector<RankedRow> rows, std::string_view metric)
    : rows_(std::move(rows)),
      lower_is_better_(lower_is_better(metric)),
      ratios_(costs_of(rows_)),
      best_(find_best()) {}

Beside RowOrder::beside(std::size_t row, std::size_t other) const {
  if (const auto costs = ratios_.ratio(row, other)) {
    // A throughput is what a cost divides.
    const RoundRatio ratio = lower_is_better_ ? *costs : costs->inverse();
    return {.ratio = {.value = ratio.value, .interval = {{ratio.low, ratio.high}}},
            .told_apart = !ratio.holds_1()};
  }
  const Estimate& one = rows_[row].figure;
  const Estimate& two = rows_[other].figure;
  return {.ratio = {.value = one.value / two.value, .interval = {}},
          .told_apart = are_apart(one, two)};
}

bool RowOrder::beats(std::size_t row, std::size_t other) const {
  const Beside pair = beside(row, other);
  return pair.told_apart.value_or(false) && (pair.ratio.value < 1) == lower_is_better_;
}

Standing RowOrder::standing(std::size_t row) const {
  if (!best_) return Standing::unsure;
  if (row == *best_) return Standing::best;
  const auto apart = beside(row, *best_).told_apart;
  if (!apart) return Standing::unsure;
  return *apart ? Standing::behind : Standing::tied;
}

Estimate RowOrder::to_best(std::size_t row) const {
  const bool is_best = !best_ || row == *best_;
  return is_best ? Estimate{.value = 1, .interval = {}} : beside(row, *best_).ratio;
}

bool RowOrder::by_rounds() const {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (best_ && row != *best_ && !beside(row, *best_).ratio.interval) return false;
  }
  return true;
}

bool RowOrder::has_better_figure(std::size_t row, std::size_t other) const {
  const double one = rows_[row].figure.value;
  const double two = rows_[other].figure.value;
  return lower_is_better_ ? one < two : one > two;
}

std::optional<std::size_t> RowOrder::find_best() const {
  std::vector<std::size_t> able;
  const bool all_noisy = std::ranges::all_of(rows_, &RankedRow::noisy);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (all_noisy || !rows_[row].noisy) able.push_back(row);
  }
  std::ranges::stable_sort(able, [this](auto a, auto b) { return has_better_figure(a, b); });
  // A median over other rounds may flatter a row that lost against another one in the same rounds.
  const auto found = std::ranges::find_if(able, [&](std::size_t row) {
    return std::ranges::none_of(able, [&](std::size_t other) { return beats(other, row); });
  });
  if (found != able.end()) return *found;
  return able.empty() ? std::nullopt : std::optional(able.front());
}

std::optional<RankedRow> ranked_row(const CellResult& cell, std::string_view metric) {
  const auto figure = figure_of(cell, metric);
  if (!figure || !std::isfinite(figure->value)) return {};
  return RankedRow{.figure = *figure,
                   .costs = round_costs(cell, metric),
                   .noisy = cell.status == CellStatus::noisy};
}

RoundCosts round_costs(const CellResult& cell, std::string_view metric) {
  RoundCosts costs;
  const double sign = lower_is_better(metric) ? 1 : -1;
  for (const TrialRecord& trial : cell.trials) {
    const auto value = trial.counted ? trial_value(cell, trial, metric) : std::nullopt;
    // Nothing has no logarithm, and is in no ratio.
    if (value && *value > 0) costs[trial.round] = sign * std::log(*value);
  }
  return costs;
}

}  // namespace ipcbench
