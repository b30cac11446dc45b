// Temporary file, then rename.
#include "base/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/fd.hpp"
#include "base/syscall.hpp"

namespace ipcbench {

namespace {

struct TemporaryFile {
  std::string path;
  Fd fd;
};

Expected<TemporaryFile> create_beside(const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) == 0) {
    if (S_ISDIR(facts.st_mode)) {
      return std::unexpected(Error{.call = path, .code = EISDIR});
    }
    // A rename would replace a device or a pipe by a file; and a file without write permission is
    // not to be overwritten just because its folder is writable.
    if (::access(path.c_str(), W_OK) != 0) return unexpected_errno(path.c_str());
  }
  // A random name: what a killed run left must not stand in the way of the next one.
  TemporaryFile file{.path = path + ".tmp-XXXXXX", .fd = Fd()};
  file.fd = Fd(::mkostemp(file.path.data(), O_CLOEXEC));
  if (!file.fd.valid()) return unexpected_errno(path.c_str());
  // mkostemp(3) makes it private; a result is as public as any other file of this user.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  (void)::fchmod(file.fd.get(), 0666 & ~mask);
  return file;
}

Expected<void> write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = retried([&] { return ::write(fd, text.data(), text.size()); });
    if (written < 0) return unexpected_errno(path.c_str());
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

/// A rename would replace a symbolic link by a file; what it points to is what is meant.
std::string without_links(const std::string& path) {
  std::error_code missing;
  const auto target = std::filesystem::canonical(path, missing);
  return missing ? path : target.string();
}

bool is_special(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode);
}

}  // namespace

Expected<void> write_atomically(const std::string& typed, std::string_view text) {
  const std::string path = without_links(typed);
  if (is_special(path)) {  // /dev/stdout, /dev/null, a named pipe
    const Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd.valid()) return unexpected_errno(path.c_str());
    return write_all(fd.get(), text, path);
  }
  auto file = create_beside(path);
  if (!file) return std::unexpected(file.error());
  auto result = write_all(file->fd.get(), text, path);
  if (result && ::rename(file->path.c_str(), path.c_str()) != 0) {
    result = unexpected_errno("rename", path);
  }
  if (!result) ::unlink(file->path.c_str());
  return result;
}

Expected<void> create_atomically(const std::string& path, std::string_view text) {
  auto file = create_beside(path);
  if (!file) return std::unexpected(file.error());
  auto result = write_all(file->fd.get(), text, path);
  if (result && ::link(file->path.c_str(), path.c_str()) != 0)
    result = unexpected_errno("link", path);
  ::unlink(file->path.c_str());
  return result;
}

std::optional<Error> cannot_write(const std::string& path) {
  if (is_special(path)) {
    if (::access(path.c_str(), W_OK) == 0) return {};
    return Error{.call = path, .code = errno};
  }
  const auto file = create_beside(path);
  if (!file) return file.error();
  ::unlink(file->path.c_str());
  return {};
}

}  // namespace ipcbench
