// Looking figures up, and drawing the line between two sizes.
#include "results/row_figures.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "results/regimes.hpp"
#include "results/row_order.hpp"

namespace ipcbench {

namespace {

/// Floors are nowhere.
bool is_at(const CellResult& cell, Pattern pattern, const Placement& placement) {
  return cell.cell.pattern == pattern && cell.cell.placement == placement &&
         cell.mechanism.family != Family::floor;
}

/// `share` of the way from one to the other.
double between(double from, double to, double share) {
  if (from <= 0 || to <= 0) return from + share * (to - from);
  return std::exp(std::log(from) + share * (std::log(to) - std::log(from)));
}

/// Where a size lies between two others, in logarithms.
double share_of(std::size_t bytes, std::size_t low, std::size_t high) {
  const auto logarithm = [](std::size_t of) { return std::log(static_cast<double>(of)); };
  return (logarithm(bytes) - logarithm(low)) / (logarithm(high) - logarithm(low));
}

Estimate between(const MeasuredAt& low, const MeasuredAt& high, std::size_t bytes) {
  const double share = share_of(bytes, low.message_bytes, high.message_bytes);
  Estimate estimate{.value = between(low.estimate.value, high.estimate.value, share),
                    .interval = {}};
  const auto& one = low.estimate.interval;
  const auto& other = high.estimate.interval;
  if (one && other) {
    estimate.interval = {between(one->first, other->first, share),
                         between(one->second, other->second, share)};
  }
  return estimate;
}

NoFigure why_missing(const CellResult* cell, std::size_t bytes) {
  NoFigure why{.message_bytes = bytes};
  if (cell == nullptr) return why;
  if (cell->status == CellStatus::skipped) why.cause = NoFigure::Cause::skipped;
  if (cell->status == CellStatus::error) why.cause = NoFigure::Cause::error;
  why.reason = cell->reason;
  return why;
}

}  // namespace

std::string_view metric_of(RankedBy by) {
  switch (by) {
    case RankedBy::p50:
      return "rtt_p50";
    case RankedBy::p99:
      return "rtt_p99";
    case RankedBy::throughput:
      return "throughput";
    case RankedBy::cpu:
      return "cpu_per_message";
  }
  return {};
}

std::vector<std::size_t> measured_sizes(const RunResult& run, Pattern pattern,
                                        const Placement& placement) {
  std::vector<std::size_t> sizes;
  for (const CellResult& cell : run.cells) {
    if (!is_at(cell, pattern, placement) || !cell.measured() || counted_trials(cell) == 0) continue;
    sizes.push_back(cell.cell.message_bytes);
  }
  std::ranges::sort(sizes);
  const auto repeated = std::ranges::unique(sizes);
  sizes.erase(repeated.begin(), repeated.end());
  return sizes;
}

std::vector<std::size_t> sizes_around(std::size_t bytes, const std::vector<std::size_t>& measured) {
  const auto above = std::ranges::lower_bound(measured, bytes);
  if (above == measured.end()) return {};
  if (*above == bytes) return {bytes};
  if (above == measured.begin()) return {};
  return {*(above - 1), *above};
}

RowFigures::RowFigures(const RunResult& run, Where where) : where_(std::move(where)) {
  for (const CellResult& cell : run.cells) {
    if (!is_at(cell, where_.pattern, where_.placement)) continue;
    Figured figured{.cell = &cell, .row = cell.cell.row(), .figures = {}};
    // Of the other sizes only the names are wanted, and figures are dear.
    if (std::ranges::find(where_.sizes, cell.cell.message_bytes) != where_.sizes.end()) {
      figured.figures = figures_of(cell);
    }
    cells_.push_back(std::move(figured));
  }
}

std::vector<const CellResult*> RowFigures::rows() const {
  std::vector<const CellResult*> first;
  std::vector<std::string_view> seen;
  for (const Figured& figured : cells_) {
    if (std::ranges::find(seen, figured.row) != seen.end()) continue;
    seen.push_back(figured.row);
    first.push_back(figured.cell);
  }
  return first;
}

const RowFigures::Figured* RowFigures::find(const std::string& row, std::size_t bytes) const {
  const auto found = std::ranges::find_if(cells_, [&](const Figured& figured) {
    return figured.cell->cell.message_bytes == bytes && figured.row == row;
  });
  return found == cells_.end() ? nullptr : &*found;
}

std::expected<Estimate, NoFigure> RowFigures::estimate(const std::string& row,
                                                       std::string_view metric,
                                                       std::size_t bytes) const {
  const Figured* figured = find(row, bytes);
  if (figured == nullptr || figured->figures.empty()) {
    return std::unexpected(why_missing(figured == nullptr ? nullptr : figured->cell, bytes));
  }
  const auto found = std::ranges::find(figured->figures, metric, &Figure::metric);
  NoFigure why{.cause = NoFigure::Cause::no_metric, .message_bytes = bytes, .reason = {}};
  if (found == figured->figures.end()) return std::unexpected(why);
  const auto& estimate = found->estimate;
  if (estimate) return *estimate;
  why.reason = found->reason;
  return std::unexpected(why);
}

std::expected<RowFigure, NoFigure> RowFigures::figure(const std::string& row,
                                                      std::string_view metric) const {
  RowFigure figure;
  for (const std::size_t size : where_.sizes) {
    const auto there = estimate(row, metric, size);
    if (!there) return std::unexpected(there.error());
    figure.measured.push_back({.message_bytes = size, .estimate = *there});
  }
  if (figure.measured.empty()) {
    return std::unexpected(NoFigure{.message_bytes = where_.message_bytes});
  }
  const MeasuredAt& low = figure.measured.front();
  figure.estimate = figure.measured.size() == 1
                        ? low.estimate
                        : between(low, figure.measured.back(), where_.message_bytes);
  return figure;
}

RoundCosts RowFigures::costs(const std::string& row, std::string_view metric) const {
  const auto costs_at = [&](std::size_t size) {
    const Figured* figured = find(row, size);
    return figured == nullptr ? RoundCosts() : round_costs(*figured->cell, metric);
  };
  if (where_.sizes.empty()) return {};
  RoundCosts low = costs_at(where_.sizes.front());
  if (where_.sizes.size() == 1) return low;
  const RoundCosts high = costs_at(where_.sizes.back());
  const double share = share_of(where_.message_bytes, where_.sizes.front(), where_.sizes.back());
  RoundCosts costs;
  for (const auto& [round, cost] : low) {
    const auto other = high.find(round);
    if (other != high.end()) costs[round] = cost + share * (other->second - cost);
  }
  return costs;
}

std::optional<std::string> RowFigures::noise(const std::string& row) const {
  for (const std::size_t size : where_.sizes) {
    const Figured* figured = find(row, size);
    if (figured == nullptr || figured->cell->status != CellStatus::noisy) continue;
    return figured->cell->reason;
  }
  return {};
}

}  // namespace ipcbench
