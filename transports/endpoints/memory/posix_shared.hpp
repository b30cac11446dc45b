// Shared memory by name: shm_open(3).
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <utility>

#include "base/fd.hpp"
#include "base/mapping.hpp"
#include "base/owned_name.hpp"
#include "transports/endpoints/memory/memory.hpp"

namespace ipcbench {

class PosixSharedMemory {
 public:
  using View = Mapping;

  static std::optional<std::string> unsupported_reason(std::size_t bytes) {
    return no_room_in("/dev/shm", bytes);
  }

  static Expected<PosixSharedMemory> create(Scratch& scratch, std::size_t bytes) {
    auto name = OwnedName::reserve(scratch, ObjectKind::shared_memory);
    if (!name) return std::unexpected(name.error());
    const Fd fd(::shm_open(name->name().c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600));
    if (!fd.valid()) {
      const int code = errno;
      name->forget();
      return std::unexpected(Error{.call = "shm_open", .code = code});
    }
    if (const int code = ::posix_fallocate(fd.get(), 0, static_cast<off_t>(bytes)); code != 0) {
      return std::unexpected(Error{.call = "posix_fallocate", .code = code, .hint = "in /dev/shm"});
    }
    return PosixSharedMemory(std::move(*name), bytes);
  }

  static Expected<PosixSharedMemory> join(std::string_view address, std::size_t bytes) {
    return PosixSharedMemory(OwnedName::borrowed(address), bytes);
  }

  [[nodiscard]] const std::string& address() const { return name_.name(); }

  [[nodiscard]] Expected<View> map() const {
    const Fd fd(::shm_open(name_.name().c_str(), O_RDWR | O_CLOEXEC, 0));
    if (!fd.valid()) return unexpected_errno("shm_open", name_.name());
    return Mapping::of_file(fd.get(), bytes_);
  }

 private:
  PosixSharedMemory(OwnedName name, std::size_t bytes) : name_(std::move(name)), bytes_(bytes) {}

  OwnedName name_;
  std::size_t bytes_;
};

}  // namespace ipcbench
