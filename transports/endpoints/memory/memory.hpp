// What a memory source is: where the bytes of a shared ring come from.
//
// `create` makes the memory before the fork, every page reserved, so that no write can fail later
// (a full tmpfs answers with SIGBUS). `map` gives a process its view of it, by name where there is
// one. `unsupported_reason` says beforehand what would not fit, and `filesystem`, where it
// matters, on what kind of file system the bytes lie.
#pragma once

#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/scratch.hpp"

namespace ipcbench {

template <class M>
concept Memory =
    std::movable<M> && std::movable<typename M::View> &&
    requires(const M& memory, typename M::View& view, Scratch& scratch, std::size_t bytes) {
      { M::unsupported_reason(bytes) } -> std::same_as<std::optional<std::string>>;
      { M::create(scratch, bytes) } -> std::same_as<Expected<M>>;
      { memory.map() } -> std::same_as<Expected<typename M::View>>;
      { view.data() } -> std::same_as<std::byte*>;
    };

/// Why a tmpfs such as /dev/shm cannot hold this much more; nothing if it can or if nobody knows.
inline std::optional<std::string> no_room_in(const std::string& folder, std::size_t bytes) {
  struct statvfs facts{};
  if (::statvfs(folder.c_str(), &facts) != 0) {
    return fmt::format("{} is not there", folder);
  }
  const bool limited = facts.f_blocks != 0;
  const std::size_t free_bytes = std::size_t{facts.f_bavail} * facts.f_bsize;
  if (!limited || free_bytes >= bytes) return {};
  return fmt::format("{} has {} KiB free, {} KiB are needed", folder, free_bytes / 1024,
                     (bytes + 1023) / 1024);
}

/// What kind of file system a file lies on; one that is rare here by its magic number.
inline std::string filesystem_of(const std::string& path) {
  constexpr long xfs = 0x58465342;  // not in linux/magic.h
  struct statfs facts{};
  if (::statfs(path.c_str(), &facts) != 0) return "unknown";
  switch (facts.f_type) {
    case TMPFS_MAGIC:
      return "tmpfs";
    case EXT4_SUPER_MAGIC:
      return "ext4";
    case OVERLAYFS_SUPER_MAGIC:
      return "overlay";
    case BTRFS_SUPER_MAGIC:
      return "btrfs";
    case xfs:
      return "xfs";
    default:
      return fmt::format("{:#x}", facts.f_type);
  }
}

}  // namespace ipcbench
