// Deciding on the next round.
#include "bench/rounds.hpp"

#include <algorithm>
#include <numeric>

#include "results/figures.hpp"
#include "results/regimes.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

/// A cell that has no luck with the distance shall not take the time of all others.
constexpr std::size_t most_tries = 6;

}  // namespace

std::vector<std::size_t> Rounds::next() {
  std::vector<std::size_t> cells;
  if (begun_ == 0) {
    // What is skipped is visited once, too, so that Google Benchmark's report has its reason.
    cells.resize(run_.cells.size());
    std::iota(cells.begin(), cells.end(), std::size_t{0});
  } else if (begun_ < plan_.most) {
    cells = wanting();
  }
  ++begun_;
  return schedule_.shuffled(std::move(cells));
}

std::vector<std::size_t> Rounds::wanting() const {
  std::vector<std::size_t> all;
  std::vector<std::size_t> few;
  std::vector<std::size_t> wide;
  const auto wanted = std::min<std::size_t>(plan_.planned, trials_for_interval);
  for (std::size_t i = 0; i < run_.cells.size(); ++i) {
    const CellResult& cell = run_.cells[i];
    if (cell.status != CellStatus::ok) continue;
    all.push_back(i);
    if (counted_trials(cell) < wanted && cell.trials.size() < most_tries * wanted) few.push_back(i);
    if (!reached_target(cell, run_.settings.interval_target)) wide.push_back(i);
  }
  if (begun_ < plan_.planned) return all;
  if (!few.empty()) return few;
  return plan_.until_target ? wide : std::vector<std::size_t>{};
}

}  // namespace ipcbench
