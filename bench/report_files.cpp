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
#include "plots/figure_names.hpp"

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

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed); !failed && entry != fs::directory_iterator();
       entry.increment(failed)) {
    entries.push_back(entry->path());
  }
  return entries;
}

void remove_figures_in(const fs::path& folder) {
  for (const fs::path& path : entries_of(folder)) {
    std::error_code failed;
    if (!is_figure_file(path.filename().string()) || !fs::is_regular_file(path, failed)) continue;
    if (!fs::remove(path, failed) && failed) {
      throw UsageError(fmt::format("cannot remove {}: {}", path.string(), failed.message()));
    }
  }
}

/// "2-other": where the figures of one of several results are.
bool is_results_folder(const fs::path& path) {
  const std::string name = path.filename();
  const std::size_t digits = name.find_first_not_of("0123456789");
  std::error_code failed;
  return digits != 0 && digits != std::string::npos && name[digits] == '-' &&
         fs::is_directory(path, failed);
}

/// What an earlier report left would be taken for a part of this one. Only what has the name of a
/// figure, and only beside a page.
void remove_old_figures(const fs::path& place) {
  std::error_code failed;
  if (!fs::exists(place / "index.html", failed)) return;
  const fs::path figures = place / "figures";
  remove_figures_in(figures);
  for (const fs::path& path : entries_of(figures)) {
    if (!is_results_folder(path)) continue;
    remove_figures_in(path);
    // If there is nothing else in it.
    fs::remove(path, failed);
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
  remove_old_figures(place);
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
