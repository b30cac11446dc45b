// Shared memory by key: shmget(2).
#pragma once

#include <sys/shm.h>

#include <utility>

#include "base/mapping.hpp"
#include "base/owned_name.hpp"
#include "base/system_files.hpp"
#include "transports/endpoints/memory/memory.hpp"

namespace ipcbench {

/// The owner removes the segment as soon as both sides have attached it; the kernel keeps it until
/// the last one has detached.
class SysvSharedMemory {
 public:
  using View = Mapping;

  static std::optional<std::string> unsupported_reason(std::size_t bytes) {
    const auto largest = SystemFiles().line("/proc/sys/kernel/shmmax");
    // The kernel's own default does not fit into a signed number.
    const unsigned long long limit = largest ? std::strtoull(largest->c_str(), nullptr, 10) : ~0ULL;
    if (bytes <= limit) return {};
    return fmt::format("{} bytes are needed, kernel.shmmax is {}", bytes, limit);
  }

  static Expected<SysvSharedMemory> create(Scratch& scratch, std::size_t bytes) {
    auto segment =
        create_sysv(scratch, ObjectKind::sysv_memory, "shmget",
                    [bytes](key_t key, int flags) { return ::shmget(key, bytes, flags); });
    if (!segment) return std::unexpected(segment.error());
    return SysvSharedMemory(std::move(*segment), bytes);
  }

  static Expected<SysvSharedMemory> join(std::string_view address, std::size_t bytes) {
    SysvObject segment{.id = -1, .name = OwnedName::borrowed(address)};
    segment.id = ::shmget(segment.name.key(), 0, 0);
    if (segment.id < 0) return unexpected_errno("shmget");
    return SysvSharedMemory(std::move(segment), bytes);
  }

  [[nodiscard]] const std::string& address() const { return segment_.name.name(); }
  [[nodiscard]] Expected<View> map() const { return Mapping::of_sysv(segment_.id, bytes_); }

 private:
  SysvSharedMemory(SysvObject segment, std::size_t bytes)
      : segment_(std::move(segment)), bytes_(bytes) {}

  SysvObject segment_;
  std::size_t bytes_;
};

}  // namespace ipcbench
