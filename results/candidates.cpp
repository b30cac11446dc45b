// Suspects, the unclear and the undecided.
#include "results/candidates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "results/changes.hpp"
#include "results/figures.hpp"
#include "results/look.hpp"

namespace ipcbench {

namespace {

constexpr auto screening = DuelRound::Phase::screening;

/// Cells that are measured again together, and how urgent they are: less is sooner.
struct Suspicion {
  std::tuple<bool, double, double> urgency;  // faster, p, the estimate against delta
  std::vector<std::size_t> cells;
};

void suspect(std::vector<Suspicion>& suspicions, const Look& look, double delta_part,
             std::vector<std::size_t> cells) {
  const double delta = std::log1p(delta_part);
  if (look.suspects_slower(delta)) {
    suspicions.push_back(
        {.urgency = {false, look.p_slower, -look.change.value / delta}, .cells = std::move(cells)});
  } else if (look.suspects_faster(delta)) {
    suspicions.push_back(
        {.urgency = {true, look.p_faster, look.change.value / delta}, .cells = std::move(cells)});
  }
}

bool is_in(const std::vector<std::size_t>& cells, std::size_t cell) {
  return std::ranges::find(cells, cell) != cells.end();
}

double width(const Look& look) {
  if (!look.change.interval) return std::numeric_limits<double>::infinity();
  return look.change.interval->second - look.change.interval->first;
}

/// Suspicions in their order to cells, each once.
std::vector<std::size_t> in_order(std::vector<Suspicion> suspicions) {
  std::ranges::stable_sort(suspicions, {}, &Suspicion::urgency);
  std::vector<std::size_t> cells;
  for (const Suspicion& suspicion : suspicions) {
    for (const std::size_t cell : suspicion.cells) {
      if (!is_in(cells, cell)) cells.push_back(cell);
    }
  }
  return cells;
}

/// Cells by the width of their intervals, without those that are chosen already.
std::vector<std::size_t> narrowest_first(std::vector<std::pair<double, std::size_t>> by_width,
                                         const std::vector<std::size_t>& chosen) {
  std::ranges::sort(by_width);
  std::vector<std::size_t> cells;
  for (const auto& [unused, index] : by_width) {
    if (!is_in(chosen, index)) cells.push_back(index);
  }
  return cells;
}

}  // namespace

Candidates candidates(const Comparison& comparison) {
  const ComparisonRules& rules = comparison.rules;
  std::vector<Suspicion> suspicions;
  std::vector<std::pair<double, std::size_t>> unclear, undecided;  // by width
  for (std::size_t index = 0; index < comparison.cells.size(); ++index) {
    const ComparedCell& cell = comparison.cells[index];
    if (!measurable(cell)) continue;
    const auto look_for = [&](std::string_view metric, bool may_be_undecided) {
      const double delta = rules.delta_of(metric);
      const auto seen = changes(cell, metric, screening);
      const Look look = look_at(seen);
      suspect(suspicions, look, delta, {index});
      if (!may_be_undecided) return;
      if (rules.clear && most_change(seen, rules.alpha) >= std::log1p(*rules.clear)) {
        unclear.emplace_back(width(look), index);
      } else if (look.may_be_slower_by(std::log1p(delta))) {
        undecided.emplace_back(width(look), index);
      }
    };
    const auto metric = main_metric(cell.cell.pattern);
    if (rules.wants(metric)) look_for(metric, true);
    // A p99 that could not be judged afterwards is not worth the rounds.
    if (cell.cell.pattern == Pattern::round_trip && rules.wants("rtt_p99") &&
        rules.confirmation_rounds >= rules.rounds_for_p99) {
      look_for("rtt_p99", !rules.wants(metric));
    }
  }
  for (const MechanismCells& mechanism : mechanisms_of(comparison)) {
    const auto metric = main_metric(comparison.cells[mechanism.front()].cell.pattern);
    suspect(suspicions, look_at(changes(comparison, mechanism, screening)),
            mechanism_delta(rules.delta_of(metric)), mechanism);
  }
  Candidates chosen{.suspects = in_order(std::move(suspicions))};
  chosen.unclear = narrowest_first(std::move(unclear), chosen.suspects);
  chosen.undecided = narrowest_first(std::move(undecided), chosen.suspects);
  return chosen;
}

}  // namespace ipcbench
