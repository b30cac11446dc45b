// Following links, holding on to where they lead, writing there.
#include "base/output_place.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <random>
#include <system_error>
#include <thread>

#include "base/syscall.hpp"

namespace ipcbench {

namespace {

namespace fs = std::filesystem;

/// As many as the kernel follows.
constexpr int most_links = 40;
/// A named pipe can only be opened while somebody reads it.
constexpr std::chrono::seconds patience_for_a_reader{10};
constexpr std::chrono::milliseconds between_looks{10};

std::unexpected<Error> unexpected_code(const std::string& path, int code) {
  return std::unexpected(Error{.call = path, .code = code});
}

std::string path_of_descriptor(int number) {
  return fmt::format("/proc/self/fd/{}", number);
}

bool is_below(std::string_view folder, std::string_view top) {
  return folder == top || (folder.starts_with(top) && folder[top.size()] == '/');
}

/// The number of a descriptor of this process, if that is what the folder has by this name.
std::optional<int> own_descriptor(const fs::path& folder, const std::string& name) {
  const auto is_folder_of_own = [&](const char* path) {
    std::error_code missing;
    return folder == fs::canonical(path, missing) && !missing;
  };
  if (!is_folder_of_own("/proc/self/fd") && !is_folder_of_own("/proc/thread-self/fd")) return {};
  int number = 0;
  const char* const end = name.data() + name.size();
  const auto [rest, failed] = std::from_chars(name.data(), end, number);
  return failed == std::errc{} && rest == end ? std::optional(number) : std::nullopt;
}

}  // namespace

Status write_whole(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = retried([&] { return ::write(fd, text.data(), text.size()); });
    if (written < 0) return last_error("write");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

UnfinishedOutput::~UnfinishedOutput() {
  if (folder_) ::unlinkat(folder_->get(), unfinished_name_.c_str(), 0);
}

Expected<void> UnfinishedOutput::write(std::string_view text) {
  const Status written = write_whole(fd_.get(), text);
  if (!written.ok()) return unexpected_code(typed_, written.code());
  return {};
}

Expected<void> UnfinishedOutput::take_place() {
  if (!folder_) return {};
  const int folder = folder_->get();
  struct stat there{};
  if (::fstatat(folder, name_.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0 &&
      !S_ISREG(there.st_mode)) {
    return std::unexpected(Error{.call = typed_ + ": has become something else than a file"});
  }
  if (::renameat(folder, unfinished_name_.c_str(), folder, name_.c_str()) != 0) {
    return unexpected_errno("rename", typed_);
  }
  folder_.reset();
  return {};
}

Expected<void> UnfinishedOutput::take_free_place() {
  if (!folder_) return unexpected_code(typed_, EEXIST);
  const int folder = folder_->get();
  if (::linkat(folder, unfinished_name_.c_str(), folder, name_.c_str(), 0) != 0) {
    return unexpected_errno("link", typed_);
  }
  return {};
}

Expected<OutputPlace> OutputPlace::find(const std::string& path) {
  fs::path next = path;
  for (int links = 0; links <= most_links; ++links) {
    std::error_code failed;
    const fs::path parent = next.parent_path();
    const fs::path folder = fs::canonical(parent.empty() ? fs::path(".") : parent, failed);
    if (failed) return unexpected_code(path, failed.value());
    const std::string name = next.filename();
    if (const auto number = own_descriptor(folder, name)) return of_descriptor(path, *number);
    // What a link in /proc says is often no path: "pipe:[4711]".
    const bool is_path = !is_below(folder.native(), "/proc");
    const fs::path target = is_path ? fs::read_symlink(folder / name, failed) : fs::path();
    if (target.empty()) return in_folder(path, folder, name);
    next = folder / target;
  }
  return unexpected_code(path, ELOOP);
}

Expected<OutputPlace> OutputPlace::in_folder(const std::string& typed, const std::string& folder,
                                             const std::string& name) {
  const std::string path = fs::path(folder) / name;
  struct stat there{};
  const bool exists = ::lstat(path.c_str(), &there) == 0;
  if (name.empty() || (exists && S_ISDIR(there.st_mode))) return unexpected_code(typed, EISDIR);
  const bool is_file = !exists || S_ISREG(there.st_mode);
  Fd handle(is_file ? ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)
                    : ::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!handle.valid()) return unexpected_errno(typed.c_str());
  OutputPlace place(typed, is_file ? Kind::file : Kind::special, std::move(handle));
  place.folder_ = folder;
  place.name_ = name;
  return place;
}

/// A copy shares its position in a file: opened anew, what was written before would be overwritten.
Expected<OutputPlace> OutputPlace::of_descriptor(const std::string& typed, int number) {
  Fd copy(::fcntl(number, F_DUPFD_CLOEXEC, 0));
  if (!copy.valid()) return unexpected_errno(typed.c_str());
  OutputPlace place(typed, Kind::descriptor, std::move(copy));
  place.is_standard_output_ = number == STDOUT_FILENO;
  return place;
}

bool OutputPlace::is_for_files() const {
  if (kind_ != Kind::file) return false;
  constexpr std::array not_for_files = {"/dev", "/proc", "/sys"};
  return is_below(folder_, "/dev/shm") ||
         std::ranges::none_of(not_for_files, [&](auto* top) { return is_below(folder_, top); });
}

bool OutputPlace::is_standard_output() const {
  return is_standard_output_;
}

bool OutputPlace::is_same_file(const OutputPlace& other) const {
  return kind_ == Kind::file && other.kind_ == Kind::file && folder_ == other.folder_ &&
         name_ == other.name_;
}

std::string OutputPlace::where() const {
  struct stat here{}, there{};
  if (kind_ != Kind::file || ::fstatat(handle_->get(), name_.c_str(), &here, 0) != 0 ||
      (::stat(typed_.c_str(), &there) == 0 && here.st_dev == there.st_dev &&
       here.st_ino == there.st_ino)) {
    return typed_;
  }
  std::error_code failed;
  const fs::path folder = fs::read_symlink(path_of_descriptor(handle_->get()), failed);
  return failed ? typed_ : (folder / name_).string();
}

std::optional<Error> OutputPlace::problem() const {
  const int handle = handle_->get();
  if (kind_ == Kind::descriptor) {
    const int flags = ::fcntl(handle, F_GETFL);
    if ((flags & O_ACCMODE) == O_RDONLY) return Error{.call = typed_, .code = EBADF};
    return {};
  }
  if (kind_ == Kind::special) {
    if (::access(path_of_descriptor(handle).c_str(), W_OK) == 0) return {};
    return Error{.call = typed_, .code = errno};
  }
  if (const auto begun = begin(); !begun) return begun.error();
  return {};
}

Expected<UnfinishedOutput> OutputPlace::begin() const {
  if (kind_ != Kind::file) {
    auto fd = open_as_it_is();
    if (!fd) return std::unexpected(fd.error());
    return UnfinishedOutput(std::move(*fd), typed_);
  }
  const int folder = handle_->get();
  // A file without write permission is not to be replaced just because its folder is writable.
  if (::faccessat(folder, name_.c_str(), W_OK, 0) != 0 && errno != ENOENT) {
    return unexpected_errno(typed_.c_str());
  }
  std::random_device random;
  for (;;) {
    // A random name: what a killed run left must not stand in the way of the next one.
    const std::string name = fmt::format("{}.tmp-{:08x}", name_, random());
    Fd fd(::openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!fd.valid() && errno == EEXIST) continue;
    if (!fd.valid()) return unexpected_errno(typed_.c_str());
    UnfinishedOutput output(std::move(fd), typed_);
    output.folder_ = handle_;
    output.name_ = name_;
    output.unfinished_name_ = name;
    return output;
  }
}

Expected<void> OutputPlace::write(std::string_view text) const {
  auto output = begin();
  if (!output) return std::unexpected(output.error());
  if (auto written = output->write(text); !written) return written;
  return output->take_place();
}

Expected<void> OutputPlace::create(std::string_view text) const {
  auto output = begin();
  if (!output) return std::unexpected(output.error());
  if (auto written = output->write(text); !written) return written;
  return output->take_free_place();
}

Expected<Fd> OutputPlace::open() const {
  if (kind_ != Kind::file) return open_as_it_is();
  Fd fd(::openat(handle_->get(), name_.c_str(),
                 O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!fd.valid()) return unexpected_errno(typed_.c_str());
  return fd;
}

Expected<Fd> OutputPlace::open_as_it_is() const {
  const int handle = handle_->get();
  if (kind_ == Kind::descriptor) {
    Fd copy(::fcntl(handle, F_DUPFD_CLOEXEC, 0));
    if (!copy.valid()) return unexpected_errno(typed_.c_str());
    return copy;
  }
  const auto give_up = std::chrono::steady_clock::now() + patience_for_a_reader;
  for (;;) {
    // A blocking open(2) of a named pipe would wait for its reader without end.
    Fd fd(::open(path_of_descriptor(handle).c_str(),
                 O_WRONLY | O_TRUNC | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (fd.valid()) {
      ::fcntl(fd.get(), F_SETFL, 0);
      return fd;
    }
    const int code = errno;
    struct stat there{};
    const bool is_pipe = ::fstat(handle, &there) == 0 && S_ISFIFO(there.st_mode);
    if (code != ENXIO || !is_pipe) return unexpected_code(typed_, code);
    if (std::chrono::steady_clock::now() >= give_up) {
      return std::unexpected(Error{.call = typed_, .code = code, .hint = "nobody reads this pipe"});
    }
    std::this_thread::sleep_for(between_looks);
  }
}

Expected<void> write_atomically(const std::string& path, std::string_view text) {
  const auto place = OutputPlace::find(path);
  return place ? place->write(text) : std::unexpected(place.error());
}

}  // namespace ipcbench
