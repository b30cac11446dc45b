// The control is this program against itself: a machine on which it differs is unfit.
#include "results/judge_control.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "results/candidates.hpp"
#include "results/changes.hpp"
#include "results/conclusion.hpp"
#include "results/figures.hpp"
#include "results/findings.hpp"
#include "results/judge.hpp"
#include "results/look.hpp"

namespace ipcbench {

namespace {

using Phase = DuelRound::Phase;

bool differs_from_itself(const Look& control, double delta_p50) {
  return std::min(control.p_slower, control.p_faster) < control_p &&
         std::abs(control.change.value) > delta_p50 * control_share;
}

/// Of a machine on which the same code differs from itself: why it is unfit, or nothing.
std::string unfitness(const Look& look, double delta_p50) {
  if (!look.change.interval) return {};
  const auto [low, high] = *look.change.interval;
  const std::string change = change_text(as_parts(look.change));
  if (differs_from_itself(look, delta_p50)) {
    return fmt::format("the control cell differs from itself: {}", change);
  }
  if ((high - low) / 2 > delta_p50 * control_half_width) {
    return fmt::format("the control cell varies too much: {}", change);
  }
  return {};
}

/// A control may vary too much to judge small changes by and still guard an all-clear, if its own
/// change is surely below the limit on both sides.
bool guards_all_clear(const Look& look, std::vector<double> changes, const ComparisonRules& rules) {
  if (!rules.clear || differs_from_itself(look, rules.delta_p50)) return false;
  const double limit = std::log1p(*rules.clear);
  if (most_change(changes, rules.alpha) >= limit) return false;
  for (double& change : changes) change = -change;
  return most_change(std::move(changes), rules.alpha) < limit;
}

}  // namespace

void judge_control(Comparison& comparison, bool guards) {
  comparison.fit = true;
  if (!comparison.control) return;
  if (!measurable(*comparison.control)) {
    // A guard that fell is none.
    comparison.fit = false;
    return;
  }
  ComparedCell& control = *comparison.control;
  // Nothing was chosen by it, so all its rounds are as good.
  const auto metric = main_metric(control.cell.pattern);
  const auto all = joined(changes(control, metric, Phase::screening),
                          changes(control, metric, Phase::confirmation));
  const Look look = look_at(all);
  const double delta = comparison.rules.delta_p50;
  Finding finding = timing_finding(control, metric, comparison.rules);
  finding.delta = delta * control_share;
  finding.rounds = static_cast<unsigned>(look.rounds);
  if (look.rounds != 0) finding.change = as_parts(look.change);
  finding.reason = look.change.interval ? unfitness(look, delta) : "too few rounds to judge by";
  comparison.fit = finding.reason.empty() || (!look.change.interval && !guards);
  if (finding.reason.empty()) {
    finding.verdict = Verdict::equivalent;
  } else if (guards_all_clear(look, all, comparison.rules)) {
    finding.verdict = Verdict::clear;
  }
  control.findings = {std::move(finding)};
}

}  // namespace ipcbench
