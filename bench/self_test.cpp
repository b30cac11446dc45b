// Duels of a program with itself.
#include "bench/self_test.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "bench/duel_plan.hpp"
#include "bench/terminal.hpp"
#include "bench/usage_error.hpp"
#include "bench/verdict_delivery.hpp"
#include "plots/self_test_text.hpp"
#include "results/self_test_json.hpp"

namespace ipcbench {

namespace {

struct Format {
  std::string_view name;
  std::string (*write)(const SelfTestSeries& series);
};

std::string text_of(const SelfTestSeries& series) {
  return self_test_text(series, 80);
}

/// Of the formats of a duel those that have something to say of many.
constexpr std::array formats = {Format{.name = "text", .write = text_of},
                                Format{.name = "markdown", .write = self_test_markdown},
                                Format{.name = "json", .write = self_test_json}};

const Format* find_format(std::string_view name) {
  const auto* found = std::ranges::find(formats, name, &Format::name);
  return found == formats.end() ? nullptr : found;
}

/// The duels that came to their end, and what ended the series before all did.
struct Duels {
  SelfTestSeries series = {};
  std::string failure = {};
};

/// What makes a duel fail, or nothing if it has a verdict, which is added.
std::string run_one(SelfTestSeries& series, const Comparison& planned, const DuelOptions& options,
                    const Interrupt& interrupt) {
  try {
    const Comparison comparison = run_duel(planned, options, interrupt);
    if (comparison.interrupted_by != 0) return {};
    if (comparison.verdict == Verdict::error) return comparison.summary;
    series.add(comparison);
    return {};
  } catch (const UsageError& error) {
    return error.what();
  }
}

Duels run_duels(const Comparison& planned, const DuelOptions& options, const Interrupt& interrupt) {
  Duels duels;
  for (unsigned job = 0; job < options.jobs && Interrupt::signal() == 0; ++job) {
    if (!options.quiet) fmt::print(stderr, "duel {} of {}\n", job + 1, options.jobs);
    Comparison next = planned;
    next.seed += job;
    duels.failure = run_one(duels.series, next, options, interrupt);
    if (duels.failure.empty()) continue;
    if (options.jobs > 1) {
      duels.failure = fmt::format("duel {} of {}: {}", job + 1, options.jobs, duels.failure);
    }
    break;
  }
  return duels;
}

void deliver(const SelfTestSeries& series, const DuelOptions& options, const OutputFiles& files) {
  if (!options.out.empty()) files.write(options.out, self_test_json(series));
  for (const ReportRequest& request : options.verdict.reports) {
    files.write(request.file, find_format(request.format)->write(series));
  }
  if (!options.quiet) {
    fmt::print(takes_stdout(options.verdict) || options.out == "-" ? stderr : stdout, "{}",
               self_test_text(series, terminal_width()));
  }
  add_to_job_summary([&] { return self_test_markdown(series); });
}

int code_before_policy(const SelfTestSeries& series) {
  if (series.false_alarms().events != 0) return exit_code::regression;
  const Frequency open = series.inconclusive();
  return open.events == open.trials ? exit_code::inconclusive : exit_code::fine;
}

}  // namespace

int exit_code_of(const SelfTestSeries& series, const VerdictOptions& options) {
  return with_policy(code_before_policy(series), options);
}

OutputFiles require_self_test_outputs(const DuelOptions& options) {
  for (const ReportRequest& request : options.verdict.reports) {
    if (find_format(request.format) != nullptr) continue;
    std::vector<std::string_view> names;
    for (const Format& format : formats) names.push_back(format.name);
    throw UsageError(fmt::format("--report {}: a self-test is written as {}", request.format,
                                 fmt::join(names, ", ")));
  }
  return require_verdict_outputs(options.verdict, options.out);
}

int run_self_test(const Comparison& planned, const DuelOptions& options, const OutputFiles& files,
                  const Interrupt& interrupt) {
  const auto& [series, failure] = run_duels(planned, options, interrupt);
  if (series.jobs().empty() && !failure.empty()) throw UsageError(failure);
  if (series.jobs().empty()) {
    fmt::print(stderr, "ipcbench: no duel came to its end\n");
    return exit_code::signal_base + Interrupt::signal();
  }
  // An hour's duels are not lost to the last one.
  deliver(series, options, files);
  if (!failure.empty()) throw UsageError(failure);
  if (Interrupt::signal() != 0) return exit_code::signal_base + Interrupt::signal();
  if (const auto note = policy_note(code_before_policy(series), options.verdict); !note.empty()) {
    fmt::print(stderr, "ipcbench: {}\n", note);
  }
  return exit_code_of(series, options.verdict);
}

}  // namespace ipcbench
