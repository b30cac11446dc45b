// Making the folder, filling it.
#include "bench/report_files.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "base/atomic_file.hpp"
#include "bench/pictures.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    throw UsageError(
        fmt::format("cannot make the folder {}: {}", folder.string(), failed.message()));
  }
  if (!fs::is_directory(folder)) {
    throw UsageError(fmt::format("{}: not a folder", folder.string()));
  }
}

void write_or_throw(const fs::path& path, const std::string& text) {
  if (const auto written = write_atomically(path, text); !written) {
    throw UsageError(fmt::format("cannot write {}", written.error().message()));
  }
}

}  // namespace

std::string write_report(std::span<const ReportedRun> runs, const ReportPlace& place) {
  if (place.pictures) require_pictures();
  const Report report = report_of(runs, place.interaction);
  const fs::path folder = place.folder;
  make_folder(folder);
  for (const ReportFile& figure : report.figures) {
    const fs::path path = folder / figure.path;
    make_folder(path.parent_path());
    write_or_throw(path, figure.text);
    if (place.pictures) make_picture(path);
  }
  const fs::path path = folder / "index.html";
  write_or_throw(path, report.page);
  return path;
}

std::string report_folder_of(const std::string& result_path) {
  fs::path path = result_path;
  path.replace_extension();
  return path.string() + "-report";
}

}  // namespace ipcbench
