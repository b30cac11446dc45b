// Wording footnotes.
#include "plots/footnotes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "plots/table.hpp"
#include "plots/wrapped.hpp"
#include "results/figures.hpp"
#include "results/regimes.hpp"
#include "results/run_words.hpp"

namespace ipcbench {

namespace {

/// What did not arrive, of mechanisms that may drop: a line for each row of a table.
void add_losses(std::string& text, const RunResult& run, std::size_t width) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const CellResult& cell : run.cells) {
    if (cell.mechanism.delivery != Delivery::may_drop || cell.cell.pattern != Pattern::stream) {
      continue;
    }
    const auto loss = figure_of(cell, "loss");
    if (!loss) continue;
    const std::string of =
        fmt::format("lost by {}, {}:", cell.cell.row(), cell.cell.placement.name());
    auto line = std::ranges::find(lines, of, &std::pair<std::string, std::string>::first);
    if (line == lines.end()) line = lines.insert(line, {of, {}});
    line->second += fmt::format("{} {:.1f}% at {}", line->second.empty() ? "" : ",",
                                loss->value * 100, size_text(cell.cell.message_bytes));
  }
  for (const auto& [of, losses] : lines) text += wrapped("", of + losses, width);
}

/// Of whom, and why.
using Reason = std::pair<std::string, std::string>;

/// A row that is skipped in one pattern only has its place among the others all the same.
void sort_like_the_run(std::vector<Reason>& reasons, const RunResult& run) {
  std::map<std::string, std::size_t> places;
  for (const CellResult& cell : run.cells) places.try_emplace(cell.cell.row(), places.size());
  std::ranges::stable_sort(reasons, {}, [&](const Reason& one) { return places[one.first]; });
}

/// What is missing: cells of one mechanism with the same reason share a line.
void add_reasons(std::string& text, const RunResult& run, CellStatus status, std::size_t width) {
  std::map<Reason, std::vector<std::string>> sizes_of;
  std::vector<Reason> order;
  for (const CellResult& cell : run.cells) {
    // What company did is said once, for all.
    if (cell.status != status || !cell.company.empty()) continue;
    const bool skip = status == CellStatus::skipped;
    const std::pair key{
        skip ? cell.cell.row() : fmt::format("{} {}", name_of(cell.cell.pattern), cell.cell.row()),
        cell.reason};
    auto& sizes = sizes_of[key];
    if (sizes.empty()) order.push_back(key);
    const std::string size = size_text(cell.cell.message_bytes);
    if (std::ranges::find(sizes, size) == sizes.end()) sizes.push_back(size);
  }
  if (order.empty()) return;
  if (status == CellStatus::skipped) sort_like_the_run(order, run);
  text += fmt::format("{}:\n", name_of(status));
  for (const auto& key : order) {
    text += wrapped(
        "  ", fmt::format("{} at {}: {}", key.first, fmt::join(sizes_of[key], ", "), key.second),
        width);
  }
}

double percent_of(std::size_t part, std::size_t all) {
  return all == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(all);
}

/// How far apart the CPUs were, where there was more than one answer to it.
void add_regimes(std::string& text, const RunResult& run, std::size_t width) {
  for (const Regimes& regimes : run.regimes) {
    if (!regimes.boundary_ns) continue;
    std::map<Regime, std::size_t> trials;
    std::size_t all = 0;
    for (const CellResult& cell : run.cells) {
      if (regimes_of(run, cell) != &regimes) continue;
      for (const TrialRecord& trial : cell.trials) ++trials[trial.regime];
      all += cell.trials.size();
    }
    text += fmt::format("distance of the CPUs ({}): near {:.0f} ns in {:.0f}% of the trials,\n",
                        regimes.placement, regimes.near_ns.value_or(0),
                        percent_of(trials[Regime::near], all));
    const std::string rest = fmt::format(
        "far {:.0f} ns in {:.0f}%, changed during {:.1f}%, not to be told in {:.1f}%; {}",
        regimes.far_ns.value_or(0), percent_of(trials[Regime::far], all),
        percent_of(trials[Regime::flipped], all), percent_of(trials[Regime::unknown], all),
        regimes.shown == Regime::unknown ? "all trials are shown"
                                         : fmt::format("shown: {}", name_of(regimes.shown)));
    text += wrapped("  ", rest, width);
  }
}

/// How sure the figures are, in relation to what was wanted.
void add_precision(std::string& text, const RunResult& run) {
  std::size_t measured = 0;
  std::size_t reached = 0;
  for (const CellResult& cell : run.cells) {
    if (!cell.measured() || run.settings.rounds < trials_for_interval) continue;
    ++measured;
    if (reached_target(cell, run.settings.interval_target)) ++reached;
  }
  if (measured == 0) return;
  const double target = run.settings.interval_target * 100;
  if (reached == measured) {
    text += fmt::format("all intervals are within +-{:.3g}%\n", target);
  } else {
    text += fmt::format("intervals within +-{:.3g}%: {} of {} cells; not reached by the others\n",
                        target, reached, measured);
  }
}

void add_company(std::string& text, const RunResult& run, std::size_t width) {
  if (const std::string note = company_note(run); !note.empty()) text += wrapped("", note, width);
  if (run.control && run.control->status == CellStatus::noisy) {
    text += wrapped("", "the control cell is noisy, too: " + run.control->reason, width);
  }
}

void add_control(std::string& text, const RunResult& run) {
  if (!run.control || run.settings.rounds < trials_for_interval) return;
  if (run.control->status == CellStatus::error) {
    text += fmt::format("the control cell failed: {}\n", run.control->reason);
  }
  const auto p50 = figure_of(*run.control, "rtt_p50");
  if (!p50 || !p50->interval) return;
  text += fmt::format("control (the same {} of {} in every round): {:.3g} us +-{:.0f}%\n",
                      run.control->cell.mechanism, size_text(run.control->cell.message_bytes),
                      p50->value / 1e3, std::ceil(half_width_ratio(*p50) * 100));
}

}  // namespace

std::string footnotes(const RunResult& run, std::size_t width) {
  std::string text = "* best, ~ noisy, cpu/m: us of CPU a message, both sides\n";
  add_losses(text, run, width);
  add_precision(text, run);
  add_control(text, run);
  add_regimes(text, run, width);
  add_company(text, run, width);
  text += "\n";
  for (const auto status : {CellStatus::noisy, CellStatus::skipped, CellStatus::error}) {
    add_reasons(text, run, status, width);
  }
  return text;
}

}  // namespace ipcbench
