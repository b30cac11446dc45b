// The HTML report: one page that needs nothing else, about one run or several side by side.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/report_data.hpp"

namespace ipcbench {

/// Whether the page may be changed by its reader; without scripts it is smaller and says the same
/// in fixed tables and figures.
enum class Interaction { on, off };

/// A file of the report, in its folder: "figures/round_trip-cross-lines.svg".
struct ReportFile {
  std::string path;
  std::string text;
};

struct Report {
  /// It asks for nothing from anywhere: its own policy forbids it to. Without ECharts in the
  /// program its tables can be changed and its figures not.
  std::string page;
  std::vector<ReportFile> figures;
};

/// So many of the results, the first ones, make a page below 5 MB; fixed figures that have no room
/// in it are files only.
[[nodiscard]] std::size_t results_that_fit(std::span<const ReportedRun> runs,
                                           Interaction interaction);

[[nodiscard]] Report report_of(std::span<const ReportedRun> runs, Interaction interaction);

}  // namespace ipcbench
