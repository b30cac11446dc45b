// The list of formats.
#include "plots/verdict_formats.hpp"

#include <algorithm>
#include <array>

#include "plots/figures.hpp"
#include "plots/verdict_markdown.hpp"
#include "plots/verdict_table.hpp"
#include "results/bencher.hpp"
#include "results/benchstat.hpp"
#include "results/comparison_csv.hpp"
#include "results/comparison_gbench.hpp"
#include "results/comparison_json.hpp"
#include "results/comparison_openmetrics.hpp"
#include "results/github_action_benchmark.hpp"
#include "results/github_annotations.hpp"
#include "results/junit.hpp"

namespace ipcbench {

namespace {

using Files = std::vector<VerdictFile>;

/// A format of one file.
template <std::string (*write)(const Comparison&)>
Files one_file(const Comparison& comparison) {
  return {{.suffix = "", .text = write(comparison)}};
}

std::string text_of(const Comparison& comparison) {
  return verdict_table(comparison, 80, Colour::off, Detail::all);
}

Files action_benchmark_files(const Comparison& comparison) {
  auto [smaller, bigger] = github_action_benchmark(comparison);
  return {{.suffix = "", .text = std::move(smaller)},
          {.suffix = ".bigger", .text = std::move(bigger)}};
}

Files benchstat_files(const Comparison& comparison) {
  auto [a, b] = comparison_benchstat(comparison);
  return {{.suffix = "", .text = std::move(a)}, {.suffix = ".b", .text = std::move(b)}};
}

Files gbench_files(const Comparison& comparison) {
  auto [a, b] = comparison_gbench(comparison);
  return {{.suffix = "", .text = std::move(a)}, {.suffix = ".b", .text = std::move(b)}};
}

std::string forest_of(const Comparison& comparison) {
  return std::move(figures_of(comparison).front().svg);
}

constexpr std::array formats = {
    VerdictFormat{.name = "text", .summary = "what --all shows", .files = one_file<text_of>},
    VerdictFormat{.name = "markdown",
                  .summary = "for a job's summary or a comment",
                  .files = one_file<verdict_markdown>},
    VerdictFormat{.name = "svg",
                  .summary = "a figure: each change and its interval",
                  .files = one_file<forest_of>},
    VerdictFormat{.name = "json",
                  .summary = "everything, each slice included",
                  .files = one_file<comparison_json>},
    VerdictFormat{.name = "csv", .summary = "a line a finding", .files = one_file<comparison_csv>},
    VerdictFormat{.name = "junit",
                  .summary = "JUnit XML, a suite a mechanism",
                  .files = one_file<comparison_junit>},
    VerdictFormat{.name = "annotations",
                  .summary = "GitHub's ::error lines, the worst 8",
                  .files = one_file<github_annotations>},
    VerdictFormat{.name = "openmetrics",
                  .summary = "for Prometheus",
                  .files = one_file<comparison_openmetrics>},
    VerdictFormat{.name = "bencher",
                  .summary = "Bencher's metric format",
                  .files = one_file<comparison_bencher>},
    VerdictFormat{.name = "github-action-benchmark",
                  .summary = "customSmallerIsBetter; bigger in FILE.bigger",
                  .files = action_benchmark_files},
    VerdictFormat{.name = "benchstat",
                  .summary = "Go benchmark text: A's rounds in FILE, B's in FILE.b",
                  .files = benchstat_files},
    VerdictFormat{.name = "gbench",
                  .summary = "Google Benchmark's compare.py: A in FILE, B in FILE.b",
                  .files = gbench_files},
};

}  // namespace

std::span<const VerdictFormat> verdict_formats() {
  return formats;
}

const VerdictFormat* find_verdict_format(std::string_view name) {
  const auto* found = std::ranges::find(formats, name, &VerdictFormat::name);
  return found == formats.end() ? nullptr : found;
}

}  // namespace ipcbench
