// Files that a command writes for somebody.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/output_place.hpp"

namespace ipcbench {

/// The outputs of a command. Their places are looked up before anything is measured; what becomes
/// of a link or a folder afterwards changes nothing.
class OutputFiles {
 public:
  /// An empty path is none, "-" is standard output. Throws UsageError for what cannot be written,
  /// and for what two outputs would write.
  explicit OutputFiles(const std::vector<std::string>& paths);

  /// One of the paths.
  [[nodiscard]] const OutputPlace& at(const std::string& path) const { return places_.at(path); }
  /// To one of the paths: whole, or not at all. Throws UsageError.
  void write(const std::string& path, const std::string& text) const;

 private:
  std::map<std::string, OutputPlace> places_;
};

/// "-" for all paths to standard output, such as /dev/stdout; else the path.
[[nodiscard]] std::string output_name(const std::string& path);

/// That it is a folder, or nothing yet. Throws UsageError.
void require_folder(const std::string& path);

/// With all folders above it, if it is not there yet. Throws UsageError.
void make_folder(const std::string& path);

/// At once; whole, or not at all: then a UsageError. "-" is standard output.
void write_or_throw(const std::string& path, const std::string& text);

/// In a job of GitHub Actions, whose variable names a file: behind what other steps have written
/// there. A summary that cannot be written is no reason to fail a job whose verdict is known.
void add_to_job_summary(const std::function<std::string()>& markdown);

}  // namespace ipcbench
