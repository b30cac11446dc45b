// Files that a command writes for somebody.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace ipcbench {

/// Finds out beforehand what could not be written, and what two outputs would write. An empty path
/// is none, "-" is standard output. Throws UsageError.
void require_writable_apart(const std::vector<std::string>& paths);

/// With all folders above it, if it is not there yet. Throws UsageError.
void make_folder(const std::string& path);

/// Whole, or not at all: then a UsageError.
void write_or_throw(const std::string& path, const std::string& text);

/// In a job of GitHub Actions, whose variable names a file: behind what other steps have written
/// there. A summary that cannot be written is no reason to fail a job whose verdict is known.
void add_to_job_summary(const std::function<std::string()>& markdown);

}  // namespace ipcbench
