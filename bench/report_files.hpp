// Writing a report: the page and its figures, each file whole or not at all.
#pragma once

#include <string>

#include "plots/report.hpp"

namespace ipcbench {

/// PNG beside each SVG: never, where rsvg-convert is there, or else an error.
enum class Pictures { none, if_possible, wanted };

/// Into a folder that is made if need be and loses the figures of an earlier report: the figures,
/// the page, at last the pictures. The path of the page. Throws UsageError, for missing pictures
/// before anything is written; ones that were not asked for are a line on standard error.
[[nodiscard]] std::string write_report(const Report& report, const std::string& folder,
                                       Pictures pictures = Pictures::none);

/// Beside a result, called like it: "runs/a.json" has "runs/a-report".
[[nodiscard]] std::string report_folder_of(const std::string& result_path);

}  // namespace ipcbench
