// Reading up to a limit.
#include "results/json_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/fd.hpp"
#include "base/syscall.hpp"
#include "results/json_document.hpp"

namespace ipcbench {

namespace {

/// Room for all of it at once: a text that grows is in memory twice.
void make_room(std::string& text, int fd) {
  struct stat about{};
  if (fd < 0 || ::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size <= 0) return;
  text.reserve(std::min(static_cast<std::size_t>(about.st_size), json_limits::text_bytes) + 1);
}

}  // namespace

Expected<std::string> read_text_file(const std::string& path) {
  Fd opened;
  if (path != "-") {
    opened = Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.valid()) return unexpected_errno(path.c_str());
  }
  const int fd = path == "-" ? STDIN_FILENO : opened.get();
  std::string text;
  make_room(text, fd);
  std::array<char, 64UL * 1024> part{};
  // One byte more than is allowed tells a file that is too large from one that just fits.
  while (text.size() <= json_limits::text_bytes) {
    const ssize_t got = retried([&] { return ::read(fd, part.data(), part.size()); });
    if (got < 0) return unexpected_errno(path.c_str());
    if (got == 0) break;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace ipcbench
