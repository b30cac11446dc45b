// What the HTML report knows of its runs, as compact JSON for the page's own script.
//
//   format      1
//   quantiles   probabilities, ascending; a cell's "quantiles" are in ns, one for each of them
//   metrics     [{name, unit, help, lower_is_better}], units as in the result file
//   runs        [{
//     name, started_at, note   "" or what is wrong with the run as a whole
//     environment, method      [[name, value]]
//     patterns, placements     [text], as the cells refer to them by number
//     places                   [text] for each placement: "cross (cpus 0, 1), near (54 ns)"
//     regimes                  [[chosen, label]] for each placement, texts: which of several
//                              regimes counts, "" where there is one; "near (54 ns)"
//     texts                    [text], what cells refer to by number
//     rows        [{name, mechanism, summary, family, waiting, framing, delivery, reach,
//                   peer_loss, floor}]
//     cells       [{pattern, row, bytes, placement: numbers,
//                   status           left out if "ok"
//                   reason           number of a text, left out without one
//                   effective        the same: the settings that the kernel had
//                   trials           that count
//                   distance         ns between the CPUs, left out if unknown
//                   figures          for each metric null, the value, or [value, low, high]
//                   missing          {number of a metric: number of a text}, why there is none
//                   quantiles        of all round trips that count, left out of streams}]
//     weather     [{round, distance, control}] in ns, what is unknown is null
//   }]
#pragma once

#include <span>
#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// A run and what it is called beside others.
struct ReportedRun {
  std::string name;
  RunResult run;
};

/// One line. `<` is written as \u003c, so that no text of a run can end the page's element.
[[nodiscard]] std::string report_data(std::span<const ReportedRun> runs);

}  // namespace ipcbench
