// Claiming, checking and writing outputs.
#include "bench/outputs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

#include "base/atomic_file.hpp"
#include "base/scratch.hpp"
#include "bench/baselines.hpp"
#include "bench/files.hpp"
#include "bench/terminal.hpp"
#include "bench/usage_error.hpp"
#include "bench/verdict_delivery.hpp"
#include "plots/table.hpp"
#include "results/csv.hpp"
#include "results/environment.hpp"
#include "results/json.hpp"

namespace ipcbench {

namespace {

namespace fs = std::filesystem;

/// Claims `<time>-<host>.json` in the folder, or a name with a number if that second's is taken.
Expected<std::string> claim_result_file(const fs::path& folder, const RunResult& run) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return std::unexpected(Error{.call = folder.string(), .code = failed.value()});
  }
  std::string stamp = run.started_at;
  std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
  std::string stem = fmt::format("{}-{}", stamp, host_name());
  std::ranges::replace(stem, '/', '_');
  for (int number = 1;; ++number) {
    const std::string suffix = number == 1 ? "" : fmt::format("-{}", number);
    std::string path = folder / fmt::format("{}{}.json", stem, suffix);
    const auto created = create_atomically(path, to_json(run));
    if (created) return path;
    if (created.error().code != EEXIST) return std::unexpected(created.error());
  }
}

}  // namespace

std::string default_result_path(const RunResult& run) {
  const char* home = std::getenv("IPCBENCH_HOME");
  const fs::path usual = fs::path(home != nullptr ? home : ".") / "results" / "runs";
  if (auto path = claim_result_file(usual, run)) return *path;
  // A project that belongs to somebody else, or a read-only container: the run is worth keeping
  // all the same.
  for (const std::string& parent : scratch_parents()) {
    const fs::path folder = fs::path(parent) / fmt::format("ipcbench-results-{}", ::geteuid());
    if (auto path = claim_result_file(folder, run)) return *path;
  }
  throw UsageError(fmt::format("{}: cannot be written; name a file with --out", usual.string()));
}

/// Two kinds of output in one place would leave neither readable.
void require_outputs(const RunOptions& options) {
  std::vector<std::string_view> on_stdout;
  if (options.csv == "-") on_stdout.emplace_back("--csv -");
  if (options.json_stream == "-") on_stdout.emplace_back("--json-stream -");
  if (!options.gbench.format.empty()) on_stdout.emplace_back("--benchmark_format");
  if (takes_stdout(options.verdict)) on_stdout.emplace_back("--report FORMAT=-");
  if (on_stdout.size() > 1) {
    throw UsageError(fmt::format("{} and {} both want standard output; give one a file",
                                 on_stdout[0], on_stdout[1]));
  }
  std::vector<std::string> paths = report_paths(options.verdict);
  paths.insert(paths.end(), {options.out, options.csv, options.json_stream, options.gbench.out});
  require_writable_apart(paths);
  // It is written anew as cells finish, which only a file can bear.
  if (!options.out.empty() && fs::exists(options.out) && !fs::is_regular_file(options.out)) {
    throw UsageError(fmt::format("--out {}: not a regular file", options.out));
  }
  if (!options.save_baseline.empty()) require_baseline_writable(options.save_baseline);
}

std::FILE* table_stream(const RunOptions& options) {
  const bool stdout_is_taken = options.csv == "-" || options.json_stream == "-" ||
                               !options.gbench.format.empty() || takes_stdout(options.verdict);
  return stdout_is_taken ? stderr : stdout;
}

void deliver(const RunResult& run, const GbenchDriver& driver, const RunOptions& options,
             const std::string& result_path) {
  const GbenchFlags& gbench = options.gbench;
  if (!gbench.out.empty()) {
    write_or_throw(gbench.out, driver.report(gbench.out_format, gbench.aggregates_only));
  }
  if (options.csv == "-") {
    fmt::print("{}", to_csv(run));
  } else if (!options.csv.empty()) {
    write_or_throw(options.csv, to_csv(run));
  }
  if (!gbench.format.empty()) {
    fmt::print("{}", driver.report(gbench.format, gbench.display_aggregates_only));
  }
  if (options.quiet) {
    for (const CellResult& cell : run.cells) {
      if (cell.status != CellStatus::error) continue;
      fmt::print(stderr, "ipcbench: {}: {}\n", cell.cell.name(), cell.reason);
    }
    return;
  }
  std::FILE* table = table_stream(options);
  fmt::print(table, "{}", text_tables(run, terminal_width(), colour_of(table)));
  if (std::fflush(table) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot write to standard output");
  fmt::print(stderr, "{} cells measured, {} skipped, {} failed in {:.0f} s (seed {})\nresult: {}\n",
             run.count(CellStatus::ok) + run.count(CellStatus::noisy),
             run.count(CellStatus::skipped), run.count(CellStatus::error), run.elapsed_s,
             run.settings.seed, result_path);
}

}  // namespace ipcbench
