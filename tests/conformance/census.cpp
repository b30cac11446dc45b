// Counting in /proc, /dev and the scratch folder.
#include "tests/conformance/census.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <mqueue.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/fd.hpp"
#include "tests/conformance/interpose.hpp"

namespace ipcbench::conformance {

namespace fs = std::filesystem;

std::size_t open_descriptors() {
  const auto all = fs::directory_iterator("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(fs::begin(all), fs::end(all)));
}

std::size_t shared_mappings() {
  std::ifstream maps("/proc/self/maps");
  std::size_t count = 0;
  for (std::string line; std::getline(maps, line);) {
    std::istringstream words(line);
    std::string range;
    std::string permissions;
    words >> range >> permissions;
    if (permissions.ends_with('s')) ++count;
  }
  return count;
}

std::set<std::string> files_in(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
  names.erase("owner");
  return names;
}

bool is_marker(const std::string& file_name) {
  return file_name.contains('@');
}

bool object_exists(const std::string& marker) {
  const std::size_t at = marker.find('@');
  const std::string kind = marker.substr(0, at);
  const std::string name = marker.substr(at + 1);
  const auto key = static_cast<key_t>(std::strtoul(name.c_str(), nullptr, 16));
  if (kind == "shm") return fs::exists("/dev/shm/" + name);
  if (kind == "sem") return fs::exists("/dev/shm/sem." + name);
  if (kind == "mq") return Fd(::mq_open(("/" + name).c_str(), O_RDONLY)).valid();
  if (kind == "sysv_shm") return ::shmget(key, 0, 0) >= 0;
  if (kind == "sysv_sem") return ::semget(key, 0, 0) >= 0;
  if (kind == "sysv_msg") return ::msgget(key, 0) >= 0;
  return false;
}

Census Census::take(const Scratch& scratch) {
  Census census{.descriptors = open_descriptors(),
                .mappings = shared_mappings(),
                .files = files_in(scratch.path()),
                .objects = {}};
  std::ranges::copy_if(objects_asked_for(), std::inserter(census.objects, census.objects.end()),
                       object_exists);
  return census;
}

std::string Census::text() const {
  return fmt::format("{} descriptors, {} shared mappings, files {}, objects {}", descriptors,
                     mappings, files, objects);
}

}  // namespace ipcbench::conformance
