// The worst decides; the sentence has its figures.
#include "results/conclusion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "harness/company.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

/// A sentence names so many; a report has the rest.
constexpr std::size_t most_named = 3;

struct Named {
  double change;
  std::string text;
};

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string name_of(const ComparedMechanism& mechanism) {
  return fmt::format("{}/{}/{} over its {} sizes", ipcbench::name_of(mechanism.pattern),
                     mechanism.row, mechanism.placement.name(), mechanism.sizes);
}

Named named(std::string name, const Finding& finding) {
  const double change = finding.change ? finding.change->value
                                       // A first system call where there was none.
                                       : std::numeric_limits<double>::infinity();
  if (is_counter(finding.metric)) {
    return {.change = change,
            .text = fmt::format("{} {:.4g} -> {:.4g} {} a message", name, finding.a.value_or(0),
                                finding.b.value_or(0), counter_words(finding.metric))};
  }
  // Of the main metric the name says enough.
  const std::string_view metric = finding.metric == "rtt_p99" ? " p99" : "";
  return {.change = change,
          .text = fmt::format("{}{} {}", name, metric,
                              finding.change ? change_text(*finding.change) : "")};
}

std::vector<Named> regressions_of(const ComparedCell& cell) {
  std::vector<Named> regressions;
  for (const Finding& finding : cell.findings) {
    if (finding.judged && finding.verdict == Verdict::regression) {
      regressions.push_back(named(cell.cell.name(), finding));
    }
  }
  return regressions;
}

/// "x +5.1 %; y +3.2 %; and 2 more", the worst first.
std::string list_of(std::vector<Named> all) {
  std::ranges::stable_sort(all, std::ranges::greater{}, &Named::change);
  std::vector<std::string> texts;
  for (const Named& one : all) {
    if (texts.size() < most_named) texts.push_back(one.text);
  }
  if (all.size() > most_named) texts.push_back(fmt::format("and {} more", all.size() - most_named));
  return fmt::format("{}", fmt::join(texts, "; "));
}

bool is_undecided(Verdict verdict) {
  return verdict == Verdict::inconclusive || verdict == Verdict::clear;
}

/// A slowdown that matters and that was seen, but by too few rounds to be sure: the screening's
/// alone, or fewer fresh ones than the family of tests needs. An estimate that is large because the
/// cell is restless was not seen: that cell is undecided.
bool left_open(const Comparison& comparison, const Finding& finding) {
  if (comparison.method != Comparison::Method::duel || !finding.judged ||
      !is_undecided(finding.verdict) || !finding.change || !finding.change->interval ||
      finding.change->value < finding.delta) {
    return false;
  }
  return finding.confirmed ? finding.change->interval->first > 0 : finding.suspected;
}

/// What the findings amount to, counted once.
struct Tally {
  std::size_t cells = 0;  ///< without those that were skipped
  std::size_t skipped = 0, failed = 0, improved = 0, slower = 0;
  std::size_t judged = 0;     ///< cells of which is known whether they changed
  std::size_t undecided = 0;  ///< the others
  std::size_t unclear = 0;    ///< of these, those that may be slower by the clear limit
  std::size_t left_open = 0;  ///< cells and mechanisms
  bool mechanism_is_unclear = false;
  std::vector<Named> regressions = {}, of_mechanisms = {};
  std::string failure = {};

  [[nodiscard]] bool any_regression() const {
    return !regressions.empty() || !of_mechanisms.empty();
  }
};

void add_cell(Tally& tally, const Comparison& comparison, const ComparedCell& cell) {
  const Verdict verdict = cell.verdict();
  if (verdict == Verdict::skipped) {
    ++tally.skipped;
    return;
  }
  ++tally.cells;
  if (is_undecided(verdict)) ++tally.undecided;
  if (verdict == Verdict::inconclusive) ++tally.unclear;
  if (verdict == Verdict::improvement) ++tally.improved;
  if (!is_undecided(verdict) && verdict != Verdict::error) ++tally.judged;
  if (verdict == Verdict::error) {
    const auto& failed = *std::ranges::find(cell.findings, Verdict::error, &Finding::verdict);
    if (tally.failed++ == 0) {
      tally.failure = fmt::format("{}: {}", cell.cell.name(), failed.reason);
    }
  }
  auto regressions = regressions_of(cell);
  if (!regressions.empty()) ++tally.slower;
  std::ranges::move(regressions, std::back_inserter(tally.regressions));
  if (std::ranges::any_of(cell.findings,
                          [&](const Finding& f) { return left_open(comparison, f); })) {
    ++tally.left_open;
  }
}

Tally tally_of(const Comparison& comparison) {
  Tally tally;
  for (const ComparedCell& cell : comparison.cells) add_cell(tally, comparison, cell);
  for (const ComparedMechanism& mechanism : comparison.mechanisms) {
    const Finding& finding = mechanism.finding;
    if (finding.verdict == Verdict::regression) {
      tally.of_mechanisms.push_back(named(name_of(mechanism), finding));
    }
    if (!left_open(comparison, finding)) continue;
    ++tally.left_open;
    if (finding.verdict == Verdict::inconclusive) tally.mechanism_is_unclear = true;
  }
  return tally;
}

std::string regression_sentence(const Tally& tally) {
  std::string text;
  if (!tally.regressions.empty()) {
    text =
        fmt::format("{} of {} {} slower: {}", tally.slower, counted(tally.cells, "cell", "cells"),
                    tally.slower == 1 ? "is" : "are", list_of(tally.regressions));
  }
  if (!tally.of_mechanisms.empty()) {
    text += fmt::format("{}{} slower: {}", text.empty() ? "" : ". ",
                        counted(tally.of_mechanisms.size(), "mechanism is", "mechanisms are"),
                        list_of(tally.of_mechanisms));
  }
  return text;
}

std::string equivalent_sentence(const Tally& tally) {
  std::string text = fmt::format("no regression in {}", counted(tally.cells, "cell", "cells"));
  if (tally.improved != 0) text += fmt::format(", {} faster", tally.improved);
  if (tally.undecided != 0) text += fmt::format(", {} undecided", tally.undecided);
  return text;
}

/// Every cell is sure not to be slower by the limit, so the whole is, at the same alpha: for a
/// false all-clear the very cell that is slower must pass its own test.
bool is_all_clear(const Comparison& comparison, const Tally& tally) {
  const auto& control = comparison.control;
  const bool guarded = comparison.fit || (control && control->verdict() == Verdict::clear);
  return comparison.rules.clear && guarded && tally.cells != 0 && tally.unclear == 0 &&
         !tally.mechanism_is_unclear && comparison.interrupted_by == 0;
}

std::string clear_sentence(const Comparison& comparison, const Tally& tally) {
  std::string text =
      fmt::format("no cell is slower by {}: {} of {} may be slower by less",
                  percent_words(comparison.rules.clear.value_or(0)), tally.undecided, tally.cells);
  if (tally.left_open != 0) {
    text += fmt::format(", {} of what was compared {} to be", tally.left_open,
                        tally.left_open == 1 ? "seems" : "seem");
  }
  if (tally.improved != 0) text += fmt::format(", {} faster", tally.improved);
  return text;
}

/// Why a comparison without errors and regressions is no pass either, or nothing.
std::string doubt(const Comparison& comparison, const Tally& tally) {
  if (tally.cells == 0) {
    if (tally.skipped == 0) return "nothing was compared";
    return fmt::format("nothing was compared: {} skipped",
                       counted(tally.skipped, "cell was", "cells were"));
  }
  if (!comparison.fit) {
    const bool known = comparison.control && !comparison.control->findings.empty();
    return fmt::format("the machine was not fit for a verdict{}{}", known ? ": " : "",
                       known ? comparison.control->findings.front().reason : "");
  }
  if (tally.left_open != 0) {
    return fmt::format("{} seen and not confirmed",
                       counted(tally.left_open, "slowdown was", "slowdowns were"));
  }
  if (comparison.rules.clear && tally.unclear != 0) {
    return fmt::format("{} of {} may be slower by {} or more", tally.unclear,
                       counted(tally.cells, "cell", "cells"),
                       percent_words(*comparison.rules.clear));
  }
  if (tally.judged == 0) return "nothing could be judged";
  if (too_many_undecided(tally.undecided, tally.cells)) {
    return fmt::format("{} of {} undecided", tally.undecided,
                       counted(tally.cells, "cell", "cells"));
  }
  if (comparison.interrupted_by != 0) return "it was ended before its time";
  return {};
}

/// What was cut off, as an addition to the sentence, or nothing.
std::string cut_off(const Comparison& comparison) {
  if (comparison.interrupted_by != 0) {
    return fmt::format(" (interrupted by signal {})", comparison.interrupted_by);
  }
  if (comparison.method != Comparison::Method::duel) return {};
  const std::size_t planned = comparison.rules.screening_rounds;
  std::size_t fewest = planned;
  for (const ComparedCell& cell : comparison.cells) {
    const Verdict verdict = cell.verdict();
    if (verdict == Verdict::error || verdict == Verdict::skipped) continue;
    const auto rounds =
        std::ranges::count(cell.rounds, DuelRound::Phase::screening, &DuelRound::phase);
    fewest = std::min(fewest, static_cast<std::size_t>(rounds));
  }
  if (fewest == planned) return {};
  return fmt::format(" (cut off: {} of {} rounds)", fewest, planned);
}

/// Who shared the CPUs of a duel, as an addition to the sentence, or nothing.
std::string in_company(const Comparison& comparison) {
  if (!comparison.watched || !is_shared(*comparison.watched, 1)) return {};
  return "; " + company_words(std::span(&*comparison.watched, 1));
}

}  // namespace

std::string change_text(const Estimate& change) {
  std::string text = fmt::format("{:+.1f} %", change.value * 100);
  if (change.interval) {
    text += fmt::format(" [{:.1f}, {:.1f}]", change.interval->first * 100,
                        change.interval->second * 100);
  }
  return text;
}

void conclude(Comparison& comparison) {
  comparison.verdict = Verdict::inconclusive;
  const Tally tally = tally_of(comparison);
  if (tally.failed != 0) {
    comparison.verdict = Verdict::error;
    comparison.summary = fmt::format("{} of {} failed: {}", tally.failed,
                                     counted(tally.cells, "cell", "cells"), tally.failure);
    if (tally.any_regression()) comparison.summary += ". " + regression_sentence(tally);
  } else if (tally.any_regression()) {
    comparison.verdict = Verdict::regression;
    comparison.summary = regression_sentence(tally);
  } else if (const std::string why = doubt(comparison, tally); why.empty()) {
    comparison.verdict = Verdict::equivalent;
    comparison.summary = equivalent_sentence(tally);
  } else if (is_all_clear(comparison, tally)) {
    comparison.verdict = Verdict::clear;
    comparison.summary = clear_sentence(comparison, tally);
  } else {
    // To have compared nothing is a mistake of whoever asked, and never a pass.
    if (tally.cells == 0 && comparison.interrupted_by == 0) comparison.verdict = Verdict::error;
    comparison.summary = why;
  }
  comparison.summary += cut_off(comparison);
  if (comparison.verdict == Verdict::inconclusive) comparison.summary += in_company(comparison);
}

}  // namespace ipcbench
