// Writing files.
#include "bench/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

UsageError cannot_write(const Error& error) {
  return UsageError(fmt::format("cannot write {}", error.message()));
}

OutputPlace find_or_throw(const std::string& path) {
  auto place = OutputPlace::find(path);
  if (!place) throw cannot_write(place.error());
  return std::move(*place);
}

}  // namespace

OutputFiles::OutputFiles(const std::vector<std::string>& paths) {
  for (auto path = paths.begin(); path != paths.end(); ++path) {
    if (path->empty()) continue;
    const bool again = std::find(paths.begin(), path, *path) != path;
    if (again && *path == "-") {
      throw UsageError("two outputs cannot both go to standard output; give one a file");
    }
    if (*path == "-") continue;
    const OutputPlace place = find_or_throw(*path);
    if (const auto problem = place.problem()) throw cannot_write(*problem);
    for (const auto& [other_path, other] : places_) {
      if (again || place.is_same_file(other)) {
        throw UsageError(fmt::format("{}: two outputs cannot go to one file", *path));
      }
    }
    places_.emplace(*path, place);
  }
}

void OutputFiles::write(const std::string& path, const std::string& text) const {
  if (path == "-") {
    fmt::print("{}", text);
  } else if (const auto written = at(path).write(text); !written) {
    throw cannot_write(written.error());
  }
}

std::string output_name(const std::string& path) {
  const auto place = OutputPlace::find(path);
  return place && place->is_standard_output() ? "-" : path;
}

void require_folder(const std::string& path) {
  std::error_code failed;
  const auto kind = std::filesystem::status(path, failed).type();
  using std::filesystem::file_type;
  if (kind != file_type::directory && kind != file_type::not_found) {
    throw UsageError(path + ": not a folder");
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
  if (path == "-") {
    fmt::print("{}", text);
  } else if (const auto written = write_atomically(path, text); !written) {
    throw cannot_write(written.error());
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
