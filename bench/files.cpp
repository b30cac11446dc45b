// Writing files.
#include "bench/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <system_error>

#include "base/atomic_file.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

void require_writable_apart(const std::vector<std::string>& paths) {
  for (auto path = paths.begin(); path != paths.end(); ++path) {
    if (path->empty()) continue;
    if (std::find(std::next(path), paths.end(), *path) != paths.end()) {
      throw UsageError(*path == "-"
                           ? "two outputs cannot both go to standard output; give one a file"
                           : fmt::format("{}: two outputs cannot go to one file", *path));
    }
    if (*path == "-") continue;
    if (const auto error = cannot_write(*path)) {
      throw UsageError(fmt::format("cannot write {}", error->message()));
    }
  }
}

void make_folder(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed) {
    throw UsageError(fmt::format("cannot make the folder {}: {}", path, failed.message()));
  }
  if (!std::filesystem::is_directory(path)) throw UsageError(path + ": not a folder");
}

void write_or_throw(const std::string& path, const std::string& text) {
  if (const auto written = write_atomically(path, text); !written) {
    throw UsageError(fmt::format("cannot write {}", written.error().message()));
  }
}

void add_to_job_summary(const std::function<std::string()>& markdown) {
  const char* path = std::getenv("GITHUB_STEP_SUMMARY");
  if (path == nullptr || *path == '\0') return;
  const std::string text = markdown();
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path, "ae"), std::fclose);
  if (!file || std::fwrite(text.data(), 1, text.size(), file.get()) != text.size()) {
    fmt::print(stderr, "ipcbench: cannot write the summary of the job: {}\n", path);
  }
}

}  // namespace ipcbench
