// Shared memory that is a regular file, mapped by both processes.
#pragma once

#include <fcntl.h>

#include <utility>

#include "base/fd.hpp"
#include "base/mapping.hpp"
#include "base/owned_name.hpp"
#include "transports/endpoints/memory/memory.hpp"

namespace ipcbench {

class MappedFile {
 public:
  using View = Mapping;

  // Where the file will lie is not known before there is a scratch folder, and `create` reserves
  // its blocks with an error that names the folder.
  static std::optional<std::string> unsupported_reason(std::size_t) { return {}; }

  static Expected<MappedFile> create(Scratch& scratch, std::size_t bytes) {
    OwnedName path = OwnedName::path_in(scratch, "mapped");
    const Fd fd(::open(path.name().c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600));
    if (!fd.valid()) return unexpected_errno("open", path.name());
    if (const int code = ::posix_fallocate(fd.get(), 0, static_cast<off_t>(bytes)); code != 0) {
      return std::unexpected(
          Error{.call = "posix_fallocate", .code = code, .hint = "in " + scratch.path()});
    }
    return MappedFile(std::move(path), bytes);
  }

  static Expected<MappedFile> join(std::string_view address, std::size_t bytes) {
    return MappedFile(OwnedName::borrowed(address), bytes);
  }

  [[nodiscard]] const std::string& address() const { return path_.name(); }
  [[nodiscard]] std::string filesystem() const { return filesystem_of(path_.name()); }

  [[nodiscard]] Expected<View> map() const {
    const Fd fd(::open(path_.name().c_str(), O_RDWR | O_CLOEXEC));
    if (!fd.valid()) return unexpected_errno("open", path_.name());
    return Mapping::of_file(fd.get(), bytes_);
  }

 private:
  MappedFile(OwnedName path, std::size_t bytes) : path_(std::move(path)), bytes_(bytes) {}

  OwnedName path_;
  std::size_t bytes_;
};

}  // namespace ipcbench
