// Formats of a verdict, and writing them.
#include "bench/verdict_reports.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/atomic_file.hpp"
#include "bench/arguments.hpp"
#include "bench/usage_error.hpp"
#include "bench/verdict_options.hpp"
#include "plots/layout.hpp"

namespace ipcbench {

namespace {

constexpr std::array formats = {
    VerdictFormat{"text", "the table as on a terminal", verdict_text},
};

const VerdictFormat& find_format(const std::string& name) {
  const auto found = std::ranges::find(formats, name, &VerdictFormat::name);
  if (found != formats.end()) return *found;
  std::vector<std::string_view> names;
  for (const VerdictFormat& format : formats) names.push_back(format.name);
  throw UsageError(fmt::format("--report: no format '{}' ({}){}", name, fmt::join(names, ", "),
                               did_you_mean(name, names)));
}

std::string percent(double part) {
  return fmt::format("{:+.1f}%", part * 100);
}

std::string change_text(const Finding& finding) {
  if (!finding.change) return "-";
  const auto& [value, interval] = *finding.change;
  if (!interval) return percent(value);
  return fmt::format("{} ({} .. {})", percent(value), percent(interval->first),
                     percent(interval->second));
}

std::string value_text(const std::optional<double>& value) {
  return value ? brief_number(*value) : "-";
}

void add_finding(std::string& text, const Finding& finding) {
  append_line(text, fmt::format("  {:<13} {:<10} {:>9} {:>9} {:<5} {}", name_of(finding.verdict),
                                finding.metric, value_text(finding.a), value_text(finding.b),
                                finding.unit, change_text(finding)));
  if (!finding.reason.empty()) append_line(text, fmt::format("    {}", finding.reason));
}

}  // namespace

std::span<const VerdictFormat> verdict_formats() {
  return formats;
}

void require_format(const std::string& name) {
  (void)find_format(name);
}

void require_reports(const std::vector<ReportRequest>& requests) {
  for (const ReportRequest& request : requests) {
    const auto same = std::ranges::count(requests, request.file, &ReportRequest::file);
    if (same > 1) {
      throw UsageError(fmt::format("--report: two reports cannot go to {}", request.file));
    }
    if (request.file == "-") continue;
    if (const auto error = cannot_write(request.file)) {
      throw UsageError(fmt::format("cannot write {}", error->message()));
    }
  }
}

void write_reports(const Comparison& comparison, const std::vector<ReportRequest>& requests) {
  for (const ReportRequest& request : requests) {
    const std::string text = find_format(request.format).write(comparison);
    if (request.file == "-") {
      fmt::print("{}", text);
    } else if (const auto written = write_atomically(request.file, text); !written) {
      throw UsageError(fmt::format("cannot write {}", written.error().message()));
    }
  }
}

int say_verdict(const Comparison& comparison, const VerdictOptions& options, std::FILE* to) {
  const bool stdout_is_taken =
      std::ranges::find(options.reports, "-", &ReportRequest::file) != options.reports.end();
  fmt::print(stdout_is_taken ? stderr : to, "{}", verdict_text(comparison));
  write_reports(comparison, options.reports);
  const std::string note = policy_note(comparison, options);
  if (!note.empty()) fmt::print(stderr, "ipcbench: {}\n", note);
  return exit_code_of(comparison, options);
}

std::string verdict_text(const Comparison& comparison) {
  std::string text;
  for (const ComparedArm& arm : comparison.arms) {
    append_line(text, fmt::format("{}  {}", arm.name, arm.command));
  }
  for (const ComparedCell& cell : comparison.cells) {
    append_line(text, cell.cell.name());
    for (const Finding& finding : cell.findings) add_finding(text, finding);
  }
  for (const std::string& line : comparison.incomparable) append_line(text, "differs: " + line);
  for (const std::string& note : comparison.notes) append_line(text, "note: " + note);
  append_line(text, comparison.summary);
  return text;
}

}  // namespace ipcbench
