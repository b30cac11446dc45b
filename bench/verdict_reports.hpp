// Where a comparison's verdict goes: the table for people, and files for other programs.
#pragma once

#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

struct ReportRequest;
struct VerdictOptions;

/// A format of --report.
struct VerdictFormat {
  std::string_view name;
  std::string_view summary;
  std::string (*write)(const Comparison&);
};

[[nodiscard]] std::span<const VerdictFormat> verdict_formats();
/// Throws UsageError for a format that is none.
void require_format(const std::string& name);
/// Finds out beforehand what could not be written. Throws UsageError.
void require_reports(const std::vector<ReportRequest>& requests);
/// Throws UsageError when a file cannot be written.
void write_reports(const Comparison& comparison, const std::vector<ReportRequest>& requests);

/// Prints the table to `to`, or to standard error where a report takes standard output, writes the
/// reports, says what the options make of the verdict. The exit code.
[[nodiscard]] int say_verdict(const Comparison& comparison, const VerdictOptions& options,
                              std::FILE* to);

/// For a terminal of 80 columns.
[[nodiscard]] std::string verdict_text(const Comparison& comparison);

}  // namespace ipcbench
