// Making the folder, filling it.
#include "bench/report_files.hpp"

#include <filesystem>

#include "bench/files.hpp"
#include "bench/pictures.hpp"

namespace ipcbench {

namespace fs = std::filesystem;

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
