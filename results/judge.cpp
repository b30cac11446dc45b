// What is tested, by which rounds, and what it comes to.
#include "results/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "results/candidates.hpp"
#include "results/conclusion.hpp"
#include "results/figures.hpp"
#include "results/findings.hpp"
#include "results/judge_control.hpp"
#include "results/look.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

using Phase = DuelRound::Phase;

/// A finding that is judged by times, and its data.
struct Test {
  Finding* finding;
  std::vector<double> screening, fresh;
  /// By the first look. Who got fresh rounds only to become clear is no chance to be wrong.
  bool suspected = false;
  std::size_t rounds_to_judge = trials_for_interval;
  Look look = {};

  [[nodiscard]] bool confirmed() const { return fresh.size() >= trials_for_interval; }
  /// The rounds that count.
  [[nodiscard]] const std::vector<double>& rounds() const {
    return confirmed() ? fresh : screening;
  }
  /// By all rounds there are: what the screening chose by is a look of its own, and paid for.
  [[nodiscard]] double most_change(double alpha) const {
    return ipcbench::most_change(joined(screening, fresh), alpha);
  }
  [[nodiscard]] bool is_clear(const ComparisonRules& rules) const {
    return rules.clear && most_change(rules.alpha) < std::log1p(*rules.clear);
  }
};

void append_tests(std::vector<Test>& tests, ComparedCell& cell, bool suspected,
                  const ComparisonRules& rules) {
  for (Finding& finding : cell.findings) {
    if (is_counter(finding.metric)) continue;
    tests.push_back({.finding = &finding,
                     .screening = changes(cell, finding.metric, Phase::screening),
                     .fresh = changes(cell, finding.metric, Phase::confirmation),
                     .suspected = suspected});
    if (finding.metric != "rtt_p99") continue;
    tests.back().rounds_to_judge = rules.rounds_for_p99;
    finding.judged = tests.back().fresh.size() >= rules.rounds_for_p99;
  }
}

ComparedMechanism mechanism_of(const Comparison& comparison, const MechanismCells& cells) {
  const Cell& first = comparison.cells[cells.front()].cell;
  const auto metric = main_metric(first.pattern);
  return {.pattern = first.pattern,
          .row = first.row(),
          .placement = first.placement,
          .sizes = cells.size(),
          .finding = {.metric = std::string(metric),
                      .delta = mechanism_delta(comparison.rules.delta_of(metric))}};
}

/// Sets up all findings, and says what is to be tested. The tests point into the comparison.
std::vector<Test> tests_of(Comparison& comparison) {
  std::vector<Test> tests;
  std::vector<bool> suspected(comparison.cells.size());
  for (const std::size_t cell : candidates(comparison).suspects) suspected[cell] = true;
  for (std::size_t i = 0; i < comparison.cells.size(); ++i) {
    ComparedCell& cell = comparison.cells[i];
    if (!measurable(cell)) continue;
    cell.findings = findings_of(cell, comparison.rules);
    append_tests(tests, cell, suspected[i], comparison.rules);
  }
  const auto mechanisms = mechanisms_of(comparison);
  comparison.mechanisms.clear();
  comparison.mechanisms.reserve(mechanisms.size());
  for (const MechanismCells& cells : mechanisms) {
    comparison.mechanisms.push_back(mechanism_of(comparison, cells));
    tests.push_back({.finding = &comparison.mechanisms.back().finding,
                     .screening = changes(comparison, cells, Phase::screening),
                     .fresh = changes(comparison, cells, Phase::confirmation),
                     .suspected = std::ranges::all_of(
                         cells, [&](std::size_t cell) -> bool { return suspected[cell]; })});
  }
  return tests;
}

/// In each direction the tests of both levels that are suspected and that fresh rounds can confirm
/// are one family. It is chosen by other rounds than those that decide.
void correct(std::vector<Test>& tests) {
  std::vector<double> slower;
  std::vector<double> faster;
  const auto in_family = [](const Test& test) {
    return test.suspected && test.confirmed() && test.finding->judged;
  };
  for (const Test& test : tests) {
    if (!in_family(test)) continue;
    slower.push_back(test.look.p_slower);
    faster.push_back(test.look.p_faster);
  }
  slower = holm(slower);
  faster = holm(faster);
  std::size_t member = 0;
  for (Test& test : tests) {
    if (!in_family(test)) {
      if (test.confirmed()) test.look.p_slower = test.look.p_faster = 1;
      continue;
    }
    test.look.p_slower = slower[member];
    test.look.p_faster = faster[member];
    test.finding->p = test.look.change.value >= 0 ? slower[member] : faster[member];
    ++member;
  }
}

std::string percent(double logarithm) {
  return fmt::format("{:.1f} %", std::expm1(logarithm) * 100);
}

/// As reports say it: what takes half the time is 50 % faster.
std::string change_of(double logarithm) {
  return logarithm >= 0 ? "slower by " + percent(logarithm)
                        : fmt::format("faster by {:.1f} %", -std::expm1(logarithm) * 100);
}

/// Of a change that is neither found nor excluded.
std::string what_is_open(const Test& test, double delta, const ComparisonRules& rules) {
  const Look& look = test.look;
  if (look.rounds == 0) return "no round could be used";
  if (!look.change.interval) {
    return fmt::format("{} of {} rounds: too few to judge", look.rounds, rules.screening_rounds);
  }
  const std::string change = change_of(look.change.value);
  if (!test.confirmed()) {
    if (look.suspects_slower(delta) || look.suspects_faster(delta)) {
      return fmt::format("seems {}, not confirmed: {} fresh rounds of at least {}", change,
                         test.fresh.size(), trials_for_interval);
    }
  } else if (std::abs(look.change.value) >= delta && !test.suspected) {
    return fmt::format("seems {}, which the first look did not suspect", change);
  } else if (std::abs(look.change.value) >= delta) {
    return fmt::format("seems {}, not surely: p = {:.2g}", change, test.finding->p.value_or(1));
  }
  if (!look.may_be_slower_by(delta)) return fmt::format("not slower, but may be {}", change);
  return fmt::format("a slowdown of up to {} is not excluded",
                     percent(look.change.interval->second));
}

/// What decides about an all-clear.
std::string most_text(const Test& test, const ComparisonRules& rules) {
  const double most = test.most_change(rules.alpha);
  if (!std::isfinite(most)) return "too few rounds for an all-clear";
  return fmt::format("by the median of {} rounds at most {:+.1f} %",
                     test.screening.size() + test.fresh.size(), std::expm1(most) * 100);
}

void decide(Test& test, const ComparisonRules& rules) {
  Finding& finding = *test.finding;
  const Look& look = test.look;
  const double delta = std::log1p(finding.delta);
  if (test.confirmed() && look.p_slower <= rules.alpha && look.change.value >= delta) {
    finding.verdict = Verdict::regression;
  } else if (test.confirmed() && look.p_faster <= rules.alpha && look.change.value <= -delta) {
    finding.verdict = Verdict::improvement;
  } else if (look.change.interval && !look.may_be_slower_by(delta) && look.change.value > -delta) {
    finding.verdict = Verdict::equivalent;
  } else {
    finding.verdict = test.is_clear(rules) ? Verdict::clear : Verdict::inconclusive;
    finding.suspected = !test.confirmed() && look.suspects_slower(delta);
    finding.reason = what_is_open(test, delta, rules);
    if (rules.clear) finding.reason += "; " + most_text(test, rules);
  }
}

void judge_tests(std::vector<Test>& tests, const ComparisonRules& rules) {
  for (Test& test : tests) {
    test.look = look_at(test.rounds());
    Finding& finding = *test.finding;
    finding.confirmed = test.confirmed();
    finding.rounds = static_cast<unsigned>(test.look.rounds);
    if (test.look.rounds != 0) finding.change = as_parts(test.look.change);
  }
  correct(tests);
  for (Test& test : tests) {
    Finding& finding = *test.finding;
    if (finding.judged) {
      decide(test, rules);
      // The tail is the main metric's companion: what it leaves open leaves the cell decided.
      const bool is_open =
          finding.verdict == Verdict::inconclusive || finding.verdict == Verdict::clear;
      if (finding.metric == "rtt_p99" && is_open && rules.wants(main_metric(Pattern::round_trip))) {
        finding.verdict = Verdict::inconclusive;
        finding.judged = false;
      }
    } else {
      finding.reason =
          fmt::format("only reported: judged by {} fresh rounds or more", test.rounds_to_judge);
    }
  }
}

/// What times say on an unfit machine is kept, and decides nothing.
void withdraw(std::vector<Test>& tests, const ComparisonRules& rules) {
  for (Test& test : tests) {
    Finding& finding = *test.finding;
    const bool slower = finding.verdict == Verdict::regression;
    if (!slower && finding.verdict != Verdict::improvement) continue;
    finding.reason = fmt::format("would be {}, but the machine was not fit",
                                 slower ? "a regression" : "an improvement");
    finding.verdict = !slower && test.is_clear(rules) ? Verdict::clear : Verdict::inconclusive;
  }
}

/// A tail fails nobody that it left open, but is not passed over in silence either.
void note_open_tails(Comparison& comparison) {
  for (const ComparedCell& cell : comparison.cells) {
    for (const Finding& finding : cell.findings) {
      const auto& change = finding.change;
      if (finding.metric != "rtt_p99" || finding.judged || !change || !change->interval) continue;
      if (change->interval->first <= 0 || change->value < finding.delta) continue;
      std::string note = fmt::format("p99 of {} seems slower, {}, and was not judged: {}",
                                     cell.cell.name(), change_text(*change), finding.reason);
      if (std::ranges::find(comparison.notes, note) == comparison.notes.end()) {
        comparison.notes.push_back(std::move(note));
      }
    }
  }
}

/// Where only counters are of interest, a cell whose counts wobble has nothing to be judged by.
void skip_uncountable(ComparedCell& cell, const ComparisonRules& rules) {
  const bool only_counters =
      !rules.metrics.empty() && std::ranges::all_of(rules.metrics, is_counter);
  if (!only_counters || !measurable(cell)) return;
  if (std::ranges::any_of(cell.findings, &Finding::judged)) return;
  if (cell.findings.empty()) {
    cell.findings.push_back({.metric = rules.metrics.front(),
                             .unit = "1",
                             .reason = "no whole number that is the same in every round"});
  }
  for (Finding& finding : cell.findings) {
    finding.verdict = Verdict::skipped;
    finding.judged = true;
  }
}

}  // namespace

void judge(Comparison& comparison) {
  auto tests = tests_of(comparison);
  judge_tests(tests, comparison.rules);
  judge_control(comparison, std::ranges::any_of(tests, &Test::confirmed));
  if (!comparison.fit) withdraw(tests, comparison.rules);
  note_open_tails(comparison);
  for (ComparedCell& cell : comparison.cells) skip_uncountable(cell, comparison.rules);
  conclude(comparison);
}

}  // namespace ipcbench
