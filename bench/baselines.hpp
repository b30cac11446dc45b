// Results to compare with: named baselines in results/baselines, files, and folders of runs.
#pragma once

#include <string>
#include <vector>

#include "results/model.hpp"

namespace ipcbench {

/// What a new result is compared with.
struct StoredRuns {
  std::string path;  ///< of the file that `base` is from
  RunResult base;
  std::vector<RunResult> earlier = {};  ///< `base` among them
  std::vector<std::string> notes = {};  ///< what was passed over
};

/// Throws UsageError for a name that could be a path or hide; `option` is for its text.
void require_baseline_name(const std::string& option, const std::string& name);

/// results/baselines/NAME.json of the project, which the front door names, else of this folder.
[[nodiscard]] std::string baseline_path(const std::string& name);

/// Makes the folder of baselines and returns the path of this one. Throws UsageError.
[[nodiscard]] std::string make_room_for_baseline(const std::string& name);

/// Throws UsageError, with the names that there are.
[[nodiscard]] StoredRuns load_baseline(const std::string& name);

/// A result file; or a folder of them, of which the newest with the fingerprint of `newer` is the
/// base, or else the newest. Runs after `newer`, and its own file, are no history.
[[nodiscard]] StoredRuns load_stored(const std::string& path, const RunResult& newer,
                                     const std::string& newer_path);

}  // namespace ipcbench
