// Writing a report: the page and its figures, each file whole or not at all.
#pragma once

#include <span>
#include <string>

#include "plots/report.hpp"

namespace ipcbench {

struct ReportPlace {
  std::string folder;
  Interaction interaction = Interaction::on;
  bool pictures = false;  ///< PNG beside each SVG
};

/// Into a folder that is made if need be; the page comes last. The path of the page. Throws
/// UsageError.
[[nodiscard]] std::string write_report(std::span<const ReportedRun> runs, const ReportPlace& place);

/// Beside a result, called like it: "runs/a.json" has "runs/a-report".
[[nodiscard]] std::string report_folder_of(const std::string& result_path);

}  // namespace ipcbench
