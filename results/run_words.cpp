// Telling of a run.
#include "results/run_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "harness/company.hpp"
#include "results/figures.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

std::string run_note(const RunResult& run) {
  if (run.interrupted_by != 0) {
    return fmt::format("The run was interrupted (signal {}); what it had measured is shown.",
                       run.interrupted_by);
  }
  return run.complete ? "" : "The run did not come to its end; what it had measured is shown.";
}

std::string company_note(const RunResult& run) {
  const auto disturbed = static_cast<std::size_t>(std::ranges::count_if(
      run.cells, [](const CellResult& cell) { return !cell.company.empty(); }));
  if (run.company.empty() && disturbed == 0) return {};
  const auto measured =
      static_cast<std::size_t>(std::ranges::count_if(run.cells, &CellResult::measured));
  return fmt::format("{}: {} of {} cells are noisy for that; stop them and run again",
                     run.company.empty() ? "other programs used the CPUs for a part of the run"
                                         : company_words(run.company),
                     disturbed, measured);
}

std::vector<std::pair<std::string, std::string>> run_method(const RunResult& run) {
  const RunSettings& settings = run.settings;
  std::vector<std::pair<std::string, std::string>> facts = {
      {"started", run.started_at},
      {"took", fmt::format("{:.0f} s", run.elapsed_s)},
      {"suite", settings.suite},
      {"seed", fmt::format("{}", settings.seed)},
      {"rounds", fmt::format("{} planned", settings.rounds)}};
  if (settings.budget_s) facts.emplace_back("budget", fmt::format("{:.0f} s", *settings.budget_s));
  facts.emplace_back(
      "trial", fmt::format("{:.3g} ms", static_cast<double>(settings.plan.measured.count()) / 1e6));
  facts.emplace_back("interval wanted", fmt::format("±{:.3g} %", settings.interval_target * 100));
  if (!settings.regime.empty()) facts.emplace_back("regime asked for", settings.regime);
  for (const Regimes& regimes : run.regimes) {
    facts.emplace_back(fmt::format("distance, {}", regimes.placement), regime_label(&regimes));
  }
  if (run.control) {
    if (const auto p50 = figure_of(*run.control, "rtt_p50"); p50 && p50->interval) {
      facts.emplace_back("control cell", fmt::format("{:.3g} µs ±{:.0f} %", p50->value / 1e3,
                                                     std::ceil(half_width_ratio(*p50) * 100)));
    }
  }
  if (std::string note = company_note(run); !note.empty()) {
    facts.emplace_back("company", std::move(note));
  }
  facts.emplace_back("cells",
                     fmt::format("{} measured, {} noisy, {} skipped, {} failed",
                                 run.count(CellStatus::ok), run.count(CellStatus::noisy),
                                 run.count(CellStatus::skipped), run.count(CellStatus::error)));
  if (!settings.command_line.empty()) facts.emplace_back("command", settings.command_line);
  return facts;
}

}  // namespace ipcbench
