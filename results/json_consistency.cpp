// Comparing the parts of a result file with each other.
#include "results/json_consistency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>

#include "results/regimes.hpp"

namespace ipcbench {

namespace {

void check_regimes(const Regimes& regimes, const JsonValue& json) {
  if (!parse_placement(regimes.placement)) json["placement"].wrong("it is no placement");
  if (!regimes.near_ns) json.wrong("'near_ns' is missing");
  const auto& [near_ns, boundary_ns, far_ns] =
      std::tie(regimes.near_ns, regimes.boundary_ns, regimes.far_ns);
  if (boundary_ns.has_value() != far_ns.has_value()) {
    json.wrong("boundary_ns and far_ns go together: two regimes, or one");
  } else if (near_ns && boundary_ns && far_ns &&
             (*near_ns > *boundary_ns || *boundary_ns > *far_ns)) {
    json["boundary_ns"].wrong("it is not between near_ns and far_ns");
  }
  if (regimes.shown == Regime::flipped) {
    json["shown"].wrong("flipped trials are never shown: near, far or unknown is wanted");
  }
}

void check_all_regimes(const RunResult& run, const JsonValue& json) {
  std::set<std::string> placements;
  const auto all = json.elements(run.regimes.size());
  for (std::size_t i = 0; i < run.regimes.size(); ++i) {
    check_regimes(run.regimes[i], all[i]);
    if (!placements.insert(run.regimes[i].placement).second) {
      all[i]["placement"].wrong("it is there twice");
    }
  }
}

void check_regime_of(const TrialRecord& trial, const Regimes* regimes, const JsonValue& json) {
  // Not known, or not yet: a file that is written within a round.
  if (trial.regime == Regime::unknown) return;
  if (regimes == nullptr) {
    json.member_is_wrong("regime", "the list of regimes does not have this placement");
    return;
  }
  if (!trial.weather.distance_before_ns || !trial.weather.distance_after_ns) {
    json.member_is_wrong("regime", "nobody knows it without the distances before and after");
  } else if (trial.regime != Regime::near && !regimes->boundary_ns) {
    json.member_is_wrong("regime", "there is only one regime, which is near");
  }
  const bool shown = regimes->shown == Regime::unknown || trial.regime == regimes->shown;
  if (trial.counted != shown) {
    json.member_is_wrong("counted", fmt::format("a trial of the regime {} where {} is shown",
                                                name_of(trial.regime), regime_name(regimes)));
  }
}

void check_trials(const RunResult& run, const CellResult& cell, const JsonValue& json) {
  const Regimes* regimes = regimes_of(run, cell);
  const auto trials = json["trials"].elements(cell.trials.size());
  // Who kept the cells alone may have let go of the order of all.
  const std::uint64_t rounds = run.settings.order.size();
  for (std::size_t i = 0; i < cell.trials.size(); ++i) {
    const TrialRecord& trial = cell.trials[i];
    check_regime_of(trial, regimes, trials[i]);
    if (rounds != 0 && trial.round >= rounds) {
      trials[i].member_is_wrong("round", fmt::format("settings.order has {} rounds", rounds));
    }
    if (i > 0 && trial.round < cell.trials[i - 1].round) {
      trials[i].member_is_wrong("round", "rounds ascend");
    }
    if (trial.round_trips != 0 && cell.cell.pattern == Pattern::stream) {
      trials[i].member_is_wrong("round_trips", "a stream has none");
    }
  }
}

void check_status(const CellResult& cell, const JsonValue& json) {
  if (cell.status != CellStatus::ok && cell.reason.empty()) {
    json["reason"].wrong(fmt::format("a cell that is '{}' has a reason", name_of(cell.status)));
  }
  if (cell.status == CellStatus::skipped && !cell.trials.empty()) {
    json["status"].wrong("a cell that was skipped has no trials");
  }
  if (cell.status == CellStatus::noisy && cell.trials.empty()) {
    json["status"].wrong("a cell without trials is not noisy");
  }
}

void check_cell(const RunResult& run, const CellResult& cell, const JsonValue& json) {
  check_status(cell, json);
  check_trials(run, cell, json);
}

void check_order(const RunResult& run, const JsonValue& json) {
  const auto rounds = json.elements(run.settings.order.size());
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    const auto visits = rounds[i].elements(run.settings.order[i].size());
    std::set<std::size_t> seen;
    for (std::size_t at = 0; at < visits.size(); ++at) {
      const std::size_t cell = run.settings.order[i][at];
      if (cell >= run.cells.size()) {
        visits[at].wrong(fmt::format("there are {} cells", run.cells.size()));
      }
      if (!seen.insert(cell).second) visits[at].wrong("a round visits a cell once");
    }
  }
}

}  // namespace

void check_consistency(const RunResult& run, const JsonValue& root) {
  check_all_regimes(run, root["regimes"]);
  check_order(run, root["settings"]["order"]);
  const auto cells = root["cells"].elements(run.cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) check_cell(run, run.cells[i], cells[i]);
  if (run.control) check_cell(run, *run.control, root["control"]);
}

}  // namespace ipcbench
