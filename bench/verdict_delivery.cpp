// Writing a verdict.
#include "bench/verdict_delivery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "bench/terminal.hpp"
#include "bench/usage_error.hpp"
#include "plots/verdict_formats.hpp"
#include "plots/verdict_markdown.hpp"
#include "results/comparison_json.hpp"
#include "results/github_annotations.hpp"

namespace ipcbench {

namespace {

bool in_github_actions() {
  const char* value = std::getenv("GITHUB_ACTIONS");
  return value != nullptr && std::string_view(value) == "true";
}

/// Where one file of a report goes; "-" is standard output.
std::string path_of(const ReportRequest& request, const VerdictFile& file) {
  return request.file == "-" ? "-" : request.file + std::string(file.suffix);
}

void write_verdict_files(const Comparison& comparison, const VerdictOptions& options,
                         const OutputFiles& files, const std::string& json_file) {
  if (!json_file.empty()) files.write(json_file, comparison_json(comparison));
  for (const ReportRequest& request : options.reports) {
    for (const VerdictFile& file : find_verdict_format(request.format)->files(comparison)) {
      files.write(path_of(request, file), file.text);
    }
  }
}

}  // namespace

std::vector<std::string> report_paths(const VerdictOptions& options) {
  std::vector<std::string> paths;
  for (const ReportRequest& request : options.reports) {
    for (const VerdictFile& file : find_verdict_format(request.format)->files(Comparison{})) {
      paths.push_back(path_of(request, file));
    }
  }
  return paths;
}

OutputFiles require_verdict_outputs(const VerdictOptions& options, const std::string& json_file) {
  std::vector<std::string> paths = report_paths(options);
  paths.push_back(json_file);
  return OutputFiles(paths);
}

bool takes_stdout(const VerdictOptions& options) {
  return std::ranges::any_of(options.reports,
                             [](const ReportRequest& request) { return request.file == "-"; });
}

int deliver_verdict(const Comparison& comparison, const VerdictOptions& options,
                    const OutputFiles& files, const VerdictOutput& output) {
  write_verdict_files(comparison, options, files, output.json_file);
  std::FILE* table = takes_stdout(options) || output.json_file == "-" ? stderr : output.table;
  if (!output.quiet) {
    fmt::print(table, "{}",
               verdict_table(comparison, terminal_width(), colour_of(table), output.detail));
    if (const std::string note = policy_note(comparison, options); !note.empty()) {
      fmt::print(stderr, "ipcbench: {}\n", note);
    }
  }
  // The runner looks for its commands in everything that a step prints.
  if (in_github_actions()) fmt::print(table, "{}", github_annotations(comparison));
  add_to_job_summary([&] { return verdict_markdown(comparison); });
  return exit_code_of(comparison, options);
}

}  // namespace ipcbench
