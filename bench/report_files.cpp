// Making the folder, filling it.
#include "bench/report_files.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include "bench/files.hpp"
#include "bench/pictures.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

namespace fs = std::filesystem;

/// Pictures that nobody asked for are no reason to fail.
void make_pictures_of(const std::vector<std::string>& paths, Pictures pictures) {
  try {
    make_pictures(paths);
  } catch (const UsageError& error) {
    if (pictures == Pictures::wanted) throw;
    fmt::print(stderr, "ipcbench: no more PNG: {}\n", error.what());
  }
}

}  // namespace

std::string write_report(const Report& report, const std::string& folder, Pictures pictures) {
  const bool makes_pictures = pictures != Pictures::none && can_make_pictures();
  if (pictures == Pictures::wanted && !makes_pictures) {
    throw UsageError("--png needs rsvg-convert, which is not here (Debian: librsvg2-bin)");
  }
  const fs::path place = folder;
  make_folder(place);
  std::vector<std::string> paths;
  for (const ReportFile& figure : report.figures) {
    const fs::path path = place / figure.path;
    make_folder(path.parent_path());
    write_or_throw(path, figure.text);
    paths.push_back(path);
  }
  const fs::path page = place / "index.html";
  write_or_throw(page, report.page);
  if (makes_pictures) make_pictures_of(paths, pictures);
  return page;
}

std::string report_folder_of(const std::string& result_path) {
  fs::path path = result_path;
  path.replace_extension();
  return path.string() + "-report";
}

}  // namespace ipcbench
