// The options of a comparison, and what its verdict means to a pipeline.
#include "bench/verdict_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "bench/arguments.hpp"
#include "bench/files.hpp"
#include "bench/usage_error.hpp"
#include "plots/verdict_formats.hpp"

namespace ipcbench {

namespace {

bool matches(const std::string& glob, const Cell& cell) {
  // Rows with settings have brackets, which a glob would take for a set of letters.
  return glob == cell.row() || glob == cell.name() || matches_glob(glob, cell.mechanism) ||
         matches_glob(glob, cell.row()) || matches_glob(glob, cell.name());
}

double& delta_named(ComparisonRules& rules, std::string_view metric) {
  if (metric == "rtt_p50") return rules.delta_p50;
  if (metric == "rtt_p99") return rules.delta_p99;
  if (metric == "throughput") return rules.delta_throughput;
  if (is_counter(metric)) {
    throw UsageError(
        fmt::format("--delta: {} are counted and compared exactly; they have no delta", metric));
  }
  const std::vector<std::string_view> known = {"rtt_p50", "rtt_p99", "throughput"};
  throw UsageError(fmt::format("--delta: no metric '{}' ({}){}", metric, fmt::join(known, ", "),
                               did_you_mean(metric, known)));
}

/// "3%", or "rtt_p50=3%,throughput=8%".
void set_deltas(ComparisonRules& rules, const std::string& text) {
  for (const std::string_view part : split(text, ',')) {
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos) {
      delta_named(rules, part.substr(0, equals)) =
          parse_percent("--delta", part.substr(equals + 1));
      continue;
    }
    const double delta = parse_percent("--delta", part);
    rules.delta_p50 = rules.delta_p99 = rules.delta_throughput = delta;
  }
}

void set_only(Only& only, const std::string& text) {
  for (const std::string_view part : split(text, ',')) {
    if (part.empty()) throw UsageError(fmt::format("--only '{}': a name is empty", text));
    const bool is_metric = std::ranges::any_of(
        compared_metrics, [&](auto metric) { return matches_glob(part, metric); });
    (is_metric ? only.metrics : only.cells).emplace_back(part);
  }
}

VerdictOptions::Inconclusive parse_inconclusive(const std::string& text) {
  if (text == "pass") return VerdictOptions::Inconclusive::pass;
  if (text == "fail") return VerdictOptions::Inconclusive::fail;
  throw UsageError(fmt::format("--inconclusive '{}': pass or fail is wanted", text));
}

void require_format(const std::string& name) {
  if (find_verdict_format(name) != nullptr) return;
  std::vector<std::string_view> names;
  for (const VerdictFormat& format : verdict_formats()) names.push_back(format.name);
  throw UsageError(fmt::format("--report: no format '{}' ({}){}", name, fmt::join(names, ", "),
                               did_you_mean(name, names)));
}

ReportRequest parse_report(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size()) {
    throw UsageError(fmt::format("--report '{}': FORMAT=FILE is wanted, such as {}=verdict.txt",
                                 text, verdict_formats().front().name));
  }
  ReportRequest request{.format = text.substr(0, equals),
                        .file = output_name(text.substr(equals + 1))};
  require_format(request.format);
  return request;
}

double parse_alpha(const std::string& text) {
  const double alpha = text.ends_with('%') ? parse_percent("--alpha", text)
                                           : parse_percent("--alpha", text + "%") * 100;
  if (!(alpha < 0.5)) {
    throw UsageError(fmt::format("--alpha '{}': a probability below 0.5 is wanted", text));
  }
  return alpha;
}

int code_before_policy(const Comparison& comparison) {
  if (comparison.interrupted_by != 0) return exit_code::signal_base + comparison.interrupted_by;
  if (comparison.verdict == Verdict::error) return exit_code::failed;
  if (!comparison.incomparable.empty()) return exit_code::incomparable;
  switch (comparison.verdict) {
    case Verdict::regression:
      return exit_code::regression;
    case Verdict::equivalent:
    case Verdict::clear:
    case Verdict::improvement:
      return exit_code::fine;
    case Verdict::error:
    case Verdict::inconclusive:
    case Verdict::skipped:
      break;
  }
  return exit_code::inconclusive;
}

}  // namespace

bool Only::wants(const Cell& cell) const {
  return cells.empty() ||
         std::ranges::any_of(cells, [&](const std::string& glob) { return matches(glob, cell); });
}

bool Only::wants_metric(std::string_view metric) const {
  return metrics.empty() || std::ranges::any_of(metrics, [&](const std::string& glob) {
           return matches_glob(glob, metric);
         });
}

std::vector<std::string> Only::wanted_metrics() const {
  std::vector<std::string> wanted;
  for (const std::string_view metric : compared_metrics) {
    if (wants_metric(metric)) wanted.emplace_back(metric);
  }
  return wanted;
}

void Only::require_matches(const std::vector<Cell>& cells_there) const {
  for (const std::string& glob : cells) {
    const bool found =
        std::ranges::any_of(cells_there, [&](const Cell& cell) { return matches(glob, cell); });
    if (found) continue;
    std::vector<std::string> rows;
    for (const Cell& cell : cells_there) rows.push_back(cell.row());
    std::vector<std::string_view> known(rows.begin(), rows.end());
    known.insert(known.end(), compared_metrics.begin(), compared_metrics.end());
    throw UsageError(fmt::format("--only: no cell and no metric matches '{}'{}", glob,
                                 did_you_mean(glob, known)));
  }
}

void Only::require_stored_metrics() const {
  // They are counted slice by slice, and no result has slices.
  const auto is_stored = [](std::string_view metric) {
    return metric != switches_metric && metric != faults_metric;
  };
  for (const std::string& glob : metrics) {
    const bool stored = std::ranges::any_of(compared_metrics, [&](std::string_view metric) {
      return is_stored(metric) && matches_glob(glob, metric);
    });
    if (stored) continue;
    throw UsageError(fmt::format(
        "--only {}: stored results do not have it (rtt_p50, rtt_p99, throughput, syscalls); a duel "
        "compares it",
        glob));
  }
}

void add_verdict_options(CommandLine& app, VerdictOptions& options) {
  app.add_action(
         "--delta", [&](const std::string& text) { set_deltas(options.rules, text); },
         "Changes that matter: 3% or rtt_p50=3%,...")
      .type_name("LIST");
  app.add_action(
         "--only", [&](const std::string& text) { set_only(options.only, text); },
         "Cells, metrics: 'unix_*', 'stream/*', rtt_p50")
      .type_name("LIST");
  app.add_action(
         "--inconclusive",
         [&](const std::string& text) { options.inconclusive = parse_inconclusive(text); },
         "Exit code if inconclusive: 3 or 0")
      .type_name("fail|pass");
  app.add_flag("--warn-only", options.warn_only, "A regression is said, the exit code is 0");
  app.add_repeated(
         "--report",
         [&](const std::string& text) { options.reports.push_back(parse_report(text)); },
         "A report; may be given again")
      .type_name("FORMAT=FILE");
}

void add_test_options(CommandLine& app, VerdictOptions& options) {
  app.add_action(
         "--alpha", [&](const std::string& text) { options.rules.alpha = parse_alpha(text); },
         "Jobs that may show a false regression (0.05)")
      .type_name("P");
  app.add_action(
         "--clear",
         [&](const std::string& text) { options.rules.clear = parse_percent("--clear", text); },
         "Passes a restless job if no cell is slower by this")
      .type_name("10%");
}

void require_clear_above_deltas(const ComparisonRules& rules) {
  if (!rules.clear) return;
  std::vector<std::string_view> claimed;
  for (const std::string_view metric : {"rtt_p50", "throughput"}) {
    if (rules.wants(metric)) claimed.push_back(metric);
  }
  // A tail is claimed only where nothing else is judged of round trips.
  if (!rules.wants("rtt_p50") && rules.wants("rtt_p99")) claimed.emplace_back("rtt_p99");
  for (const std::string_view metric : claimed) {
    const double delta = rules.delta_of(metric);
    if (*rules.clear >= delta) continue;
    throw UsageError(
        fmt::format("--clear {:g}%: {} may change by its delta of {:g}%; give a larger "
                    "limit, or --delta {}={:g}%",
                    *rules.clear * 100, metric, delta * 100, metric, *rules.clear * 100));
  }
}

std::string formats_text() {
  std::string text = "Formats of --report:\n";
  for (const VerdictFormat& format : verdict_formats()) {
    text += fmt::format("  {:<24}{}\n", format.name, format.summary);
  }
  return text;
}

int with_policy(int code, const VerdictOptions& options) {
  if (code == exit_code::regression && options.warn_only) return exit_code::fine;
  const bool passes = options.inconclusive == VerdictOptions::Inconclusive::pass;
  if (code == exit_code::inconclusive && passes) return exit_code::fine;
  return code;
}

std::string policy_note(int code, const VerdictOptions& options) {
  if (with_policy(code, options) == code) return {};
  return code == exit_code::regression
             ? "--warn-only: a regression, and the exit code is 0 all the same"
             : "--inconclusive pass: nothing was shown, and the exit code is 0 all the same";
}

int exit_code_of(const Comparison& comparison, const VerdictOptions& options) {
  return with_policy(code_before_policy(comparison), options);
}

std::string policy_note(const Comparison& comparison, const VerdictOptions& options) {
  return policy_note(code_before_policy(comparison), options);
}

}  // namespace ipcbench
