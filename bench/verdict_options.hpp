// What `duel` and `compare` have in common: when a change matters, what is judged, which exit code
// it gives, and which reports are written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bench/command_line.hpp"
#include "results/verdict.hpp"

namespace ipcbench {

/// `--only`: globs of cells (by name, "stream/*", or by row, "unix_*") and of metrics ("rtt_*").
/// Without one of a kind all of that kind are wanted.
struct Only {
  std::vector<std::string> cells = {};
  std::vector<std::string> metrics = {};

  [[nodiscard]] bool wants(const Cell& cell) const;
  [[nodiscard]] bool wants_metric(std::string_view metric) const;
  /// By name; all, if there is no glob of metrics.
  [[nodiscard]] std::vector<std::string> wanted_metrics() const;
  /// Throws UsageError if a glob is there that none of these cells matches: a typo would
  /// otherwise be judged to be fine.
  void require_matches(const std::vector<Cell>& cells_there) const;
  /// Throws UsageError if a glob is there that matches only what stored results do not have.
  void require_stored_metrics() const;
};

/// `--report FORMAT=FILE`; "-" is standard output.
struct ReportRequest {
  std::string format, file;
};

struct VerdictOptions {
  /// What an inconclusive comparison is to a pipeline: exit code 3, or 0.
  enum class Inconclusive { fail, pass };

  ComparisonRules rules = {};
  Only only = {};
  Inconclusive inconclusive = Inconclusive::fail;
  bool warn_only = false;
  std::vector<ReportRequest> reports = {};
};

/// --delta, --only, --inconclusive, --warn-only and --report. `options` must outlive the parsing.
void add_verdict_options(CommandLine& app, VerdictOptions& options);
/// --alpha and --clear, for comparisons that test a hypothesis.
void add_test_options(CommandLine& app, VerdictOptions& options);
/// Throws UsageError if the limit of an all-clear is below what a change must be to matter.
void require_clear_above_deltas(const ComparisonRules& rules);

/// For --help: the formats of --report.
[[nodiscard]] std::string formats_text();

/// By precedence: 128 + a signal; 2 for an error or if nothing matched; 4 if the two are not
/// comparable; 1 for a regression; 3 if inconclusive; 0.
[[nodiscard]] int exit_code_of(const Comparison& comparison, const VerdictOptions& options);

/// The same with an exit code for what was found, whatever found it: what the options make of it.
[[nodiscard]] int with_policy(int code, const VerdictOptions& options);
[[nodiscard]] std::string policy_note(int code, const VerdictOptions& options);

/// A line for people where the options turned the exit code into another, else empty.
[[nodiscard]] std::string policy_note(const Comparison& comparison, const VerdictOptions& options);

}  // namespace ipcbench
