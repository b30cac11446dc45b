// Deciding on a report, writing it.
#include "bench/run_report.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "bench/report_files.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

void report_at_end(const RunResult& run, const RunOptions& options,
                   const std::string& result_path) {
  const bool asked = !options.html.empty();
  // Who says where the result goes, or wants no words, is a script: it finds no folder that it did
  // not ask for.
  if (!asked && (options.no_html || options.quiet || !options.out.empty())) return;
  const std::string folder = asked ? options.html : report_folder_of(result_path);
  const ReportedRun reported{.name = std::filesystem::path(result_path).stem().string(),
                             .run = run};
  try {
    const std::string page = write_report(report_of({&reported, 1}, Interaction::on), folder);
    if (!options.quiet) fmt::print(stderr, "report: {}\n", page);
  } catch (const UsageError& error) {
    if (asked) throw;
    // The result is safe, and nobody asked for more.
    fmt::print(stderr, "ipcbench: no report: {}\n", error.what());
  }
}

}  // namespace ipcbench
