// The verdict of the whole, and the sentence that says it.
#include "results/stored_verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "results/conclusion.hpp"

namespace ipcbench {

namespace {

struct Place {
  const ComparedCell* cell = nullptr;
  const Finding* finding = nullptr;
};

/// The largest change of a verdict, or nothing.
Place largest(const Comparison& comparison, Verdict verdict) {
  Place worst;
  double most = -1;
  for (const ComparedCell& cell : comparison.cells) {
    for (const Finding& finding : cell.findings) {
      if (!finding.judged || finding.verdict != verdict) continue;
      // A count that was 0 has no ratio: nothing is larger.
      const double size = finding.change ? std::abs(finding.change->value) : HUGE_VAL;
      if (size <= most) continue;
      most = size;
      worst = {.cell = &cell, .finding = &finding};
    }
  }
  return worst;
}

std::string place_text(const Place& place) {
  const Finding& finding = *place.finding;
  std::string text = fmt::format("{} {}", place.cell->cell.name(), finding.metric);
  if (finding.change) text += fmt::format(" {:+.1f} %", finding.change->value * 100);
  return text;
}

std::string cells_text(std::size_t cells) {
  return fmt::format("{} {}", cells, cells == 1 ? "cell" : "cells");
}

std::size_t judged_cells(const Comparison& comparison) {
  return comparison.cells.size() - comparison.count(Verdict::skipped);
}

std::string counts_text(const Comparison& comparison) {
  std::string text;
  const auto add = [&](Verdict verdict, std::string_view what) {
    const std::size_t cells = comparison.count(verdict);
    if (cells != 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", cells, what);
  };
  add(Verdict::improvement, "faster");
  add(Verdict::inconclusive, "inconclusive");
  add(Verdict::skipped, "skipped");
  return text.empty() ? "" : fmt::format(" ({})", text);
}

void conclude_error(Comparison& comparison) {
  const Place place = largest(comparison, Verdict::error);
  comparison.verdict = Verdict::error;
  comparison.summary = fmt::format("{} failed in B, which A measured ({}: {})",
                                   cells_text(comparison.count(Verdict::error)),
                                   place.cell->cell.name(), place.finding->reason);
}

/// How much the machine itself became slower (+) or faster (-), where that is sure and more than
/// half of what a cell may do: then it can make a regression, or hide one.
double moved_by_machine(const Comparison& comparison) {
  if (!comparison.control || comparison.control->findings.empty()) return 0;
  const Finding& finding = comparison.control->findings.front();
  if (!finding.change || !finding.change->interval) return 0;
  const auto& [value, interval] = *finding.change;
  const bool sure = interval->first > 0 || interval->second < 0;
  return sure && std::abs(value) > finding.delta / 2 ? value : 0;
}

/// A slower machine explains cells that are slower, not that none is; a faster one the other way
/// round.
bool explained_by_machine(const Comparison& comparison) {
  const double moved = moved_by_machine(comparison);
  const bool regression = comparison.count(Verdict::regression) != 0;
  return regression ? moved > 0 : moved < 0;
}

void conclude_unfit(Comparison& comparison) {
  if (!comparison.control) return;
  const std::size_t slower = comparison.count(Verdict::regression);
  comparison.fit = false;
  comparison.summary =
      fmt::format("{}, but the control ({}) moved by {:+.1f} %: the machine was another",
                  slower == 0 ? "no cell is slower" : fmt::format("slower cells: {}", slower),
                  comparison.control->cell.name(), moved_by_machine(comparison) * 100);
}

void conclude_cells(Comparison& comparison) {
  const std::size_t judged = judged_cells(comparison);
  const std::size_t undecided = comparison.count(Verdict::inconclusive);
  const std::size_t slower = comparison.count(Verdict::regression);
  if (slower != 0) {
    comparison.verdict = Verdict::regression;
    comparison.summary = fmt::format(
        "{} of {} {} slower, at worst {}{}", slower, cells_text(judged), slower == 1 ? "is" : "are",
        place_text(largest(comparison, Verdict::regression)), counts_text(comparison));
  } else if (judged == 0) {
    comparison.summary = "there is nothing that could be judged";
  } else if (too_many_undecided(undecided, judged)) {
    comparison.summary = fmt::format("{} of {} show nothing; more rounds or time do, or a duel",
                                     undecided, cells_text(judged));
  } else {
    comparison.verdict = Verdict::equivalent;
    comparison.summary =
        fmt::format("no regression in {}{}", cells_text(judged), counts_text(comparison));
  }
}

bool anything_matched(const Comparison& comparison) {
  return std::ranges::any_of(comparison.cells, [](const ComparedCell& cell) {
    return std::ranges::any_of(
        cell.findings, [](const Finding& finding) { return finding.verdict != Verdict::skipped; });
  });
}

}  // namespace

void conclude_stored(Comparison& comparison, bool forced) {
  comparison.verdict = Verdict::inconclusive;
  if (!comparison.incomparable.empty()) {
    const std::size_t more = comparison.incomparable.size() - 1;
    comparison.summary = fmt::format("{}{}", comparison.incomparable.front(),
                                     more == 0 ? "" : fmt::format(" (and {} more)", more));
    return;
  }
  if (!anything_matched(comparison)) {
    comparison.verdict = Verdict::error;
    comparison.summary = "nothing matched: no cell was measured in both A and B";
  } else if (comparison.count(Verdict::error) != 0) {
    conclude_error(comparison);
  } else if (explained_by_machine(comparison)) {
    conclude_unfit(comparison);
  } else {
    conclude_cells(comparison);
  }
  if (forced) comparison.summary += "; FORCED: machine or build differ, which moves figures, too";
}

}  // namespace ipcbench
