// Claiming, checking and writing outputs.
#include "bench/outputs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/scratch.hpp"
#include "bench/baselines.hpp"
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
Expected<OutputPlace> claim_result_file(const fs::path& folder, const RunResult& run) {
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
    auto place = OutputPlace::find(folder / fmt::format("{}{}.json", stem, suffix));
    if (!place) return place;
    const auto created = place->create(to_json(run));
    if (created) return place;
    if (created.error().code != EEXIST) return std::unexpected(created.error());
  }
}

/// In results/runs, or where this user can write.
OutputPlace new_result_file(const RunResult& run) {
  const char* home = std::getenv("IPCBENCH_HOME");
  const fs::path usual = fs::path(home != nullptr ? home : ".") / "results" / "runs";
  if (auto place = claim_result_file(usual, run)) return *place;
  // A project that belongs to somebody else, or a read-only container: the run is worth keeping
  // all the same.
  for (const std::string& parent : scratch_parents()) {
    const fs::path folder = fs::path(parent) / fmt::format("ipcbench-results-{}", ::geteuid());
    if (auto place = claim_result_file(folder, run)) return *place;
  }
  throw UsageError(fmt::format("{}: cannot be written; name a file with --out", usual.string()));
}

/// The outputs that want standard output; two would leave neither readable.
std::vector<std::string_view> on_stdout(const RunOptions& options) {
  std::vector<std::string_view> names;
  if (options.out == "-") names.emplace_back("--out -");
  if (options.csv == "-") names.emplace_back("--csv -");
  if (options.json_stream == "-") names.emplace_back("--json-stream -");
  if (options.gbench.out == "-") names.emplace_back("--benchmark_out=-");
  if (!options.gbench.format.empty()) names.emplace_back("--benchmark_format");
  if (takes_stdout(options.verdict)) names.emplace_back("--report FORMAT=-");
  return names;
}

/// It is written anew as cells finish, and read meanwhile, which only a file can bear.
void require_place_for_results(const std::string& option, const OutputPlace& place,
                               const std::string& path) {
  if (place.is_for_files()) return;
  throw UsageError(
      fmt::format("{} {}: not a regular file outside of /dev, /proc and /sys{}", option, path,
                  place.is_standard_output() ? " (--out - is for standard output)" : ""));
}

}  // namespace

OutputFiles require_outputs(const RunOptions& options) {
  if (const auto names = on_stdout(options); names.size() > 1) {
    throw UsageError(
        fmt::format("{} and {} both want standard output; give one a file", names[0], names[1]));
  }
  if (!options.html.empty()) require_folder(options.html);
  std::vector<std::string> paths = report_paths(options.verdict);
  paths.insert(paths.end(), {options.out, options.csv, options.json_stream, options.gbench.out});
  if (!options.save_baseline.empty()) {
    paths.push_back(make_room_for_baseline(options.save_baseline));
  }
  OutputFiles files(paths);
  if (!options.out.empty() && options.out != "-") {
    require_place_for_results("--out", files.at(options.out), options.out);
  }
  if (!options.save_baseline.empty()) {
    require_place_for_results("--save-baseline", files.at(paths.back()), paths.back());
  }
  return files;
}

std::optional<OutputPlace> result_place(const RunOptions& options, const OutputFiles& files,
                                        const RunResult& run) {
  if (options.out == "-") return {};
  return options.out.empty() ? new_result_file(run) : files.at(options.out);
}

std::FILE* table_stream(const RunOptions& options) {
  return on_stdout(options).empty() ? stdout : stderr;
}

void deliver(const RunResult& run, const GbenchDriver& driver, const RunOptions& options,
             const OutputFiles& files, const std::string& result_path) {
  const GbenchFlags& gbench = options.gbench;
  // A file was saved as the run went on.
  if (options.out == "-") files.write(options.out, to_json(run));
  if (!gbench.out.empty()) {
    files.write(gbench.out, driver.report(gbench.out_format, gbench.aggregates_only));
  }
  if (!options.csv.empty()) files.write(options.csv, to_csv(run));
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
