// The findings of a comparison as one list: what a report picks from, the worst first.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// A finding and what it is of: a cell, or a mechanism at all of its sizes.
struct ListedFinding {
  const Finding* finding = nullptr;
  const ComparedCell* cell = nullptr;
  const ComparedMechanism* mechanism = nullptr;

  [[nodiscard]] std::string name() const;
};

/// Those of cells, then those of mechanisms; each in its order. They point into `comparison`.
[[nodiscard]] std::vector<ListedFinding> cell_findings(const Comparison& comparison);
[[nodiscard]] std::vector<ListedFinding> mechanism_findings(const Comparison& comparison);

/// Those that count and have this verdict: what has the largest change first, with all its
/// findings.
[[nodiscard]] std::vector<ListedFinding> judged_as(Verdict verdict,
                                                   const std::vector<ListedFinding>& findings);
/// The same of several verdicts, one after the other.
[[nodiscard]] std::vector<ListedFinding> judged_as(std::initializer_list<Verdict> verdicts,
                                                   const std::vector<ListedFinding>& findings);

/// Whether a slower cell is held against B: not if the machine was unfit, for then nothing is
/// known.
[[nodiscard]] bool fails(const Comparison& comparison, const Finding& finding);

}  // namespace ipcbench
