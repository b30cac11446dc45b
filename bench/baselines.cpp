// Finding, reading and writing stored results.
#include "bench/baselines.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

#include "bench/arguments.hpp"
#include "bench/result_selection.hpp"
#include "bench/usage_error.hpp"
#include "results/fingerprint.hpp"

namespace ipcbench {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 100;
/// Older ones say nothing of today's machine, and all are in memory at once.
constexpr std::size_t most_files = 200;

fs::path baselines_folder() {
  const char* home = std::getenv("IPCBENCH_HOME");
  return fs::path(home != nullptr ? home : ".") / "results" / "baselines";
}

/// The result files of a folder, those whose names come last; the usual names begin with the time.
std::vector<fs::path> json_files_in(const fs::path& folder) {
  std::error_code failed;
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code ignored;
    if (at->path().extension() == ".json" && at->is_regular_file(ignored)) {
      files.push_back(at->path());
    }
  }
  if (failed) throw UsageError(fmt::format("{}: {}", folder.string(), failed.message()));
  std::ranges::sort(files);
  if (files.size() > most_files) {
    files.erase(files.begin(), files.end() - static_cast<std::ptrdiff_t>(most_files));
  }
  return files;
}

bool same_file(const fs::path& a, const std::string& b) {
  std::error_code ignored;
  return b != "-" && fs::equivalent(a, b, ignored);
}

/// All that a comparison does not look at, so that many runs fit into the memory.
void drop_details(RunResult& run) {
  for (CellResult& cell : run.cells) {
    for (TrialRecord& trial : cell.trials) {
      trial.histogram = {};
    }
  }
  run.settings.order = {};
}

struct NamedResult {
  std::string path;
  RunResult run;
};

/// Of the same fingerprint if there is one, else of any; the newest.
const NamedResult& newest_of(const std::vector<NamedResult>& results, const RunResult& newer) {
  const NamedResult* best = nullptr;
  bool best_fits = false;
  for (const NamedResult& result : results) {
    const bool fits = fingerprint_differences(result.run, newer).comparable();
    const bool better = best == nullptr || (fits && !best_fits) ||
                        (fits == best_fits && result.run.started_at >= best->run.started_at);
    if (!better) continue;
    best = &result;
    best_fits = fits;
  }
  return *best;
}

StoredRuns load_folder(const fs::path& folder, const RunResult& newer,
                       const std::string& newer_path) {
  StoredRuns stored;
  std::vector<NamedResult> results;
  for (const fs::path& file : json_files_in(folder)) {
    if (same_file(file, newer_path)) continue;
    try {
      RunResult run = load_result(file.string());
      if (run.started_at > newer.started_at) {
        stored.notes.push_back(fmt::format("{} is from after B", file.string()));
        continue;
      }
      drop_details(run);
      results.push_back({.path = file.string(), .run = std::move(run)});
    } catch (const UsageError& unreadable) {
      stored.notes.push_back(fmt::format("passed over: {}", unreadable.what()));
    }
  }
  if (results.empty()) {
    throw UsageError(fmt::format(
        "{}: no earlier result to compare with{}", folder.string(),
        stored.notes.empty() ? " (results are *.json)" : " (" + stored.notes.front() + ")"));
  }
  const NamedResult& base = newest_of(results, newer);
  stored.path = base.path;
  stored.base = base.run;
  for (NamedResult& result : results) stored.earlier.push_back(std::move(result.run));
  return stored;
}

StoredRuns load_file(const std::string& path) {
  StoredRuns stored{.path = path, .base = load_result(path)};
  stored.earlier = {stored.base};
  return stored;
}

}  // namespace

void require_baseline_name(const std::string& option, const std::string& name) {
  const bool plain = std::ranges::all_of(name, [](unsigned char c) {
    return (c < 0x80 && std::isalnum(c) != 0) || c == '.' || c == '_' || c == '-';
  });
  if (name.empty() || !plain || name.front() == '.' || name.front() == '-' ||
      name.size() > longest_name) {
    throw UsageError(
        fmt::format("{} '{}': a name is wanted, of letters, digits, - _ and . (a file: ipcbench "
                    "compare)",
                    option, name));
  }
}

std::string baseline_path(const std::string& name) {
  return baselines_folder() / (name + ".json");
}

std::string make_room_for_baseline(const std::string& name) {
  const fs::path path = baseline_path(name);
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  if (failed) {
    throw UsageError(
        fmt::format("cannot write {}: {}", path.parent_path().string(), failed.message()));
  }
  return path;
}

StoredRuns load_baseline(const std::string& name) {
  require_baseline_name("--baseline", name);
  const std::string path = baseline_path(name);
  if (fs::exists(path)) return load_file(path);
  std::vector<std::string> names;
  std::error_code missing;
  if (fs::is_directory(baselines_folder(), missing)) {
    for (const fs::path& file : json_files_in(baselines_folder())) names.push_back(file.stem());
  }
  const std::string others = names.empty() ? std::string("there is none")
                                           : fmt::format("there are: {}", fmt::join(names, ", "));
  throw UsageError(fmt::format(
      "no baseline '{}'{} ({}); ipcbench run --save-baseline {} makes it", name,
      did_you_mean(name, std::vector<std::string_view>(names.begin(), names.end())), others, name));
}

StoredRuns load_stored(const std::string& path, const RunResult& newer,
                       const std::string& newer_path) {
  std::error_code ignored;
  if (path != "-" && fs::is_directory(path, ignored)) return load_folder(path, newer, newer_path);
  if (path != "-" && same_file(path, newer_path)) {
    throw UsageError(fmt::format("{}: compared with itself it shows nothing", path));
  }
  return load_file(path);
}

}  // namespace ipcbench
